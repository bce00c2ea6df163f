internal import Glibc

/// Where copies of catalogs and index files are kept, and when they are used.
public struct CacheOptions: Sendable, Hashable {
  /// When a copy is used.
  public enum Mode: String, Sendable, Hashable, CaseIterable {
    /// When the server says that the object is still as it was (ETag, else size and time).
    case validated
    /// Never; what is read replaces it.
    case overwrite
    /// Always, and nothing is asked of any server.
    case offline
  }

  /// The directory; it is made when something is kept.
  public var directory: String
  /// When a copy is used.
  public var mode = Mode.validated
  /// The most bytes that are kept; beyond, what was not used for longest goes.
  public var sizeLimit = 4 << 30

  /// Keeps copies in a directory.
  ///
  /// - Parameter directory: The directory; nil for `scregistry` in the user's directory for caches
  ///   (`XDG_CACHE_HOME`, else `~/.cache`).
  public init(directory: String? = nil) {
    self.directory = directory ?? Self.userDirectory
  }

  /// The user's directory for caches of this program.
  public static var userDirectory: String {
    // By the XDG specification, a relative path is to be ignored.
    if let path = Environment.variable("XDG_CACHE_HOME"), path.hasPrefix("/") {
      return path + "/scregistry"
    }
    return (Environment.variable("HOME") ?? "") + "/.cache/scregistry"
  }
}
