/// Why a report can't be added to a history.
public enum HistoryError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The report, or a file of the history, can't be used.
  case unusable(UnusableFile)
  /// A file or the directory can't be written.
  case notWritten(path: String, detail: String)

  /// The place and the fault, in one line that is harmless for a terminal.
  public var description: String {
    switch self {
    case .unusable(let file): file.description
    case .notWritten(let path, let detail):
      TextStyle.harmless("\(path): can't be written: \(detail)")
    }
  }
}
