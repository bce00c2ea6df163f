internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

/// Sorts a report into test suites: by target, and by dataset with findings.
struct JUnitSuites {
  private let report: Report
  private let roots: TargetRoots
  /// The position of each target by its file.
  private let positions: [String: Int]
  /// The first target of each root.
  private let owners: [String: Int]

  init(report: Report) {
    self.report = report
    roots = TargetRoots(report.targets)
    var positions: [String: Int] = [:]
    var owners: [String: Int] = [:]
    for (position, target) in report.targets.enumerated() {
      positions[target.uri] = positions[target.uri] ?? position
      let root = TargetRoots.root(ofTarget: target.uri)
      // A catalog represents the files of its bucket; a single file only itself.
      if let owner = owners[root], report.targets[owner].kind == "catalog" { continue }
      if owners[root] == nil || target.kind == "catalog" { owners[root] = position }
    }
    self.positions = positions
    self.owners = owners
  }

  /// The suites: each target, followed by the datasets of its bucket.
  var suites: [JUnitSuite] {
    var targets = report.targets.map { target in
      JUnitSuite(
        name: TextStyle.harmless("\(target.kind):\(target.uri)"), properties: properties(of: target)
      )
    }
    if targets.isEmpty { targets = [JUnitSuite(name: "report", properties: [])] }
    var datasets = [[String: JUnitSuite]](repeating: [:], count: targets.count)
    let found = report.rulesInFiles
    let all = addRules(found, to: &targets)
    for found in found {
      let owner = owner(of: found.uri)
      let test = RuleCase(found, report: report, root: roots.root(of: found.uri)).test
      if let dataset = dataset(of: found) {
        let target = report.targets.isEmpty ? "" : report.targets[owner].uri
        datasets[owner][dataset, default: suite(of: dataset, in: target)].cases.append(test)
      } else {
        targets[owner].cases.append(test)
      }
    }
    addNotices(to: &targets)
    return all
      + zip(targets, datasets).flatMap { target, datasets in
        [target] + datasets.sorted { $0.key < $1.key }.map(\.value)
      }
  }

  private func properties(of target: Report.Target) -> [(String, String)] {
    let dialect = target.dialect.map { [("spec", "SCR \($0.newestVersion)")] } ?? []
    return dialect + [
      ("target", TextStyle.harmless(target.uri)), ("rows", "\(target.coverage.rows)"),
      ("files", "\(target.coverage.files)"),
    ]
  }

  private func suite(of dataset: String, in target: String) -> JUnitSuite {
    let place = roots.roots.count > 1 ? " in \(roots.root(of: target))" : ""
    return JUnitSuite(
      name: TextStyle.harmless("dataset:\(dataset)\(place)"),
      properties: [("target", TextStyle.harmless(target))])
  }

  /// The target through which a file was checked.
  private func owner(of uri: String) -> Int {
    positions[uri] ?? owners[roots.root(of: uri)] ?? 0
  }

  /// The dataset that a file belongs to; nil for targets and for files of several datasets.
  private func dataset(of found: RuleInFile) -> String? {
    guard positions[found.uri] == nil else { return nil }
    let counted = report.files[found.uri].map { Array($0.datasets.keys) } ?? []
    let datasets = Set(
      counted + RuleInFile.Standing.allCases.flatMap { found.findings($0).compactMap(\.dataset) })
    return datasets.count == 1 ? datasets.first : nil
  }

  /// Adds the result of each rule that found nothing or could not check everything.
  ///
  /// - Returns: A suite for all targets if they are too many to repeat this for each.
  private func addRules(_ found: [RuleInFile], to suites: inout [JUnitSuite]) -> [JUnitSuite] {
    guard suites.count * report.rules.rules.count <= JUnitReport.mostRuleCases else {
      let count = ("targets", "\(report.targets.count)")
      return [
        JUnitSuite(
          name: "all targets", properties: [count], cases: report.outcomes.compactMap(test))
      ]
    }
    var counts = [[String: Int]](repeating: [:], count: suites.count)
    for found in found { counts[owner(of: found.uri)][found.rule, default: 0] += found.total }
    for (position, target) in report.targets.enumerated() {
      let outcomes = target.coverage.outcomes(
        of: report.rules.rules, counts: counts[position], reasonsOff: report.reasonsOff)
      suites[position].cases += outcomes.compactMap(test)
    }
    return []
  }

