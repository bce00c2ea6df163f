internal import Formats
internal import RegistryValidation

/// Writes the findings for people: one headline per finding, with the line of the file if short.
struct TextReport {
  let report: Report
  let style: TextStyle
  /// How many findings of a rule are shown for one file.
  let shownPerRule: Int

  /// Above this number of findings the report goes by rule, since by file it is too long to read.
  private static let mostByFile = 50
  /// The maximum length of an excerpt.
  private static let longestExcerpt = 160

  init(report: Report, options: ReportOptions) {
    self.report = report
    style = TextStyle(options.usesColor)
    shownPerRule = options.listedPerRule ?? 3
  }

  /// The whole report in UTF-8; empty if nothing was found.
  var bytes: [UInt8] { Array(text.utf8) }

  private var text: String {
    if report.tally.activeTotal > Self.mostByFile { return TextReportByRule(self).text }
    var text = ""
    let active = report.findings.filter(\.isActive)
    let present = Set(active.map(\.fingerprint))
    let consequences = Dictionary(
      grouping: active.filter { isConsequence($0, of: present) }, by: { $0.causedBy ?? "" })
    let headlines = active.filter { !isConsequence($0, of: present) }
    var told: Set<String> = []
    var isFirst = true
    for group in Self.byFile(headlines) {
      if !isFirst { text += "\n" }
      isFirst = false
      var shown: [String: Int] = [:]
      for finding in group {
        shown[finding.rule, default: 0] += 1
        guard shown[finding.rule, default: 0] <= shownPerRule else { continue }
        text += headline(finding)
        if told.insert(finding.location.uri + finding.rule).inserted { text += help(finding) }
        for consequence in consequences[finding.fingerprint] ?? [] {
          text += "  " + style.dim("causes: ") + line(consequence) + "\n"
        }
      }
      text += rest(of: group, shown)
    }
    for obstacle in obstacles { text += (text.isEmpty ? "" : "\n") + obstacle }
    return text
  }

  private func isConsequence(_ finding: Finding, of present: Set<String>) -> Bool {
    finding.causedBy.map(present.contains) ?? false
  }

  private static func byFile(_ findings: [Finding]) -> [[Finding]] {
    var groups: [[Finding]] = []
    for finding in findings {
      if groups.last?.first?.location.uri == finding.location.uri {
        groups[groups.count - 1].append(finding)
      } else {
        groups.append([finding])
      }
    }
    return groups
  }

  /// The line that names the place, and the excerpt.
  func headline(_ finding: Finding) -> String {
    line(finding) + "\n" + ExcerptText(finding, limit: Self.longestExcerpt, style: style).text
  }

  func line(_ finding: Finding) -> String {
    let place = finding.location
    let position =
      place.line.map { ":\($0):\(place.column ?? 1)" }
      ?? place.placeInTable.map { ": " + TextStyle.harmless($0) } ?? ""
    let times = finding.occurrences > 1 ? " (\(finding.occurrences) times)" : ""
    let rule = report.rules[finding.rule]
    let level = "[\(rule?.standing ?? "")]"
    return style.bold(TextStyle.harmless(place.uri) + position) + ": "
      + "\(style.word(finding.severity)) \(finding.rule) \(style.dim(level)) "
      + TextStyle.harmless(finding.message) + times + dataset(of: finding)
  }

  /// Names the dataset if neither the file nor the message does.
  private func dataset(of finding: Finding) -> String {
    guard let id = finding.dataset, finding.location.pointer != nil, !finding.message.contains(id)
    else { return "" }
    return style.dim(" (\(TextStyle.harmless(id)))")
  }

  private func help(_ finding: Finding) -> String {
    guard let help = report.rules[finding.rule]?.help else { return "" }
    return "  " + style.dim("help: \(help)") + "\n"
  }

  /// Counts the findings of each rule that are not shown.
  private func rest(of group: [Finding], _ shown: [String: Int]) -> String {
    let uri = group.first?.location.uri ?? ""
    return shown.keys.sorted().map { rule in
      let listed = shown[rule, default: 0]
      let total = report.files[uri]?.rules[rule]?.activeTotal ?? listed
      let hidden = Swift.max(total, listed) - Swift.min(listed, shownPerRule)
      let isHabit = group.contains { $0.rule == rule && $0.occurrences > 1 }
      guard hidden > 0, !isHabit else { return "" }
      return "  " + style.dim("... and \(hidden) more \(rule) in this file") + "\n"
    }.joined()
  }

  /// Why inputs were not checked: the notices, then the reasons that no notice gives.
  var obstacles: [String] {
    let reasons = report.untoldObstacles
    let listed = reasons.prefix(shownPerRule).map {
      style.dim("not evaluated ") + TextStyle.harmless($0) + "\n"
    }
    let hidden = reasons.count - listed.count
    let rest =
      hidden > 0
      ? [style.dim("not evaluated, for \(PageText.count(hidden, of: "more reason"))") + "\n"] : []
    return report.notices.map(notice) + listed + rest
  }

  private func notice(_ notice: Notice) -> String {
    let place = notice.uri.map { TextStyle.harmless($0) + ": " } ?? ""
    return style.bold(place) + style.dim("not evaluated ") + "\(notice.code) "
      + TextStyle.harmless(notice.message) + "\n"
  }
}

/// The line of a file with a caret below the place.
struct ExcerptText {
  /// The two lines, indented; empty if there is nothing to show.
  let text: String

  init(_ finding: Finding, limit: Int, style: TextStyle) {
    guard let excerpt = finding.excerpt, let line = finding.location.line else {
      text = ""
      return
    }
    let scalars = Array(excerpt.text.unicodeScalars)
    // A line with only a bracket is not helpful.
    let isTelling = scalars.contains { !"{}[], \t".unicodeScalars.contains($0) }
    guard isTelling, scalars.count <= limit || excerpt.column <= limit else {
      text = ""
      return
    }
    let shown = Self.text(scalars.prefix(limit)) + (scalars.count > limit ? "…" : "")
    let before = Self.text(scalars.prefix(excerpt.column - 1))
    let marked = scalars.dropFirst(excerpt.column - 1).prefix(excerpt.length)
    let length = Swift.max(1, Swift.min(marked.count, limit - excerpt.column + 1))
    let number = String(line)
    let gap = String(repeating: " ", count: number.count)
    let caret =
      String(repeating: " ", count: before.unicodeScalars.count)
      + String(repeating: "^", count: length)
    text =
      "  " + style.dim("\(number) | ") + shown + "\n" + "  " + style.dim("\(gap) | ")
      + style.bold(caret) + "\n"
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    for scalar in scalars { view.append(scalar == "\t" ? " " : scalar) }
    return TextStyle.harmless(String(view))
  }
}
