internal import Files

/// This program.
enum OwnProgram {
  /// The path of its file.
  static var path: String { POSIX.realpath("/proc/self/exe") ?? CommandLine.arguments[0] }
}
