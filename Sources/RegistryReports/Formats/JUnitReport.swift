internal import Formats
internal import RegistryValidation

/// Writes the report as JUnit XML, valid under the strict schema of Ant.
///
/// There is a test suite for each target and for each dataset with findings, with a test case for
/// each rule and file. A report keeps no list of the files without findings, so each passed rule
/// has one test case per target.
struct JUnitReport {
  let report: Report
  let options: ReportOptions

  /// The maximum number of test cases for passed rules; beyond it, all targets share one suite.
  static let mostRuleCases = 20_000

  /// The document, with a line end.
  var bytes: [UInt8] {
    let suites = JUnitSuites(report: report).suites
    var writer = XMLWriter()
    writer.begin("testsuites")
    for (number, suite) in suites.enumerated() { write(suite, number: number, to: &writer) }
    writer.end()
    return writer.bytes
  }

  private func write(_ suite: JUnitSuite, number: Int, to writer: inout XMLWriter) {
    // The schema requires a time without zone, even in a report without times.
    let time = RunTimes(options).start.map { String($0.dropLast()) } ?? "1970-01-01T00:00:00"
    writer.begin(
      "testsuite",
      [
        ("package", "scregistry"), ("id", "\(number)"), ("name", suite.name),
        ("timestamp", time), ("hostname", "localhost"), ("tests", "\(suite.cases.count)"),
        ("failures", "\(suite.count(.failure))"), ("errors", "\(suite.count(.error))"),
        ("skipped", "\(suite.count(.skipped))"), ("time", number == 0 ? seconds : "0"),
      ])
    writer.begin("properties")
    for (name, value) in properties + suite.properties {
      writer.element("property", [("name", name), ("value", value)])
    }
    writer.end()
    for test in suite.cases { write(test, to: &writer) }
    writer.element("system-out", text: number == 0 ? ReportSummary(report).line : "")
    writer.element("system-err")
    writer.end()
  }

  /// Seconds as a decimal number: the schema allows no exponents.
  private var seconds: String {
    let seconds = Swift.min(Swift.max(0, options.seconds ?? 0), 1e9)
    let thousandths = Int((seconds * 1000).rounded())
    return "\(thousandths / 1000).\(String(1000 + thousandths % 1000).dropFirst())"
  }

  private var properties: [(String, String)] {
    [
      ("tool", "scregistry \(options.toolVersion)"),
      ("profile", report.settings.profile.rawValue),
      ("fail-level", report.settings.failLevel.rawValue),
    ]
  }

  private func write(_ test: JUnitCase, to writer: inout XMLWriter) {
    writer.begin(
      "testcase", [("classname", test.classname), ("name", test.name), ("time", "0")])
    switch test.outcome {
    case .passed: break
    case .failure(let type, let message, let details):
      writer.element("failure", [("message", message), ("type", type)], text: details)
    case .error(let message):
      writer.element("error", [("message", message), ("type", "not-evaluated")])
    case .skipped(let message): writer.element("skipped", [("message", message)])
    }
    writer.end()
  }
}

/// A test suite.
struct JUnitSuite: Sendable {
  /// The target or the dataset.
  var name: String
  /// Facts about it.
  var properties: [(String, String)]
  /// The test cases.
  var cases: [JUnitCase] = []

  /// The number of cases with a result.
  func count(_ kind: JUnitCase.Kind) -> Int { cases.count { $0.kind == kind } }
}

/// One rule and one file, or one rule and all files of a target.
struct JUnitCase: Sendable {
  /// The possible results of a case, without details.
  enum Kind: Sendable, Hashable { case passed, failure, error, skipped }

  /// The result of a case.
  enum Outcome: Sendable {
    case passed
    /// The rule has findings: the level of the requirement, the first finding, all listed ones.
    case failure(type: String, message: String, details: String)
    /// The rule could not check everything.
    case error(message: String)
    /// The rule is not applicable, or its findings do not count.
    case skipped(message: String)
  }

  /// The area of the code, such as `scregistry.IDX`.
  var classname: String
  /// The code and name of the rule, and the file below its root.
  var name: String
  /// The result.
  var outcome: Outcome

  /// The result, without details.
  var kind: Kind {
    switch outcome {
    case .passed: .passed
    case .failure: .failure
    case .error: .error
    case .skipped: .skipped
    }
  }

  init(_ code: String, rest: String, outcome: Outcome) {
    classname = "scregistry." + TextStyle.harmless(String(code.prefix(3)))
    name = TextStyle.harmless(code + " " + rest)
    self.outcome = outcome
  }
}
