internal import Glibc

/// The end of the process.
enum ProcessEnd {
  /// Ends the process at once.
  ///
  /// Threads of transfers and of tasks may still run. At an ordinary exit they would meet libraries,
  /// such as OpenSSL, that have already freed what the threads use.
  ///
  /// - Parameter code: The exit code.
  static func exit(_ code: Int32) -> Never {
    fflush(nil)
    Glibc._exit(code)
  }
}
