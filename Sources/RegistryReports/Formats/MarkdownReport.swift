internal import RegistryValidation

/// Writes tables for a pull request, a job summary or a page.
///
/// The verdict, the exact totals and the inputs that were not evaluated come first. Files follow,
/// those with errors first, as far as the limit allows; a last line counts the omitted findings.
struct MarkdownReport {
  let report: Report
  let options: ReportOptions

  /// The maximum length of text from data in a cell.
  private static let longestText = 300
  /// How many lines of a file a row names.
  private static let usualPlaces = 5
  /// How many reasons and how many hidden findings are listed.
  private static let listed = 20
  /// The space reserved for the line about omitted findings.
  private static let lastLine = 400

  /// The report; empty if the limit has no room for its head.
  var bytes: [UInt8] { Array(text(within: options.markdownLimit).utf8) }

  /// Writes the report in at most so many bytes.
  private func text(within limit: Int) -> String {
    var page = MarkdownPage(limit: limit - Self.lastLine)
    guard page.add(head) else { return "" }
    let isOpenTold = page.add(open(listed: Self.listed))
    guard isOpenTold || page.add(open(listed: 0)) else { return "" }
    let areMirrorsTold = page.add(mirrors)
    let files = byImportance(report.groups)
    let tail = hidden
    let allHelp = help(of: Set(files.joined().map(\.rule)))
    page.reserve([
      tail.utf8.count, allHelp.reduce(Self.helpHead.utf8.count) { $0 + $1.utf8.count },
    ])
    var told: Set<String> = []
    var shown = 0
    for file in files {
      let rows = file.map(row)
      let count = page.addTable(Self.fileHead(file[0].uri), rows: rows)
      for group in file.prefix(count) {
        shown += group.count
        told.insert(group.rule)
      }
      if count < rows.count { break }
    }
    page.release()
    let areLevelsTold = levels.allSatisfy { page.addTable($0.head, rows: $0.rows) == $0.rows.count }
    let isHelpTold = page.addTable(Self.helpHead, rows: help(of: told)) == told.count
    let isTailTold = page.add(tail)
    let rest = report.tally.activeTotal - shown
    let isWhole =
      rest == 0 && isOpenTold && areMirrorsTold && areLevelsTold && isHelpTold && isTailTold
    return page.text + (isWhole ? "" : cutLine(rest, limit: limit))
  }

  private func cutLine(_ rest: Int, limit: Int) -> String {
    let findings = rest > 0 ? "\(rest.of("finding")) of \(report.tally.activeTotal)" : "details"
    return "\n**Truncated.** Omitted to stay within \(limit) bytes: \(findings). "
      + "The totals above are exact; the formats `json`, `ndjson` and `csv` have no limit.\n"
  }

  /// Puts the files with the most serious findings first.
  private func byImportance(_ groups: [FindingGroup]) -> [[FindingGroup]] {
    let byFile = Dictionary(grouping: groups, by: \.uri).values
    return byFile.sorted { left, right in
      guard let first = left.first, let second = right.first else { return false }
      if first.severity != second.severity { return first.severity > second.severity }
      return first.uri < second.uri
    }
  }
}

// MARK: - Head

extension MarkdownReport {
  private var head: String {
    let verdict =
      switch report.verdict {
      case .noViolations: "no violations found"
      case .violations: "violations"
      case .undetermined: "undetermined"
      }
    let tally = report.tally
    let counts = [
      tally[.error], tally[.warning], tally[.info], tally.known, tally.suppressed,
    ]
    return "## scregistry: \(verdict)\n\n\(ReportSummary(report).line)\n\n"
      + MarkdownPage.table(
        ["error", "warning", "info", "known from the baseline", "suppressed"],
        alignment: "rrrrr", rows: [counts.map(String.init)])
  }

