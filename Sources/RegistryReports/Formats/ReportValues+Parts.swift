internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

/// The values that a report needs to be read back and merged.
extension ReportValues {
  /// The settings of the run.
  var settings: JSONValue {
    object([
      ("profile", .string(report.settings.profile.rawValue)),
      ("failLevel", .string(report.settings.failLevel.rawValue)),
      ("off", unlessEmpty(byName(report.settings.reasonsOff) { .string($0) })),
      ("severities", unlessEmpty(byName(report.settings.severities) { .string($0.rawValue) })),
    ])
  }

  /// One target, with the numbers of its checked inputs.
  func target(_ target: Report.Target) -> JSONValue {
    object([
      ("uri", .string(target.uri)), ("kind", .string(target.kind)), ("size", number(target.size)),
      ("declared", text(target.declared)), ("dialect", text(target.dialect?.rawValue)),
      ("digest", text(target.digest)),
      ("coverage", unlessEmpty(coverage(target.coverage))),
    ])
  }

  private func coverage(_ coverage: Coverage) -> JSONValue {
    func byScope<Value>(
      _ values: [Rule.Scope: Value], _ value: (Value) -> JSONValue
    ) -> JSONValue? {
      let named = values.map { ($0.key.rawValue, $0.value) }
      return unlessEmpty(byName(Dictionary(named) { first, _ in first }, value))
    }
    return object([
      ("inputs", byScope(coverage.inputs) { .number($0) }),
      ("obstacles", byScope(coverage.obstacles) { .array($0.sorted().map { .string($0) }) }),
      ("ruleObstacles", unlessEmpty(byName(coverage.ruleObstacles) { .string($0) })),
      ("tolerated", unlessEmpty(.array(coverage.tolerated.sorted().map { .string($0) }))),
      ("exclusions", byScope(coverage.exclusions) { .string($0) }),
      ("rows", positive(coverage.rows)), ("objects", positive(coverage.objects)),
      ("bytes", positive(coverage.bytes)), ("files", positive(coverage.files)),
    ])
  }

  /// The members after the notices: counts by file, suppressions and baseline, if present.
  var tail: [(String, JSONValue)] {
    let members: [(String, JSONValue?)] = [
      ("timelines", unlessEmpty(.array(report.timelines.map(timeline)))),
      ("files", .array(report.files.map { file($0.key, counts: $0.value) })),
      ("suppressions", unlessEmpty(.array(report.suppressions.map(suppression)))),
      ("baseline", report.baseline.map(baseline)),
      ("mirror", report.mirror?.value),
    ]
    return members.compactMap { name, value in value.map { (name, $0) } }
  }

  private func file(_ uri: String, counts: Report.FileCounts) -> JSONValue {
    let rules = byName(counts.rules) { tally in
      object([
        ("error", positive(tally[.error])), ("warning", positive(tally[.warning])),
        ("info", positive(tally[.info])), ("suppressed", positive(tally.suppressed)),
        ("known", positive(tally.known)), ("safeFixes", positive(tally.safeFixes)),
        ("unsafeFixes", positive(tally.unsafeFixes)),
      ])
    }
    return object([
      ("uri", .string(uri)), ("rules", rules),
      ("datasets", unlessEmpty(self.counts(counts.datasets))),
    ])
  }

  private func suppression(_ use: SuppressionUse) -> JSONValue {
    func flag(_ value: Bool) -> JSONValue? { value ? true : nil }
    return object([
      ("rule", .string(use.rule)), ("file", .string(use.file)), ("line", number(use.line)),
      ("reason", .string(use.reason)), ("owner", text(use.owner)), ("expires", text(use.expires)),
      ("expired", flag(use.hasExpired)), ("matched", unlessEmpty(counts(use.matches))),
      ("hasFile", flag(use.hasFile)), ("hasDataset", flag(use.hasDataset)),
    ])
  }

  private func baseline(_ use: BaselineUse) -> JSONValue {
    // Otherwise a large baseline would take a line for each number.
    let lines = JSONValue.array(use.matchedLines.sorted().map { .number($0) })
    return object([
      ("file", .string(use.file)), ("digest", .string(use.digest)),
      ("listed", .number(use.listed)),
      (
        "matched",
        use.matchedLines.isEmpty ? nil : .raw(JSONWriter.write(lines, layout: .singleLine))
      ),
      (
        "stale",
        unlessEmpty(
          .array(use.stale.sorted { $0.key < $1.key }.map { stale($0.key, entry: $0.value) }))
      ),
    ])
  }

  private func stale(_ line: Int, entry: BaselineUse.Stale) -> JSONValue {
    object([
      ("line", .number(line)), ("rule", .string(entry.entry.rule)),
      ("root", text(entry.entry.root)),
      ("key", .string(entry.entry.key)), ("fingerprint", text(entry.entry.fingerprint)),
      ("count", .number(entry.entry.count)), ("matched", positive(entry.matched)),
    ])
  }
}
