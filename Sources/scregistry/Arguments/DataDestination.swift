internal import RegistryConformance
internal import RegistryMirrors
internal import RegistryValidation
internal import SharedCloudRegistry

/// Where a command writes data: a file, a directory or an address.
///
/// The bare name of a format is refused, since `-o json` means the format of a report elsewhere.
struct DataDestination: ArgumentValue {
  /// The path or the address.
  let word: String

  init(word: String) throws(WrongValue) {
    guard !word.isEmpty else { throw WrongValue("it must be a path or an address") }
    // `-o json=report.json` is for reports too.
    let name = word.firstIndex(of: "=").map { String(word[..<$0]) } ?? word
    guard !Self.formats.contains(name) else {
      throw WrongValue(
        "\(name) is a format, and this option is the destination of data; write ./\(word) for a "
          + "path of that name")
    }
    self.word = word
  }

  /// The names of all formats of reports and answers.
  private static let formats = Set(
    ReportFormat.allCases.map(\.rawValue) + RunFormat.allCases.map(\.rawValue)
      + StatementFormat.allCases.map(\.rawValue) + RecordFormat.allCases.map(\.rawValue)
      + RepairList.Form.allCases.map(\.rawValue) + ["parquet", "arrow", "yaml", "xml", "md", "txt"])
}
