import Formats
import SharedCloudRegistry
import TestSupport

@testable import RegistryReports
@testable import RegistryValidation

/// Reports with texts that break careless writers.
struct RandomReport {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// Texts that are special in a terminal, a workflow command, XML, CSV, Markdown or JSON.
  static let nastyTexts = [
    "plain words", "", " ", "100% of rows, 50%0A more", "a,b;c\td", "quote \" and ' and `",
    "line\nbreak", "carriage\r\nreturn", "\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;title\u{7}",
    "nul\u{0}byte", "all \u{1}\u{8}\u{B}\u{C}\u{E}\u{1F}\u{7F}\u{85} controls",
    "]]> & <tag attr=\"x\"/> <!-- -->", "::error file=x::injected", "::set-output name=a::b",
    "| pipe | in | table |", "[link](https://example.org) ![i](x) <b>bold</b>", "=HYPERLINK(1)",
    "+1", "-1", "@SUM(A1)", "\u{202E}gnp.exe", "zero\u{200B}width", "e\u{301}, 日本, 👩‍🚀",
    "\u{FFFE}\u{FFFF}", "\u{10FFFF}", "\\n \\u0000 \\", "## [section] ```code```",
    String(repeating: "ten thousand bytes, & more. ", count: 360),
  ]

  private mutating func text() -> String {
    Self.nastyTexts[Int.random(in: 0..<Self.nastyTexts.count, using: &generator)]
  }

  private mutating func isTrue(one times: Int) -> Bool {
    Int.random(in: 0..<times, using: &generator) == 0
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }

  /// A report of some buckets.
  ///
  /// - Parameters:
  ///   - buckets: The numbers of the buckets; a bucket does not depend on the others.
  ///   - findings: The maximum number of findings in one file.
  /// - Returns: The report of those buckets together.
  static func report(of buckets: [Int], findings: Int = 12) -> Report {
    var parts = Report.Parts(
      settings: .init(profile: .default, failLevel: .error, reasonsOff: ["IDX040": "off in x.yml"]),
      rules: RuleBook.standard.onMirrors(false))
    for bucket in buckets {
      var random = RandomReport(seed: UInt64(bucket) &* 7919 &+ 1)
      random.addBucket(bucket, findings, to: &parts)
    }
    parts.targets.sort { $0.uri < $1.uri }
    parts.findings = Report.sorted(parts.findings)
    parts.notices = Report.sorted(parts.notices)
    return Report(parts)
  }

  private mutating func addBucket(_ bucket: Int, _ most: Int, to parts: inout Report.Parts) {
    let root = isTrue(one: 2) ? "s3://bucket-\(bucket)/" : "copies/bucket \(bucket)/"
    var target = Report.Target(uri: root + "catalog.json", kind: "catalog", size: number(0...9999))
    target.declared = isTrue(one: 3) ? text() : nil
    target.dialect = isTrue(one: 2) ? .spec10 : nil
    target.coverage.note(.document)
    target.coverage.note(.catalog)
    target.coverage.note(.dataset, count: number(0...50))
    target.coverage.rows = number(0...10_000)
    target.coverage.bytes = number(0...1_000_000)
    target.coverage.files = number(1...20)
    target.coverage.exclude([.object], because: "--depth index")
    if isTrue(one: 4) {
      let reason = text()
      target.coverage.obstruct([.index, .row], because: reason)
      parts.notices.append(
        Notice("NET001", reason, uri: root + text(), isTransient: isTrue(one: 2)))
    }
    if isTrue(one: 4) {
      let reason = text()
      target.coverage.tolerate([.info], rules: [.extraColumnsUndeclared], because: reason)
      parts.notices.append(Notice(.absentOrForbidden, reason, uri: root + text()))
    }
    parts.targets.append(target)
    for file in ["catalog.json", "ds/ds_2010.csv", text() + "/x\(bucket).csv"] {
      addFile(root, file, most, to: &parts)
    }
  }

  private mutating func addFile(
    _ root: String, _ key: String, _ most: Int, to parts: inout Report.Parts
  ) {
    var counts = Report.FileCounts()
    for _ in 0..<number(0...most) {
      let finding = finding(in: root, key)
      let isKnown = finding.baseline == .known
      counts.rules[finding.rule, default: Tally()].add(
        tally(of: finding, isKnown: isKnown, unlisted: isTrue(one: 5) ? number(1...500) : 0))
      if let dataset = finding.dataset {
        counts.datasets[dataset, default: 0] += finding.occurrences
      }
      parts.findings.append(finding)
    }
    if !counts.rules.isEmpty { parts.files[root + key] = counts }
  }

  private func tally(of finding: Finding, isKnown: Bool, unlisted: Int) -> Tally {
    var tally = Tally()
    let count = finding.occurrences + unlisted
    if finding.suppression != nil {
      tally.suppressed = count
    } else if isKnown {
      tally.known = count
    } else {
      tally[finding.severity] = count
    }
    return tally
  }

  private mutating func finding(in root: String, _ key: String) -> Finding {
    // Findings on the configuration are computed from other parts of a report.
    let rules = RuleBook.standard.rules.filter {
      $0.scope != .configuration && $0.scope != .mirror
    }
    let rule = rules[number(0...rules.count - 1)]
    var place = Location(uri: root + key, key: key)
    if isTrue(one: 2) {
      place.line = number(1...5000)
      place.column = number(1...300)
      if isTrue(one: 2) {
        place.endLine = place.line
        place.endColumn = (place.column ?? 1) + number(0...20)
      }
      place.byteOffset = number(0...100_000)
    }
    if isTrue(one: 3) { place.pointer = "/catalog/\(number(0...9))/" + text() }
    if isTrue(one: 3) {
      place.row = number(1...5000)
      place.field = "start"
      place.fieldIndex = 1
    }
    var finding = Finding(
      rule: rule.code, severity: rule.severities[.default] ?? .warning, message: text(),
      location: place, dataset: isTrue(one: 2) ? text() : nil,
      expected: isTrue(one: 2) ? text() : nil, actual: isTrue(one: 2) ? text() : nil,
      identity: "\(number(0...100_000))")
    finding.occurrences = isTrue(one: 4) ? number(2...900) : 1
    if isTrue(one: 3) {
      finding.excerpt = .init(text: text(), column: number(1...20), length: number(0...9))
    }
    if isTrue(one: 5) { finding.related = [.init(uri: text(), line: 3, message: text())] }
    if isTrue(one: 6) {
      finding.suppression = .init(reason: text(), owner: text(), expires: "2027-03-01")
    } else if isTrue(one: 4) {
      finding.baseline = isTrue(one: 2) ? .new : .known
    }
    if isTrue(one: 6) {
      finding.fix = Fix(text(), .safe, edits: [.init(range: 3..<7, text: text())])
    }
    if isTrue(one: 9) { finding.causedBy = "0123456789abcdef" }
    finding.clip()
    return finding
  }
}
