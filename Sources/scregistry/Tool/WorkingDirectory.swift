internal import Files
internal import Glibc
internal import RegistryValidation
internal import SharedCloudRegistry

/// The working directory of the process.
enum WorkingDirectory {
  /// The absolute path without links; nil if the directory was removed.
  static var path: String? {
    guard let text = unsafe getcwd(nil, 0) else { return nil }
    defer { unsafe free(text) }
    return unsafe String(cString: text)
  }

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
    guard let directory = unsafe opendir(".") else { return [] }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let bytes = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe Array($0.prefix { $0 != 0 })
      }
      guard let name = String(validating: bytes, as: UTF8.self), !name.hasPrefix("."),
        PathKind(name) == .directory
      else { continue }
      names.append(name)
    }
    return names.sorted()
  }
}
