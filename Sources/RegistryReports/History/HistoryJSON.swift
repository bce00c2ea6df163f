internal import Formats
internal import RegistryValidation

/// Writes a history as JSON, as `history.schema.json` describes it.
struct HistoryJSON {
  let history: ReportHistory
  let toolVersion: String

  /// The document, with a line end.
  var bytes: [UInt8] {
    JSONWriter.writeHarmless([
      "schemaVersion": 1,
      "tool": ["name": "scregistry", "version": .string(toolVersion)],
      "runs": .array(history.points.map(run)),
      "rules": .array(history.rules.map(rule)),
      "unusable": .array(
        history.unusable.map { ["file": .string($0.name), "reason": .string($0.detail)] }),
    ])
  }

  private func run(_ point: HistoryPoint) -> JSONValue {
    .present([
      ("file", .string(point.name)), ("started", .string(point.started)),
      ("verdict", .string(point.verdict.rawValue)),
      (
        "findings",
        .object(
          Severity.allCases.sorted(by: >).map {
            (key: $0.rawValue, value: .number(point.count(of: $0)))
          })
      ),
      ("changes", point.changes.map(changes)), ("files", .number(point.files)),
      ("rows", .number(point.rows)), ("version", .string(point.toolVersion)),
      ("targets", .array(point.targets.map { .string($0) })),
    ])
  }

  private func changes(_ changes: HistoryPoint.Changes) -> JSONValue {
    [
      "new": .number(changes.new), "fixed": .number(changes.fixed),
      "unknown": .number(changes.unknown), "still": .number(changes.still),
    ]
  }

  private func rule(_ rule: RuleHistory) -> JSONValue {
    .present([
      ("code", .string(rule.code)), ("name", .string(rule.name)),
      ("severity", .string(rule.severity.rawValue)), ("since", rule.since.map { .string($0) }),
      ("unknown", rule.isUnknown ? true : Optional<JSONValue>.none),
      ("counts", .array(rule.counts.map { .number($0) })),
    ])
  }
}
