internal import Glibc

/// Where copies of catalogs and index files are kept, and when they are used.
public struct CacheOptions: Sendable, Hashable {
  /// When a copy is used.
  public enum Mode: String, Sendable, Hashable, CaseIterable {
    /// When the server says that the object is unchanged (ETag, else size and time).
    case validated
    /// Never; each read replaces the copy.
    case overwrite
    /// Always, without a request to any server.
    case offline
  }

  /// The directory; it is created when the first copy is stored.
  public var directory: String
  /// When a copy is used.
  public var mode = Mode.validated
  /// The maximum size of the cache in bytes; beyond it, the copies unused for longest are removed.
  public var sizeLimit = 4 << 30

  /// Keeps copies in a directory.
  ///
  /// - Parameter directory: The directory; nil for `scregistry` in the user's cache directory
  ///   (`XDG_CACHE_HOME`, else `~/.cache`).
  public init(directory: String? = nil) {
    self.directory = directory ?? Self.userDirectory
  }

  /// The user's cache directory for this program.
  public static var userDirectory: String {
    // The XDG specification says to ignore a relative path.
    if let path = Environment.variable("XDG_CACHE_HOME"), path.hasPrefix("/") {
      return path + "/scregistry"
    }
    return (Environment.variable("HOME") ?? "") + "/.cache/scregistry"
  }
}
