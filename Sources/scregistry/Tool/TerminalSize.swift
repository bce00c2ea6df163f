internal import Files
internal import Glibc

/// What the terminal at standard output can show.
enum TerminalSize {
  /// The number of characters of a line: that of the terminal, else of COLUMNS, else 80.
  static var width: Int {
    if let columns = POSIX.columns(of: STDOUT_FILENO), columns > 0 { return columns }
    let columns = Streams().environment("COLUMNS").flatMap { Int($0) } ?? 80
    return (1...1000).contains(columns) ? columns : 80
  }

  /// Whether standard output is a terminal that shows more than ASCII.
  static var showsUnicode: Bool {
    let streams = Streams()
    guard streams.isOutputATerminal else { return false }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(streams.environment).first ?? ""
    return locale.lowercased().replacing("-", with: "").hasSuffix("utf8")
  }
}
