/// When text is coloured.
enum ColorChoice: String, CaseIterable, ArgumentValue {
  /// If standard output is a terminal, and the environment does not say otherwise.
  case auto
  case always
  case never
}

extension Streams {
  /// Returns whether to colour text on standard output.
  ///
  /// - Parameter choice: When the user wants it.
  /// - Returns: Whether to colour it.
  func usesColor(_ choice: ColorChoice) -> Bool {
    switch choice {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    if environment("NO_COLOR") != nil { return false }
    if environment("FORCE_COLOR") != nil { return true }
    return isOutputATerminal && environment("TERM") != "dumb"
  }
}
