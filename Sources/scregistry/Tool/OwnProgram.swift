internal import Glibc

/// This program.
enum OwnProgram {
  /// The path of its file.
  static var path: String {
    guard let path = unsafe realpath("/proc/self/exe", nil) else { return CommandLine.arguments[0] }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }
}
