internal import Formats
internal import SharedCloudRegistry

/// The parts of a report as JSON values, which several formats share.
struct ReportValues {
  let report: Report
  let options: ReportOptions

  /// What made the report, what for and of what.
  var header: [(String, JSONValue)] {
    var members: [(String, JSONValue)] = [
      ("schemaVersion", 1),
      ("tool", ["name": "scregistry", "version": .string(options.toolVersion)]),
      ("spec", spec),
    ]
    if let run { members.append(("run", run)) }
    members.append(("targets", .array(report.targets.map(target))))
    return members
  }

  private var spec: JSONValue {
    let dialects = Set(report.targets.compactMap(\.dialect))
    let version = dialects.count == 1 ? dialects.first?.newestVersion : nil
    let declared = Set(report.targets.compactMap(\.declared)).sorted().first
    return object([
      ("id", "scr"), ("version", .string(version ?? "1.1")), ("declared", text(declared)),
    ])
  }

  private var run: JSONValue? {
    guard options.started != nil || options.seconds != nil else { return nil }
    return object([
      ("started", text(options.started)), ("seconds", options.seconds.map { .number($0) }),
      ("command", options.command.map { .array($0.map { .string($0) }) }),
    ])
  }

  private func target(_ target: Report.Target) -> JSONValue {
    object([
      ("uri", .string(target.uri)), ("kind", .string(target.kind)), ("size", number(target.size)),
    ])
  }

  /// What was looked at, and how each rule fared.
  var coverage: JSONValue {
    func count(_ outcome: Coverage.RuleOutcome.Outcome) -> Int {
      report.outcomes.filter { $0.outcome == outcome }.count
    }
    let perRule = report.outcomes.map { outcome in
      object([
        ("rule", .string(outcome.rule)), ("outcome", .string(outcome.outcome.rawValue)),
        ("inputs", number(outcome.inputs)), ("reason", text(outcome.reason)),
      ])
    }
    return [
      "rules": .number(report.outcomes.count), "evaluated": .number(count(.pass) + count(.fail)),
      "notApplicable": .number(count(.notApplicable)),
      "notEvaluated": .number(count(.notEvaluated)), "rows": .number(report.coverage.rows),
      "objects": .number(report.coverage.objects), "bytesRead": .number(report.coverage.bytes),
      "perRule": .array(perRule),
    ]
  }

  /// The exact totals.
  var summary: JSONValue {
    [
      "error": .number(report.count(of: .error)), "warning": .number(report.count(of: .warning)),
      "info": .number(report.count(of: .info)), "suppressed": .number(report.tally.suppressed),
      "known": .number(report.tally.known), "byRule": counts(report.counts),
      "byDataset": counts(report.countsByDataset), "truncated": counts(report.unlisted),
    ]
  }

  /// What is said of the rules that were broken.
  var rules: JSONValue {
    let broken = report.rules.rules.filter { report.counts[$0.code, default: 0] > 0 }
    return .array(
      broken.map { rule in
        object([
          ("code", .string(rule.code)), ("name", .string(rule.name)),
          ("title", .string(rule.title)), ("level", .string(rule.level.rawValue)),
          ("basis", .string(rule.basis.rawValue)),
          ("requirements", .array(rule.requirements.map { .string($0) })),
          ("section", .string(rule.section)), ("help", .string(rule.help)),
        ])
      })
  }

  /// One finding.
  func finding(_ finding: Finding) -> [(key: String, value: JSONValue)] {
    let rule = report.rules[finding.rule]
    return members([
      ("fingerprint", .string(finding.fingerprint)), ("rule", .string(finding.rule)),
      ("name", .string(rule?.name ?? "")), ("severity", .string(finding.severity.rawValue)),
      ("requirement", .string(rule?.level.rawValue ?? "ADVICE")),
      ("basis", text(rule?.basis.rawValue)), ("message", .string(finding.message)),
      ("dataset", text(finding.dataset)), ("location", location(finding.location)),
      ("evidence", finding.excerpt.map { .string(Self.first(400, of: $0.text)) }),
      ("expected", text(finding.expected)), ("actual", text(finding.actual)),
      ("occurrences", .number(finding.occurrences)), ("related", related(finding)),
      ("causedBy", text(finding.causedBy)),
      (
        "specRef",
        rule.flatMap { rule -> JSONValue? in
          // A bare nil would be JSON's null.
          guard !rule.section.isEmpty else { return .none }
          return object([("section", .string(rule.section)), ("quote", text(rule.quote))])
        }
      ),
      ("help", text(rule?.help)),
    ])
  }

  private func related(_ finding: Finding) -> JSONValue? {
    guard !finding.related.isEmpty else { return nil }
    return .array(
      finding.related.map { place in
        object([
          ("uri", .string(place.uri)), ("message", .string(place.message)),
          ("line", number(place.line)),
        ])
      })
  }

  private func location(_ place: Location) -> JSONValue {
    object([
      ("uri", .string(place.uri)), ("pointer", text(place.pointer)), ("line", number(place.line)),
      ("column", number(place.column)), ("endLine", number(place.endLine)),
      ("endColumn", number(place.endColumn)), ("byteOffset", number(place.byteOffset)),
      ("row", number(place.row)), ("field", text(place.field)),
      ("fieldIndex", number(place.fieldIndex)),
    ])
  }

  /// One notice.
  func notice(_ notice: Notice) -> [(key: String, value: JSONValue)] {
    members([
      ("code", .string(notice.code)), ("message", .string(notice.message)),
      ("uri", text(notice.uri)), ("transient", .bool(notice.isTransient)),
    ])
  }
}

// MARK: - Small parts

extension ReportValues {
  /// Leaves out members that are nil.
  private func members(_ members: [(String, JSONValue?)]) -> [(key: String, value: JSONValue)] {
    members.compactMap { name, value in value.map { (key: name, value: $0) } }
  }

  private func object(_ members: [(String, JSONValue?)]) -> JSONValue {
    .object(self.members(members))
  }

  private func text(_ text: String?) -> JSONValue? { text.map { .string($0) } }

  private func number(_ value: Int?) -> JSONValue? { value.map { .number($0) } }

  private func counts(_ counts: [String: Int]) -> JSONValue {
    .object(counts.sorted { $0.key < $1.key }.map { (key: $0.key, value: .number($0.value)) })
  }

  private static func first(_ count: Int, of text: String) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text.unicodeScalars.prefix(count))
    return String(view)
  }
}
