internal import RegistryValidation
internal import SharedCloudRegistry

/// Writes the last run as OpenMetrics, which the textfile collector of Prometheus reads too.
struct HistoryMetrics {
  let history: ReportHistory
  let toolVersion: String

  /// The lines.
  var text: String {
    var lines: [String] = []
    func family(_ name: String, _ help: String, _ samples: [(labels: String, value: Int)]) {
      guard !samples.isEmpty else { return }
      lines.append("# TYPE scregistry_\(name) gauge")
      lines.append("# HELP scregistry_\(name) \(help)")
      lines += samples.map { "scregistry_\(name)\($0.labels) \($0.value)" }
    }
    family("runs", "Runs in the history.", [("", history.points.count)])
    if let point = history.points.last {
      let severities = Severity.allCases.sorted(by: >)
      family(
        "findings", "Findings of the last run that count, by severity.",
        severities.map { (Self.label("severity", $0.rawValue), point.count(of: $0)) })
      family(
        "rule_findings", "Findings of the last run that count, by rule.",
        history.rules.compactMap { rule in
          rule.since.map { _ in (Self.label("rule", rule.code), rule.counts.last ?? 0) }
        })
      let verdicts: [Report.Verdict] = [.noViolations, .undetermined, .violations]
      family(
        "verdict", "1 for the verdict of the last run, 0 for the others.",
        verdicts.map { (Self.label("verdict", $0.rawValue), $0 == point.verdict ? 1 : 0) })
      if let changes = point.changes {
        family(
          "changes", "Findings of the last run compared with the run before.",
          [
            ("new", changes.new), ("fixed", changes.fixed), ("unknown", changes.unknown),
            ("still", changes.still),
          ].map { (Self.label("state", $0.0), $0.1) })
      }
      family("index_files", "Index files read in the last run.", [("", point.files)])
      family("rows", "Rows read in the last run.", [("", point.rows)])
      if let started = TimeText.typed(point.started) {
        family(
          "run_timestamp_seconds", "Start of the last run in Unix time.",
          [("", Int(started.seconds))])
      }
    }
    family(
      "unusable_files", "Files in the history that are not reports.",
      [
        ("", history.unusable.count)
      ])
    return lines.joined(separator: "\n") + "\n# EOF\n"
  }

  private static func label(_ name: String, _ value: String) -> String {
    var text = ""
    for character in value.unicodeScalars {
      switch character {
      case "\\": text += "\\\\"
      case "\"": text += "\\\""
      case "\n": text += "\\n"
      default: text.unicodeScalars.append(character)
      }
    }
    return "{\(name)=\"\(text)\"}"
  }
}
