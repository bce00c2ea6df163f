internal import RegistryValidation
internal import SharedCloudRegistry

/// Writes the report as one HTML file that needs nothing else.
struct ReportPage {
  let report: Report
  let options: ReportOptions

  /// The page in UTF-8.
  var bytes: [UInt8] {
    shell.page { page in
      CoverageSection(report: report).write(&page)
      FindingsSection(report: report).write(&page)
      FilesSection(report: report).write(&page)
      YearsSection(report: report).write(&page)
      NotEvaluatedSection(report: report).write(&page)
    }
  }

  private var shell: PageShell {
    var parts = [
      (id: "coverage", name: "Coverage"), (id: "findings", name: "Findings"),
    ]
    if report.tally.activeTotal > 0 { parts.append((id: "files", name: "Files")) }
    if report.timelines.contains(where: { $0.years.contains { $0.year != nil } }) {
      parts.append((id: "years", name: "Years"))
    }
    parts.append((id: "not-evaluated", name: "Not evaluated"))
    return PageShell(
      title: "\(report.verdict.headline): \(targets)", kicker: "Validation report",
      verdict: report.verdict.headline, look: report.verdict.look,
      subtitle: "\(targets), profile \(report.settings.profile.rawValue)",
      facts: facts, parts: parts, footer: footer)
  }

  private var targets: String {
    let names = report.targets.map(\.uri)
    let shown = names.prefix(3).map { PageText.clipped($0, limit: 200) }.joined(separator: ", ")
    return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
  }

  private var facts: [(name: String, figure: String, note: String)] {
    let evaluated = report.outcomes.filter { $0.outcome == .pass || $0.outcome == .fail }.count
    let applicable = report.outcomes.filter { $0.outcome != .notApplicable }.count
    let fixable = report.findings.filter { $0.isActive && $0.fix != nil }.count
    var facts = [
      (name: "Errors", figure: PageText.number(report.count(of: .error)), note: ""),
      (name: "Warnings", figure: PageText.number(report.count(of: .warning)), note: ""),
    ]
    if report.count(of: .info) > 0 {
      facts.append((name: "Info", figure: PageText.number(report.count(of: .info)), note: ""))
    }
    if fixable > 0 {
      facts.append(
        (name: "Fixable", figure: PageText.number(fixable), note: "by scregistry fix"))
    }
    facts.append(
      (
        name: "Index files read", figure: PageText.number(report.coverage.files),
        note: PageText.count(report.coverage.rows, "row")
      ))
    facts.append(
      (
        name: "Rules evaluated", figure: PageText.number(evaluated),
        note: "of \(PageText.number(applicable)) that apply"
      ))
    return facts
  }

  private var footer: String {
    let started = options.started.map { " · \($0)" } ?? ""
    return "scregistry \(options.toolVersion)\(started) · times are in UTC"
  }
}
