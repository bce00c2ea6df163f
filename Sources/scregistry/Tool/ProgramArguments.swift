internal import CWithoutProc

/// The words of the command line.
enum ProgramArguments {
  /// The words after the name of the program, also where /proc is not mounted.
  static var words: [String] {
    (0..<scregistry_argument_count()).dropFirst().compactMap { index in
      guard let word = unsafe scregistry_argument(index) else { return nil }
      return unsafe String(cString: word)
    }
  }
}
