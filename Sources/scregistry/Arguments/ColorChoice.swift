/// When text is coloured.
enum ColorChoice: String, CaseIterable, ArgumentValue {
  /// If standard output is a terminal, and the environment does not say otherwise.
  case auto
  case always
  case never
}
