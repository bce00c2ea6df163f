internal import Formats

/// Writes the report as JUnit XML, valid by the strict schema of Ant.
///
/// There is a test suite for each target and one for each dataset in which something was found,
/// with a test case for each rule and file. Of files without findings a report keeps no list, so
/// what passes is told once a target for each rule.
struct JUnitReport {
  let report: Report
  let options: ReportOptions

  /// The most test cases for rules as such; with more, they are told once for all targets.
  static let mostRuleCases = 20_000

  /// The document, with a line end.
  var bytes: [UInt8] {
    let suites = JUnitSuites(report: report).suites
    var writer = XMLWriter()
    writer.begin("testsuites")
    for (number, suite) in suites.enumerated() { write(suite, number, to: &writer) }
    writer.end()
    return writer.bytes
  }

  private func write(_ suite: JUnitSuite, _ number: Int, to writer: inout XMLWriter) {
    // The schema wants a time without zone, even where none is to be told.
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

  /// Seconds as a decimal number: the schema knows no exponents.
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

/// What is tested together.
struct JUnitSuite: Sendable {
  /// The target or the dataset.
  var name: String
  /// What there is to say of it.
  var properties: [(String, String)]
  /// The test cases.
  var cases: [JUnitCase] = []

  /// The number of cases that ended in a way.
  func count(_ kind: JUnitCase.Kind) -> Int { cases.count { $0.kind == kind } }
}

/// One rule and one file, or one rule and all that a target stands for.
struct JUnitCase: Sendable {
  /// The ways a case can end, without details.
  enum Kind: Sendable, Hashable { case passed, failure, error, skipped }

  /// How a case ended.
  enum Outcome: Sendable {
    case passed
    /// The rule is broken: the level of the requirement, the first finding, all that are listed.
    case failure(type: String, message: String, details: String)
    /// The rule could not look at everything.
    case error(message: String)
    /// The rule is not applicable, or what it found does not count.
    case skipped(message: String)
  }

  /// The area of the code, such as `scregistry.IDX`.
  var classname: String
  /// The code and name of the rule, and the file below its root.
  var name: String
  /// How it ended.
  var outcome: Outcome

  /// How it ended, without details.
  var kind: Kind {
    switch outcome {
    case .passed: .passed
    case .failure: .failure
    case .error: .error
    case .skipped: .skipped
    }
  }

  init(_ code: String, _ rest: String, _ outcome: Outcome) {
    classname = "scregistry." + TextStyle.harmless(String(code.prefix(3)))
    name = TextStyle.harmless(code + " " + rest)
    self.outcome = outcome
  }
}
