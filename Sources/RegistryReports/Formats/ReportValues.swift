internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

/// The parts of a report as JSON values, which several formats share.
struct ReportValues {
  let report: Report
  let options: ReportOptions

  /// The tool, the specification, the run, the settings and the targets.
  var header: [(String, JSONValue)] {
    var members: [(String, JSONValue)] = [
      ("schemaVersion", 1),
      ("tool", ["name": "scregistry", "version": .string(options.toolVersion)]),
      ("spec", spec),
    ]
    if let run { members.append(("run", run)) }
    members.append(("settings", settings))
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

  /// The checked inputs, and the result of each rule.
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

  /// The rules that have findings.
  var rules: JSONValue {
    let broken = report.rules.rules.filter { report.counts[$0.code, default: 0] > 0 }
    return .array(
      broken.map { rule in
        object([
          ("code", .string(rule.code)), ("name", .string(rule.name)),
          ("title", .string(rule.title)), ("level", .string(rule.level.rawValue)),
          ("basis", .string(rule.basis.rawValue)),
          ("requirements", .array(rule.requirements.map { .string($0) })),
          ("section", .string(rule.section)), ("quote", text(rule.quote)),
          ("scope", .string(rule.scope.rawValue)), ("help", .string(rule.help)),
        ])
      })
  }
}

// MARK: - Small parts

extension ReportValues {
  /// Omits members that are nil.
  func members(_ members: [(String, JSONValue?)]) -> [(key: String, value: JSONValue)] {
    members.compactMap { name, value in value.map { (key: name, value: $0) } }
  }

  func object(_ members: [(String, JSONValue?)]) -> JSONValue { .object(self.members(members)) }

  func text(_ text: String?) -> JSONValue? { text.map { .string($0) } }

  func number(_ value: Int?) -> JSONValue? { value.map { .number($0) } }

  /// A number; omitted if it is 0.
  func positive(_ value: Int) -> JSONValue? { value == 0 ? nil : .number(value) }

  func counts(_ counts: [String: Int]) -> JSONValue { byName(counts) { .number($0) } }

  /// An object whose members are in the order of their names.
  func byName<Value>(_ values: [String: Value], _ value: (Value) -> JSONValue) -> JSONValue {
    .object(values.sorted { $0.key < $1.key }.map { (key: $0.key, value: value($0.value)) })
  }

  /// The object or list; nil if it is empty.
  func unlessEmpty(_ value: JSONValue) -> JSONValue? {
    // A plain nil would be the JSON value null.
    switch value {
    case .object(let members) where members.isEmpty: Optional<JSONValue>.none
    case .array(let elements) where elements.isEmpty: Optional<JSONValue>.none
    default: value
    }
  }
}
