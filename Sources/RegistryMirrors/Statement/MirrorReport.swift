internal import Patterns
public import RegistryValidation
internal import SharedCloudRegistry

/// Makes a report of the results of a verification.
public struct MirrorReport: Sendable {
  private let results: [MirrorResult]
  private let options: MirrorOptions

  /// Takes results.
  ///
  /// - Parameters:
  ///   - results: The results for one source.
  ///   - options: How the mirrors were verified.
  public init(_ results: [MirrorResult], options: MirrorOptions) {
    self.results = results
    self.options = options
  }

  /// Makes the report.
  ///
  /// - Parameter validator: Has the profile, the severities and the suppressions.
  /// - Returns: The report.
  public func report(_ validator: Validator) -> Report {
    var collected = CollectedFindings(validator)
    for result in results { add(result, to: &collected) }
    var targets: [(uri: String, kind: String)] = []
    if let first = results.first { targets.append((first.source, "registry")) }
    targets += results.map { ($0.mirror, "mirror") }
    let all = results.reduce(into: MirrorTotals.Part()) { $0.add($1.totals.all) }
    let rows = results.reduce(0) { $0 + $1.rows.inScope }
    let obstacles = results.flatMap { result in result.gaps.map(result.named) }
    var ruleObstacles: [(reason: String, rules: [String])] = []
    let unknown = all.verdicts[.unknown, default: 0]
    if unknown > 0 {
      ruleObstacles.append(
        (
          "\(unknown) \(unknown == 1 ? "object" : "objects") could not be told at the level \(options.required.rawValue)",
          MirrorRule.onObjects.map(\.rawValue)
        ))
    }
    let moving = all.verdicts[.moving, default: 0]
    if moving > 0 {
      ruleObstacles.append(
        (
          "\(moving) \(moving == 1 ? "object" : "objects") changed while scregistry looked; verify again",
          MirrorRule.onObjects.map(\.rawValue)
        ))
    }
    for result in results {
      for gap in result.objectGaps {
        ruleObstacles.append(
          (result.named(gap), MirrorRule.onObjects.map(\.rawValue)))
      }
    }
    return collected.report(
      on: targets,
      inputs: (
        results.reduce(0) { $0 + $1.documents }, all.verdicts.values.reduce(0, +), rows
      ),
      obstacles: obstacles, ruleObstacles: ruleObstacles, summary: summary)
  }

  /// The first objects on which one copy differs from all others, by the name of the copy; `nobody`
  /// where no majority exists.
  ///
  /// - Parameter count: The number of objects for each copy.
  /// - Returns: The keys below the mirrors' roots.
  public func alone(first count: Int) -> [String: [String]] {
    Deviations.alone(in: results).mapValues { keys in
      keys.sorted { $0.lexicographicallyPrecedes($1) }.prefix(count)
        .map { String(decoding: $0, as: UTF8.self) }
    }
  }

  private func add(_ result: MirrorResult, to collected: inout CollectedFindings) {
    let groups = result.findings.groups.sorted { left, right in
      (left.key.rule.rawValue, left.key.file, left.key.dataset ?? "")
        < (right.key.rule.rawValue, right.key.file, right.key.dataset ?? "")
    }
    for (place, group) in groups {
      guard let rule = place.rule.id else { continue }
      let listed = group.listed.map(Self.finding)
      let isOfFile = !place.file.isEmpty && listed.first != nil
      let file =
        isOfFile
        ? Location(uri: listed[0].location.uri, key: listed[0].location.key)
        : Location(uri: result.mirror, key: "")
      collected.add(
        rule, listed: listed, total: group.count, file: file, dataset: place.dataset)
    }
  }

  private static func finding(_ finding: MirrorFinding) -> Finding {
    var location = Location(uri: finding.uri, key: finding.key)
    location.line = finding.line
    location.column = finding.column
    location.pointer = finding.pointer
    return Finding(
      rule: finding.rule.rawValue, severity: .error, message: finding.message, location: location,
      dataset: finding.dataset, expected: finding.expected, actual: finding.actual,
      identity: "\(finding.key) \(finding.actual ?? finding.expected ?? finding.message)")
  }

  /// The counts.
  private var summary: MirrorSummary {
    let first = results.first
    var summary = MirrorSummary(
      source: first?.source ?? "", root: first?.sourceRoot ?? "",
      required: options.required.rawValue)
    summary.scope = options.scope.texts
    for (code, reason) in first?.notAsked ?? [:]
    where results.allSatisfy({ $0.notAsked[code] != nil }) {
      summary.notAsked[code] = reason
    }
    for result in results {
      for pair in result.map.pairs where !summary.maps.contains([pair.from, pair.to]) {
        summary.maps.append([pair.from, pair.to])
      }
      summary.copies.append(Self.copy(result))
      summary.parts += parts(of: result)
    }
    summary.alone = Deviations.alone(in: results).mapValues(\.count)
    summary.sample = first?.sample
    return summary
  }

  private static func copy(_ result: MirrorResult) -> MirrorSummary.Copy {
    var copy = MirrorSummary.Copy(name: result.mirror, root: result.mirrorRoot)
    let all = result.totals.all
    copy.verdicts = names(all.verdicts)
    copy.levels = names(all.levels)
    copy.unknown = result.unknown
    copy.lag = result.lag.texts
    copy.outOfScope = result.outOfScope
    copy.notes = result.assumptions
    return copy
  }

  private func parts(of result: MirrorResult) -> [MirrorSummary.Part] {
    let sorted = result.totals.parts.sorted { left, right in
      (left.key.dataset ?? -1, left.key.year ?? -1) < (
        right.key.dataset ?? -1, right.key.year ?? -1
      )
    }
    return sorted.map { place, counts in
      var part = MirrorSummary.Part()
      part.mirror = results.count > 1 ? result.mirror : nil
      part.dataset = place.dataset.flatMap {
        result.datasets.indices.contains($0) ? result.datasets[$0] : nil
      }
      part.year = place.year
      part.files = counts.files
      part.bytes = counts.bytes
      part.verdicts = Self.names(counts.verdicts)
      part.levels = Self.names(counts.levels)
      return part
    }
  }

  private static func names<Name: RawRepresentable<String> & Hashable>(
    _ counts: [Name: Int]
  ) -> [String: Int] {
    Dictionary(counts.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: +)
  }
}

extension MirrorScope {
  /// The scope by the names of the options that set it.
  var texts: [String: [String]] {
    let all: [String: [String]] = [
      "dataset": datasets.map(\.text), "start": [start?.text].compactMap(\.self),
      "stop": [stop?.text].compactMap(\.self), "include": include.map(\.text),
      "exclude": exclude.map(\.text), "max-size": [largest.map(String.init)].compactMap(\.self),
    ]
    return all.filter { !$0.value.isEmpty }
  }
}
