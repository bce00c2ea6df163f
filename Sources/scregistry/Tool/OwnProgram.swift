internal import CWithoutProc
internal import Files

/// This program.
enum OwnProgram {
  /// The path of its file, also where /proc is not mounted.
  static var path: String {
    let started =
      unsafe scregistry_program_path().map { unsafe String(cString: $0) }
      ?? CommandLine.arguments[0]
    return POSIX.realpath("/proc/self/exe") ?? POSIX.realpath(started) ?? started
  }
}
