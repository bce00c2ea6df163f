public import RegistryValidation

/// The summary line of a report.
public struct ReportSummary: Sendable {
  private let report: Report

  /// Creates the summary of a report.
  ///
  /// - Parameter report: The report.
  public init(_ report: Report) { self.report = report }

  /// The counts, and the numbers of rules, rows and objects checked, in one line without LF.
  public var line: String {
    let parts = ["\(findings) in \(inputs)", rules, rows]
    return parts.filter { !$0.isEmpty }.joined(separator: "; ")
  }

  /// The files that were read; for mirrors that are only listings, the objects.
  private var inputs: String {
    let coverage = report.coverage
    return report.mirror != nil && coverage.files == 0
      ? number(coverage.objects, of: "object") : number(coverage.files, of: "file")
  }

  private var findings: String {
    let counts = Severity.allCases.reversed().compactMap { severity -> String? in
      let count = report.count(of: severity)
      guard count > 0 else { return nil }
      return severity == .info ? "\(grouped(count)) info" : number(count, of: severity.rawValue)
    }
    let words =
      report.isComplete ? "no violations found" : "no violations found in what could be read"
    let tally = report.tally
    let hidden = [
      tally.known > 0 ? "\(grouped(tally.known)) known from the baseline" : nil,
      tally.suppressed > 0 ? "\(grouped(tally.suppressed)) suppressed" : nil,
    ].compactMap(\.self)
    return ((counts.isEmpty ? [words] : counts) + hidden).joined(separator: ", ")
  }

  private var rules: String {
    let outcomes = report.outcomes
    let open = outcomes.filter { $0.outcome == .notEvaluated }.count
    let applicable = outcomes.filter { $0.outcome != .notApplicable }.count
    let text = "\(applicable - open) of \(number(applicable, of: "rule")) evaluated"
    guard open > 0 else { return text }
    let codes = Set(report.notices.map(\.code)).sorted().joined(separator: ", ")
    return text + ", \(open) not" + (codes.isEmpty ? "" : " (\(codes))")
  }

  private var rows: String {
    // Without an index file there is nothing to count.
    let hasRows = report.mirror != nil && report.coverage.files > 0
    guard report.coverage.inputs[.index] != nil || hasRows else { return "" }
    let rows = number(report.coverage.rows, of: "row")
    guard report.coverage.objects > 0 else { return rows }
    return rows + ", \(number(report.coverage.objects, of: "object")) compared"
  }

  private func number(_ count: Int, of noun: String) -> String {
    "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  private func grouped(_ count: Int) -> String {
    var digits = Array(String(count))
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: index)
      index -= 3
    }
    return String(digits)
  }
}
