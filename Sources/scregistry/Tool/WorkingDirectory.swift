internal import Files
internal import RegistryValidation
internal import SharedCloudRegistry

/// The working directory of the process.
enum WorkingDirectory {
  /// The absolute path without links; nil if the directory was removed.
  static var path: String? { POSIX.getcwd() }

  /// Makes a path absolute and removes `.` and `..`.
  static func absolute(_ path: String) -> String? {
    let start = path.hasPrefix("/") ? "" : Self.path
    guard let start else { return nil }
    var parts: [Substring] = []
    for part in (start + "/" + path).split(separator: "/") {
      if part == ".." {
        _ = parts.popLast()
      } else if part != "." {
        parts.append(part)
      }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The sorted names of its directories that are not hidden.
  static func names() -> [String] {
    guard let directory = DirectoryStream.open(".") else { return [] }
    var names: [String] = []
    while directory.next() {
      guard let name = String(validating: directory.name, as: UTF8.self), !name.hasPrefix("."),
        PathKind(name) == .directory
      else { continue }
      names.append(name)
    }
    return names.sorted()
  }
}
