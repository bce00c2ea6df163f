internal import RegistryValidation
internal import SharedCloudRegistry

/// Writes the last run as OpenMetrics, which the textfile collector of Prometheus reads too.
struct HistoryMetrics {
  let history: ReportHistory
  let toolVersion: String

  /// The lines.
  var text: String {
    var lines: [String] = []
    func family(_ name: String, help: String, samples: [(labels: String, value: Int)]) {
      guard !samples.isEmpty else { return }
      lines.append("# TYPE scregistry_\(name) gauge")
      lines.append("# HELP scregistry_\(name) \(help)")
      lines += samples.map { "scregistry_\(name)\($0.labels) \($0.value)" }
    }
    family("runs", help: "Runs in the history.", samples: [("", history.points.count)])
    if let point = history.points.last {
      let severities = Severity.allCases.sorted(by: >)
      family(
        "findings", help: "Findings of the last run that count, by severity.",
        samples: severities.map {
          (Self.label("severity", value: $0.rawValue), point.count(of: $0))
        })
      family(
        "rule_findings", help: "Findings of the last run that count, by rule.",
        samples: history.rules.compactMap { rule in
          rule.since.map { _ in (Self.label("rule", value: rule.code), rule.counts.last ?? 0) }
        })
      let verdicts: [Report.Verdict] = [.noViolations, .undetermined, .violations]
      family(
        "verdict", help: "1 for the verdict of the last run, 0 for the others.",
        samples: verdicts.map {
          (Self.label("verdict", value: $0.rawValue), $0 == point.verdict ? 1 : 0)
        })
      if let changes = point.changes {
        family(
          "changes", help: "Findings of the last run compared with the run before.",
          samples: [
            ("new", changes.new), ("fixed", changes.fixed), ("unknown", changes.unknown),
            ("still", changes.still),
          ].map { (Self.label("state", value: $0.0), $0.1) })
      }
      family("index_files", help: "Index files read in the last run.", samples: [("", point.files)])
      family("rows", help: "Rows read in the last run.", samples: [("", point.rows)])
      if let started = TimeText.typed(point.started) {
        family(
          "run_timestamp_seconds", help: "Start of the last run in Unix time.",
          samples: [("", Int(started.seconds))])
      }
    }
    family(
      "unusable_files", help: "Files in the history that are not reports.",
      samples: [
        ("", history.unusable.count)
      ])
    return lines.joined(separator: "\n") + "\n# EOF\n"
  }

  private static func label(_ name: String, value: String) -> String {
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
