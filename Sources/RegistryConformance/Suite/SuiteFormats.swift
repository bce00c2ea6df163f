internal import RegistryReports

/// The schemas of the files of a suite, and of what a run reads and writes.
enum SuiteFormats {
  /// `suite.json`.
  static let suite = OwnFormat("suite.schema.json", allowsMore: false)
  /// `requirements.json`.
  static let requirements = OwnFormat("suite-requirements.schema.json", allowsMore: false)
  /// One case.
  static let suiteCase = OwnFormat("suite-case.schema.json", allowsMore: false)
  /// A table of entries for one function.
  static let units = OwnFormat("suite-units.schema.json", allowsMore: false)
  /// One line between runner and adapter.
  static let line = OwnFormat("adapter-protocol.schema.json", allowsMore: false)
  /// The list of known failures.
  static let knownFailures = OwnFormat("known-failures.schema.json", allowsMore: false)
  /// The report of a run.
  static let report = OwnFormat("conformance-report.schema.json")
}
