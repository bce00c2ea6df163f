internal import Formats
internal import RegistryValidation

/// Writes a run report as JUnit XML, valid by the strict schema of Ant: one suite per area.
struct RunJUnit {
  let report: RunReport

  /// The document, with a line end.
  var bytes: [UInt8] {
    var writer = XMLWriter()
    writer.begin("testsuites")
    for (number, area) in report.areas.enumerated() { write(area, number: number, to: &writer) }
    writer.end()
    return writer.bytes
  }

  private func write(_ area: String, number: Int, to writer: inout XMLWriter) {
    let results = report.results.filter { $0.area == area }
    let count = report.count { $0.area == area }
    let expected = results.count { $0.outcome == .failed && !$0.isUnexpected }
    let excused = results.count { $0.outcome == .errored && !$0.isUnexpected }
    // The schema requires a time without a zone, even if there is no time to tell.
    let time = report.started.map { String($0.prefix(19)) } ?? "1970-01-01T00:00:00"
    writer.begin(
      "testsuite",
      [
        ("package", "conformance"), ("id", "\(number)"), ("name", area), ("timestamp", time),
        ("hostname", "localhost"), ("tests", "\(count.total)"),
        ("failures", "\(count.failed - expected)"), ("errors", "\(count.errored - excused)"),
        ("skipped", "\(count.skipped + expected + excused)"),
        ("time", Self.text(results.reduce(0) { $0 + $1.seconds }, report: report)),
      ])
    writer.begin("properties")
    for (name, value) in properties {
      writer.element("property", [("name", name), ("value", HarmlessText.of(value))])
    }
    writer.end()
    for result in results { write(result, to: &writer) }
    writer.element("system-out", text: number == 0 ? report.summaryLine : "")
    writer.element("system-err")
    writer.end()
  }

  private var properties: [(String, String)] {
    [
      ("implementation", "\(report.implementation.name) \(report.implementation.version)"),
      ("suite", report.suiteVersion), ("grade", report.grade.name),
      ("tool", "scregistry \(report.toolVersion)"),
    ]
  }

  private func write(_ result: CaseResult, to writer: inout XMLWriter) {
    writer.begin(
      "testcase",
      [
        ("classname", "conformance.\(result.area).\(result.kind.rawValue)"), ("name", result.id),
        ("time", Self.text(result.seconds, report: report)),
      ])
    let message = HarmlessText.of(result.reasons.first ?? result.outcome.rawValue)
    let details = (result.reasons + ["again: \(result.reproduction)"])
      .map(HarmlessText.of).joined(separator: "\n")
    switch result.outcome {
    case .passed: break
    case .skipped: writer.element("skipped", [("message", message)])
    case .failed where !result.isUnexpected, .errored where !result.isUnexpected:
      // Known failures, and cases that do not count, must not turn a build red.
      writer.element("skipped", [("message", message)])
    case .failed:
      writer.element(
        "failure", [("message", message), ("type", result.level.rawValue)], text: details)
    case .errored:
      writer.element(
        "error", [("message", message), ("type", result.fault?.rawValue ?? "errored")],
        text: details)
    }
    writer.end()
  }

  /// Seconds as a decimal number; 0 in a report that is the same in every run.
  private static func text(_ seconds: Double, report: RunReport) -> String {
    guard report.started != nil else { return "0" }
    let thousandths = Int((min(max(0, seconds), 1e9) * 1000).rounded())
    return "\(thousandths / 1000).\(String(1000 + thousandths % 1000).dropFirst())"
  }
}
