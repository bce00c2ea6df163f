internal import RegistryValidation
internal import SharedCloudRegistry

/// Writes the report as one HTML file that needs nothing else.
struct ReportPage {
  let report: Report
  let options: ReportOptions

  /// The page in UTF-8.
  var bytes: [UInt8] {
    shell.page { page in
      if let mirror = report.mirror { MirrorSection(summary: mirror).write(&page) }
      if hasCoverage { CoverageSection(report: report).write(&page) }
      FindingsSection(report: report, rulePages: options.rulePages).write(&page)
      FilesSection(report: report).write(&page)
      YearsSection(report: report).write(&page)
      NotEvaluatedSection(report: report).write(&page)
    }
  }

  private var shell: PageShell {
    var parts: [(id: String, name: String)] = []
    if report.mirror != nil {
      parts += [(id: "mirror", name: "Mirror"), (id: "levels", name: "Levels")]
    }
    if hasCoverage { parts.append((id: "coverage", name: "Coverage")) }
    parts.append((id: "findings", name: "Findings"))
    if report.tally.activeTotal > 0 { parts.append((id: "files", name: "Files")) }
    if report.timelines.contains(where: \.hasYears) {
      parts.append((id: "years", name: "Years"))
    }
    parts.append((id: "not-evaluated", name: "Not evaluated"))
    return PageShell(
      title: "\(report.verdict.headline): \(targets)",
      kicker: report.mirror == nil ? "Validation report" : "Verification of a mirror",
      verdict: report.verdict.headline, look: report.verdict.look,
      subtitle: subtitle,
      facts: facts, parts: parts, footer: footer)
  }

  private var targets: String {
    let names = report.targets.map(\.uri)
    let shown = names.prefix(3).map { PageText.clipped($0, limit: 200) }.joined(separator: ", ")
    return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
  }

  /// Whether the page tells what index files list; a verification of mirrors reads other things.
  private var hasCoverage: Bool { report.mirror == nil || !report.timelines.isEmpty }

  private var subtitle: String {
    guard let mirror = report.mirror else {
      return "\(targets), profile \(report.settings.profile.rawValue)"
    }
    let names = mirror.copies.map { PageText.clipped($0.name, limit: 200) }
    let shown = names.prefix(3).joined(separator: ", ")
    let rest = names.count > 3 ? " and \(names.count - 3) more" : ""
    return "\(shown)\(rest), against \(PageText.clipped(mirror.source, limit: 200))"
  }

  private var facts: [(name: String, figure: String, note: String)] {
    let evaluated = report.outcomes.filter { $0.outcome == .pass || $0.outcome == .fail }.count
    let applicable = report.outcomes.filter { $0.outcome != .notApplicable }.count
    let fixable = FixableCount(report)
    var facts: [(name: String, figure: String, note: String)] =
      MirrorWords.verdicts(report.mirror?.verdicts ?? [:]).map { verdict in
        (
          name: "Objects: \(verdict.name)", figure: PageText.number(verdict.count), note: ""
        )
      }
    facts += [
      (name: "Errors", figure: PageText.number(report.count(of: .error)), note: ""),
      (name: "Warnings", figure: PageText.number(report.count(of: .warning)), note: ""),
    ]
    if report.count(of: .info) > 0 {
      facts.append((name: "Info", figure: PageText.number(report.count(of: .info)), note: ""))
    }
    if fixable.safe > 0 {
      facts.append(
        (name: "Safe repairs", figure: PageText.number(fixable.safe), note: "scregistry fix"))
    }
    if fixable.unsafe > 0 {
      facts.append(
        (
          name: "Unsafe repairs", figure: PageText.number(fixable.unsafe),
          note: "scregistry fix --unsafe"
        ))
    }
    facts.append(
      (
        name: report.mirror == nil ? "Index files read" : "Files compared",
        figure: PageText.number(
          report.mirror == nil ? report.coverage.indexFiles : report.coverage.files),
        note: PageText.count(report.coverage.rows, of: "row")
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
