internal import SharedCloudRegistry

/// A fault of the name of an index file, in words.
///
/// Spec: SCR 1.1 §4, `"index"/"id"_YYYY.csv`.
struct FileNameFault: Sendable {
  /// The rule.
  let rule: RuleID
  /// The fault.
  let message: String
  /// What the rule expects.
  var expected: String?
  /// The value found.
  var actual: String?

  /// The file has the name of no index file.
  static func otherName(_ name: String, expected: String) -> Self {
    Self(
      rule: .indexFileName, message: "file does not have the name of an index file",
      expected: expected, actual: name)
  }

  /// The name has the id of a dataset in another case.
  static func idInOtherCase(_ name: IndexFileName, id: String) -> Self {
    Self(
      rule: .indexFileName,
      message: "file has the id \"\(name.id)\", but the catalog spells it \"\(id)\"",
      expected: "the same upper and lower case in the id and in the names of its files",
      actual: name.id)
  }

  /// The file is compressed with gzip, which clients do not read.
  static func gzip(_ name: String) -> Self {
    Self(
      rule: .compressedWithGzip,
      message: "the name says that it is compressed with gzip, as no index file may be",
      expected: String(name.dropLast(".gz".count)) + " or .csv.zip")
  }

  /// The file is named static in a version without that word.
  static func staticName(id: String) -> Self {
    Self(
      rule: .staticFileName, message: "file is named static, which version 1.0 removed",
      expected: "\(id)_YYYY.csv, with the year the rows start in")
  }

  /// The file has a year outside the times of its dataset.
  static func outsideRange(_ message: String) -> Self {
    Self(rule: .yearFileOutsideRange, message: message)
  }

  /// The file belongs to no dataset.
  static let noDataset = Self(
    rule: .indexOfNoDataset,
    message: "file has the name of an index file, but no dataset has its id")

  /// The file has the name of an index file of a dataset whose index is another directory.
  static func elsewhere(id: String, index: String) -> Self {
    Self(
      rule: .indexOfNoDataset,
      message: "file has the name of an index file of \"\(id)\", whose index is \(index.clipped)",
      expected: "the file in \(index.clipped), or its own directory as the index of \"\(id)\"")
  }

  /// The dataset has two info documents.
  static func twoInfos(id: String) -> Self {
    Self(
      rule: .twoInfoFiles, message: "\(id).json and \(id).info both exist",
      expected: "\(id).json only")
  }

  /// Writes the finding on the file.
  ///
  /// - Parameter reporter: Where it goes.
  func report(to reporter: inout FileReporter) {
    reporter.report(rule, message) {
      $0.location.line = 1
      $0.location.column = 1
      $0.identity = rule.code
      $0.expected = expected
      $0.actual = actual
    }
  }
}
