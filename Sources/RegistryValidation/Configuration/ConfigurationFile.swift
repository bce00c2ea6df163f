internal import Files
internal import Formats
internal import Glibc
internal import ObjectStorage
internal import SharedCloudRegistry

/// Finds and reads the file of a configuration.
package enum ConfigurationFile {
  /// Finds the configuration file for a run in a directory.
  ///
  /// The search goes upward and ends at the root of the repository, which has `.git`, at the home
  /// directory, or at the root of the file system. Only the nearest file is used.
  ///
  /// - Parameters:
  ///   - directory: The absolute path of the working directory.
  ///   - home: The absolute path of the home directory.
  /// - Returns: The path of the file from the working directory; nil if none exists.
  /// - Throws: An error if a file has the extension `.yaml`, which is not read.
  package static func find(
    from directory: String, home: String?
  ) throws(ConfigurationError) -> String? {
    var place = directory[...]
    var way = ""
    while true {
      let prefix = place.hasSuffix("/") ? String(place) : place + "/"
      if PathKind(prefix + Configuration.fileName) != .absent {
        return way + Configuration.fileName
      }
      if PathKind(prefix + "scregistry.yaml") != .absent {
        throw ConfigurationError(
          way + "scregistry.yaml",
          faults: [
            .init(
              "scregistry does not read this name", help: "rename it to \(Configuration.fileName)")
          ]
        )
      }
      let isLast = place == "/" || place.isEmpty || (home.map { $0 == place } ?? false)
      if isLast || PathKind(prefix + ".git") != .absent { return nil }
      place = place[..<(place.lastIndex(of: "/") ?? place.startIndex)]
      if place.isEmpty { place = "/" }
      way += "../"
    }
  }

  /// Reads and checks a file.
  ///
  /// - Parameter path: The path, which messages show unchanged.
  /// - Returns: The configuration.
  /// - Throws: All faults of the file.
  package static func read(_ path: String) throws(ConfigurationError) -> Configuration {
    try Configuration(parsing: try bytes(of: path), path: path)
  }

  /// Reads a regular file, but no other kind, which could block or never end.
  private static func bytes(of path: String) throws(ConfigurationError) -> [UInt8] {
    let limit = ConfigurationReader.limits.size
    let failure: String
    switch size(of: path) {
    case .success(let size) where size > limit: failure = "the file has more than \(limit) bytes"
    case .failure(let error): failure = error.detail
    case .success:
      do throws(StoreError) {
        return try SequentialFile(path: path).all(limit: limit)
      } catch {
        failure = "can't be read: \(error.detail)"
      }
    }
    throw ConfigurationError(path, faults: [.init(failure)])
  }

  private struct Failure: Error {
    var detail: String
  }

  private static func size(of path: String) -> Result<Int, Failure> {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      return .failure(Failure(detail: "there is no such file"))
    }
    guard let status = POSIX.status(of: path) else {
      let code = errno
      let isAbsent = code == ENOENT || code == ENOTDIR
      let detail = POSIX.strerror(code)
      return .failure(
        Failure(detail: isAbsent ? "there is no such file" : "can't be read: \(detail)"))
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .success(Int(status.st_size))
    case S_IFDIR: return .failure(Failure(detail: "it is a directory"))
    default: return .failure(Failure(detail: "it is not a regular file"))
    }
  }
}