  private func test(of outcome: Coverage.RuleOutcome) -> JUnitCase? {
    let name = report.rules[outcome.rule]?.name ?? ""
    let reason = TextStyle.harmless(outcome.reason ?? "")
    switch outcome.outcome {
    case .pass: return JUnitCase(outcome.rule, rest: name, outcome: .passed)
    case .notApplicable:
      return JUnitCase(outcome.rule, rest: name, outcome: .skipped(message: reason))
    case .notEvaluated: return JUnitCase(outcome.rule, rest: name, outcome: .error(message: reason))
    case .fail where outcome.reason != nil:
      return JUnitCase(outcome.rule, rest: name + " on the rest", outcome: .error(message: reason))
    case .fail: return nil
    }
  }

  private func addNotices(to suites: inout [JUnitSuite]) {
    var uses: [String: Int] = [:]
    for notice in report.notices {
      let uri = notice.uri ?? ""
      let owner = owner(of: uri)
      var name = TargetRoots.path(of: uri, below: roots.root(of: uri))
      let key = "\(owner) \(notice.code) \(name)"
      uses[key, default: 0] += 1
      if let use = uses[key], use > 1 { name += " (\(use))" }
      suites[owner].cases.append(
        JUnitCase(
          notice.code, rest: name, outcome: .error(message: TextStyle.harmless(notice.message))))
    }
  }
}

/// The test case of one rule and one file.
private struct RuleCase {
  /// The test case.
  let test: JUnitCase

  init(_ found: RuleInFile, report: Report, root: String) {
    let rule = report.rules[found.rule]
    let path = TargetRoots.path(of: found.uri, below: root)
    let name = rule.map { $0.name + " " + path } ?? path
    test = JUnitCase(found.rule, rest: name, outcome: Self.outcome(found, by: rule, in: report))
  }

  private static func outcome(
    _ found: RuleInFile, by rule: Rule?, in report: Report
  ) -> JUnitCase.Outcome {
    let usual = report.usualSeverity(of: found.rule)
    let listed = found.findings(.active)
    let count = found.count(.active)
    let first = listed.first.map(\.message) ?? rule?.title ?? found.rule
    let message = TextStyle.harmless(first) + (count > 1 ? " (\(count) in this file)" : "")
    guard count > 0 else { return .skipped(message: reason(found)) }
    let severity = found.severity(.active, otherwise: usual)
    // Findings of severity info must not fail a build.
    guard severity > .info || severity >= report.settings.failLevel else {
      return .skipped(message: "info: " + message)
    }
    return .failure(
      type: rule?.level.rawValue ?? "ADVICE", message: message,
      details: details(listed, count: count))
  }

  private static func reason(_ found: RuleInFile) -> String {
    let note = found.findings(.suppressed).first?.suppression
    let known = found.count(.known)
    let suppressed = found.count(.suppressed)
    let parts = [
      suppressed > 0 ? "\(suppressed) suppressed: \(note?.reason ?? "")" : nil,
      known > 0 ? "\(known) known from the baseline" : nil,
    ]
    return TextStyle.harmless(parts.compactMap(\.self).joined(separator: "; "))
  }

  private static func details(_ listed: [Finding], count: Int) -> String {
    var lines = listed.map { finding in
      let place = finding.location
      let line = place.line.map { ":\($0):\(place.column ?? 1)" } ?? ""
      let row =
        place.rowGroup == nil
        ? place.row.map { " row \($0)" } ?? "" : place.placeInTable.map { ", \($0)" } ?? ""
      let times = finding.occurrences > 1 ? " (\(finding.occurrences) times)" : ""
      return TextStyle.harmless("\(place.uri)\(line)\(row): \(finding.message)\(times)")
    }
    let shown = listed.reduce(0) { $0 + Swift.max(1, $1.occurrences) }
    if count > shown { lines.append("... and \(count - shown) more") }
    return lines.joined(separator: "\n")
  }
}
