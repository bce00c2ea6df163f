internal import RegistryValidation

/// Whether two reports were made by one version with one configuration.
struct ReportAgreement {
  private let reports: [RecordedReport]

  init(_ first: RecordedReport, and second: RecordedReport) { reports = [first, second] }

  /// The first difference, with both values; nil if the reports agree.
  var difference: String? {
    difference("the version of scregistry") { $0.options.toolVersion }
      ?? difference("the profile") { $0.report.settings.profile.rawValue }
      ?? difference("the fail level") { $0.report.settings.failLevel.rawValue }
      ?? depth ?? ruleThatIsOff ?? severity ?? suppression ?? baseline ?? mirror
      ?? difference("the number of findings listed") { "\($0.report.baseline?.listed ?? 0)" }
  }

  private var baseline: String? {
    difference("the baseline") { $0.report.baseline?.file ?? "absent" }
      ?? difference("the content of the baseline") { $0.report.baseline?.digest ?? "" }
  }

  private func difference(_ name: String, _ value: (RecordedReport) -> String) -> String? {
    let values = reports.map(value)
    return values[0] == values[1]
      ? nil : "\(name) is \(values[0]) in one and \(values[1]) in the other"
  }

  /// The difference between two comparisons of mirrors that can't be one; nil if they agree.
  private var mirror: String? {
    guard reports.allSatisfy({ $0.report.mirror != nil }) else { return nil }
    return difference("the source of the mirrors") { $0.report.mirror?.source ?? "" }
      ?? difference("the required level") { $0.report.mirror?.required ?? "" }
      ?? difference("the time of the scope") { report in
        ["start", "stop", "max-size"].flatMap { report.report.mirror?.scope[$0] ?? ["-"] }
          .joined(separator: " ")
      }
  }

  /// The difference between the depths, since a rule that one run left out would count as evaluated.
  private var depth: String? {
    guard reports.allSatisfy({ $0.report.mirror == nil && !$0.report.targets.isEmpty }) else {
      return nil
    }
    return difference("the depth") { report in
      let reasons = report.report.targets.flatMap(\.coverage.exclusions.values)
      let depths = Set(reasons.filter { $0.hasPrefix("--depth ") })
      return depths.isEmpty ? "--depth objects" : depths.sorted().joined(separator: " and ")
    }
  }

  private var ruleThatIsOff: String? {
    let reasons = reports.map(\.report.settings.reasonsOff)
    let code = Set(reasons.flatMap(\.keys)).sorted().first { reasons[0][$0] != reasons[1][$0] }
    return code.flatMap { code in
      difference("rule \(code)") { $0.report.settings.reasonsOff[code] ?? "on" }
    }
  }

  private var severity: String? {
    let severities = reports.map(\.report.settings.severities)
    let code = Set(severities.flatMap(\.keys)).sorted().first {
      severities[0][$0] != severities[1][$0]
    }
    return code.flatMap { code in
      difference("the severity of \(code)") {
        $0.report.settings.severities[code]?.rawValue ?? "that of the profile"
      }
    }
  }

  private var suppression: String? {
    let uses = reports.map { $0.report.suppressions.map(\.definition) }
    guard uses[0] != uses[1] else { return nil }
    if let count = difference("the number of suppressions", { "\($0.report.suppressions.count)" }) {
      return count
    }
    let first = zip(uses[0], uses[1]).first { $0 != $1 }?.0
    let line = first?.line.map { ":\($0)" } ?? ""
    return "they differ in the suppression of \(first?.rule ?? "") at \(first?.file ?? "")\(line)"
  }
}
