/// The prefix of an address, and its path in the checkout.
public struct SourceMapping: Sendable, Hashable {
  /// The prefix of the address, with its final slash.
  public var prefix: String
  /// The path, relative to the root, with its final slash; empty for the root.
  public var path: String

  /// Makes a mapping.
  ///
  /// - Parameters:
  ///   - prefix: The prefix of the address; the final slash is optional.
  ///   - path: The path, relative to the root; the final slash is optional.
  public init(prefix: String, path: String) {
    self.prefix = prefix.hasSuffix("/") ? prefix : prefix + "/"
    self.path = path.isEmpty || path.hasSuffix("/") ? path : path + "/"
  }

  /// Reads a mapping of the form `s3://bucket/=path/`; nil if the text has another form.
  ///
  /// - Parameter text: The prefix of an address, `=`, and a path relative to the root.
  public init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return nil }
    self.init(prefix: String(parts[0]), path: String(parts[1]))
  }
}
