internal import JSONSchema
internal import Patterns
internal import RegistryConformance
internal import RegistryReports
internal import RegistryValidation

/// The formats of one kind of answer, as `--output` names them.
protocol OutputFormat: RawRepresentable, CaseIterable, Hashable, Sendable
where RawValue == String {
  /// Whether two answers can share a stream, since a reader can tell their lines apart.
  static func canShareStream(_ one: Self, with other: Self) -> Bool
}

extension OutputFormat {
  static func canShareStream(_ one: Self, with other: Self) -> Bool { false }

  /// Finds the format nearest to a mistyped name; nil if none is near.
  static func nearestName(to text: String) -> String? {
    NearMatch.find(text, among: allCases.map(\.rawValue))
  }
}

extension ReportFormat: OutputFormat {
  /// Whether this format is text for people.
  var isForPeople: Bool { [.text, .full].contains(self) }

  /// Workflow commands and text for people can share a stream: each command is a line, and the
  /// runner of GitHub Actions recognizes them.
  static func canShareStream(_ one: ReportFormat, with other: ReportFormat) -> Bool {
    one == .github && other.isForPeople || other == .github && one.isForPeople
  }
}

extension DifferenceFormat: OutputFormat {}
extension HistoryFormat: OutputFormat {}
extension RunFormat: OutputFormat {}
extension StatementFormat: OutputFormat {}