  /// The inputs that could not be checked; empty if none exist.
  private func open(listed: Int) -> String {
    let untold = report.untoldObstacles
    let (count, all) = report.rulesNotEvaluated
    guard !report.notices.isEmpty || !untold.isEmpty else { return "" }
    let notices = report.notices.prefix(listed).map { notice in
      [
        notice.code, MarkdownText.code((notice.uri ?? "").cut(to: Self.longestText)),
        MarkdownText.sentence(notice.message.cut(to: Self.longestText)),
      ]
    }
    let reasons = untold.prefix(listed).map { reason in
      ["", "", MarkdownText.sentence(reason.cut(to: Self.longestText))]
    }
    let rows = notices + reasons
    let rest = report.notices.count + untold.count - rows.count
    let codes = report.outcomes.filter { $0.outcome == .notEvaluated }.map(\.rule)
    return "\n### Not evaluated\n\n"
      + "**\(count) of \(all.of("rule")) could not check all of their input.** "
      + "They may have missed findings.\n\n"
      + (rows.isEmpty
        ? "" : MarkdownPage.table(["code", "where", "why"], alignment: "lll", rows: rows))
      + (rest > 0
        ? "\n\(rows.isEmpty ? "Reasons:" : "And") \(rest)\(rows.isEmpty ? "" : " more").\n" : "")
      + (codes.isEmpty ? "" : "\nRules: \(CodeRanges.text(codes.map { "\($0)" }))\n")
  }
}

// MARK: - Findings

extension MarkdownReport {
  private static func fileHead(_ uri: String) -> String {
    "\n### \(MarkdownText.code(uri.cut(to: longestText)))\n\n"
      + MarkdownPage.tableHead(
        ["severity", "rule", "count", "line", "what is wrong"], alignment: "llrll")
  }

  private func row(_ group: FindingGroup) -> String {
    let message = (group.findings.first?.message ?? "").cut(to: Self.longestText)
    return MarkdownPage.row([
      group.severity.rawValue, Self.name(report.rules[group.rule], code: group.rule),
      "\(group.count)",
      lines(of: group),
      MarkdownText.sentence(message.isEmpty ? report.rules[group.rule]?.title ?? "" : message),
    ])
  }

  private static func name(_ rule: Rule?, code: String) -> String {
    guard let rule else { return MarkdownText.code(code) }
    return "\(code) \(MarkdownText.code(rule.name))"
  }

  /// The first lines with findings.
  private func lines(of group: FindingGroup) -> String {
    let placesNamed = options.listedPerRule ?? Self.usualPlaces
    var lines: [Int] = []
    for line in group.findings.compactMap(\.location.line) where line != lines.last {
      lines.append(line)
    }
    let more = lines.count > placesNamed || group.findings.count < group.count ? ", …" : ""
    guard !lines.isEmpty else {
      let rows = group.findings.compactMap(\.location.row)
      let others = rows.count > placesNamed || group.findings.count < group.count ? ", …" : ""
      return rows.isEmpty
        ? "" : "row " + rows.prefix(placesNamed).map(String.init).joined(separator: ", ") + others
    }
    return lines.prefix(placesNamed).map(String.init).joined(separator: ", ") + more
  }

  private static let helpHead =
    "\n### How to fix\n\n" + MarkdownPage.tableHead(["rule", "help"], alignment: "ll")

  private func help(of codes: Set<String>) -> [String] {
    codes.sorted().map { code in
      let rule = report.rules[code]
      let name = Self.name(rule, code: code)
      let page = options.rulePages?.address(of: code)
      return MarkdownPage.row([
        page.map { "[\(name)](\($0))" } ?? name, MarkdownText.sentence(rule?.help ?? ""),
      ])
    }
  }

  /// The findings that do not count, folded.
  private var hidden: String {
    let tally = report.tally
    guard tally.known + tally.suppressed > 0 else { return "" }
    let hidden = report.findings.filter { !$0.isActive }
    let rows = hidden.prefix(Self.listed).map { finding in
      let location = finding.location
      let position =
        location.line.map { ":\($0)" } ?? location.placeInTable.map { ": \($0)" } ?? ""
      let place = location.uri + position
      let note = finding.suppression
      let until = note?.expires.map { " until \($0)" } ?? ""
      let reason = note.map { "suppressed\(until): \($0.reason)" } ?? "known from the baseline"
      return [
        Self.name(report.rules[finding.rule], code: finding.rule),
        MarkdownText.code(place.cut(to: Self.longestText)),
        MarkdownText.sentence(reason.cut(to: Self.longestText)),
      ]
    }
    let rest =
      tally.known + tally.suppressed
      - hidden.prefix(Self.listed).reduce(0) {
        $0 + $1.occurrences
      }
    return "\n<details>\n<summary>\(tally.known) known from the baseline, "
      + "\(tally.suppressed) suppressed</summary>\n\n"
      + MarkdownPage.table(["rule", "where", "why"], alignment: "lll", rows: rows)
      + (rest > 0 ? "\nAnd \(rest) more.\n" : "") + "\n</details>\n"
  }
}
