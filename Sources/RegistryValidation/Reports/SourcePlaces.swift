/// Where the files of a report lie in the checkout that a CI system shows.
///
/// Registries mostly lie in buckets, which no CI system can show. What it can show is a copy in
/// the checkout, or the line of the configuration that names the target.
public struct SourcePlaces: Sendable, Hashable {
  /// The directory of the checkout, with its final slash; empty for the working directory.
  public var root = ""
  /// Where buckets lie in the checkout: the start of an address, and a path relative to the root.
  public var sourceMap: [Mapping] = []
  /// The configuration file, relative to the root; nil if there is none.
  public var configuration: String?
  /// The lines of the configuration that name targets, by target.
  public var targetLines: [String: Int] = [:]

  /// The start of an address and what it is in the checkout.
  public struct Mapping: Sendable, Hashable {
    /// The start of the address, with its final slash.
    public var prefix: String
    /// The path, relative to the root, with its final slash.
    public var path: String

    /// Makes a mapping.
    ///
    /// - Parameters:
    ///   - prefix: The start of the address, with its final slash.
    ///   - path: The path, relative to the root, with its final slash.
    public init(prefix: String, path: String) {
      self.prefix = prefix
      self.path = path
    }
  }

  /// Creates places for a working directory without configuration.
  public init() {}

  /// Finds the file of a finding in the checkout.
  ///
  /// - Parameter uri: The file as the report names it.
  /// - Returns: A path relative to the root, with `/` between its parts; nil if the file is not in
  ///   the checkout.
  public func path(of uri: String) -> String? { nil }
}
