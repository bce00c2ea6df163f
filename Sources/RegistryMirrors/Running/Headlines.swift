/// Turns many findings of one cause into one.
struct Headlines {
  let totals: MirrorTotals
  let datasets: [String]
  let mirror: MirrorSide
  let sourceRoot: String
  private let mirrorRoot: String
  private let isMirrorEmpty: Bool
  private let misplaced: [[UInt8]: [UInt8]]
  let rows: Int
  private let required: AssuranceLevel
  /// The reasons of unknown objects, with their numbers.
  private let unknown: [String: Int]
  var findings: FindingCollector

  /// Prepares with the findings of a run.
  init(run: PairRun) {
    totals = run.result.totals
    datasets = run.result.datasets
    mirror = run.mirror
    sourceRoot = run.roots.source
    mirrorRoot = run.roots.mirror
    isMirrorEmpty =
      run.streams[PairAssembly.Stream.mirror.rawValue].count == 0 && run.result.outside.mirror == 0
    misplaced = run.misplaced.misplaced(run.roots.keys)
    rows = run.indexes.rows.inScope
    required = run.options.required
    unknown = run.result.unknown
    findings = run.indexes.findings
  }

  /// Replaces the findings that one cause explains.
  mutating func settle() {
    settleMisplaced()
    settleMissing()
    settleExtra()
    settleUnknown()
    settleEndpoint()
    settleAddresses()
  }

  /// Objects at the source's own place are one finding each, not one missing and one extra.
  private mutating func settleMisplaced() {
    guard !misplaced.isEmpty else { return }
    let count = misplaced.count
    for (place, group) in findings.groups
    where place.rule == .objectMissing || place.rule == .objectExtra {
      let gone = Set(misplaced.flatMap { [$0.key, $0.value] })
      let kept = group.listed.filter { !gone.contains(Array($0.key.utf8)) }
      let removed = group.listed.count - kept.count
      guard removed > 0 else { continue }
      findings.replace(
        place, listed: kept, count: Swift.max(0, group.count - Swift.min(count, group.count)))
    }
    for (key, own) in misplaced.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let text = String(decoding: key, as: UTF8.self)
      var finding = MirrorFinding(
        .halfMoved, uri: mirror.name(of: text), key: text,
        saying: "it does not exist, though \(String(decoding: own, as: UTF8.self)) does: the "
          + "object was not moved to the mapped place")
      finding.actual = String(decoding: own, as: UTF8.self)
      findings.add(finding, in: "")
    }
  }

  /// Counts missing objects that the source has.
  ///
  /// - Parameters:
  ///   - part: The counts.
  ///   - id: The dataset; nil for all.
  /// - Returns: The number, if they are most of what must be there; otherwise nil.
  private func mostlyMissing(_ part: MirrorTotals.Part, of id: String? = nil) -> Int? {
    let lost = findings.groups.reduce(0) { sum, entry in
      entry.key.rule == .objectLost && (id == nil || entry.key.dataset == id)
        ? sum + entry.value.count : sum
    }
    let missing =
      part.verdicts[.missing, default: 0] - part.lagging[.missing, default: 0] - lost
    return missing > 1 && 2 * missing > part.files ? missing : nil
  }

  private mutating func settleMissing() {
    let all = totals.all
    if let missing = mostlyMissing(all) {
      let extra = all.verdicts[.extra, default: 0]
      let cause =
        isMirrorEmpty
        ? "there is nothing below \(mirrorRoot)"
        : extra > 0
          ? "and \(extra) others are there: the map may be wrong"
          : "wrong map, no permission, or not copied yet"
      var finding = MirrorFinding(
        .largelyMissing, uri: mirror.name(of: ""), key: "",
        saying: "\(missing) of \(all.files) objects are missing; \(cause)")
      finding.expected = "\(sourceRoot)=\(mirrorRoot)"
      // What the same cause explains is no finding of its own.
      let isEmpty = isMirrorEmpty
      findings.remove { place in
        place.rule == .objectMissing || place.rule == .objectExtra
          || (isEmpty && place.rule != .lagTooLong && place.rule != .namesCollide)
          || (extra > 0
            && (place.rule.isAboutAddresses || place.rule == .endpointOfSource
              || place.rule == .indexAddressWrong))
      }
      findings.add(finding, in: "")
      return
    }
    for (number, id) in datasets.enumerated() {
      let part = totals.part(ofDataset: number)
      guard let missing = mostlyMissing(part, of: id) else { continue }
      findings.remove { $0.rule == .objectMissing && $0.dataset == id }
      findings.add(
        MirrorFinding(
          .largelyMissing, uri: mirror.name(of: ""), key: "", dataset: id,
          saying: "\(missing) of \(part.files) objects of \(id) are missing; wrong map, no "
            + "permission, or not copied yet"), in: "")
    }
  }

  /// The number of objects that are listed one by one, and of reasons.
  private static let listedUnknown = 10

  /// Many objects about which too little is known are one finding for each reason.
  private mutating func settleUnknown() {
    let all = totals.all
    guard unknown.values.reduce(0, +) > Self.listedUnknown,
      findings.count(of: .levelNotReached) > Self.listedUnknown
    else { return }
    findings.remove { $0.rule == .levelNotReached }
    let reasons = unknown.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    var headlines = reasons.prefix(Self.listedUnknown).map { ($0.key, $0.value) }
    let rest = reasons.dropFirst(Self.listedUnknown)
    if let next = rest.first {
      headlines.append(
        (
          "\(rest.count) more reason\(rest.count == 1 ? "" : "s"), such as \(next.key)",
          rest.reduce(0) { $0 + $1.value }
        ))
    }
    for (reason, count) in headlines {
      findings.add(
        MirrorFinding(
          .levelNotReached, uri: mirror.name(of: ""), key: "",
          saying: "\(count) of \(all.files) objects could not be told at the level "
            + "\(required.rawValue): \(reason)"), in: "")
    }
  }

  /// Addresses that are wrong in most rows have one cause.
  private mutating func settleAddresses() {
    for rule in MirrorRule.allCases where rule.isAboutAddresses {
      let groups = findings.groups.filter { $0.key.rule == rule }
      let count = groups.reduce(0) { $0 + $1.value.count }
      guard groups.count > 1, 2 * count > rows,
        let first = groups.values.compactMap(\.listed.first).min(by: { $0.uri < $1.uri })
      else { continue }
      findings.remove { $0.rule == rule }
      var finding = first
      finding.message = "\(count) of \(rows) rows, such as: \(first.message)"
      finding.dataset = nil
      findings.add(finding, in: "")
    }
  }
}

extension FindingCollector {
  /// Replaces a group; an empty one disappears.
  mutating func replace(_ place: Place, listed: [MirrorFinding], count: Int) {
    remove { $0 == place }
    guard count > 0 else { return }
    var smaller = FindingCollector(limit: limit)
    for finding in listed.prefix(count) { smaller.add(finding, in: place.file) }
    for _ in listed.count..<Swift.max(count, listed.count) {
      if let finding = listed.first { smaller.count(finding, in: place.file) }
    }
    add(smaller)
  }

  /// Counts a finding without listing it.
  fileprivate mutating func count(_ finding: MirrorFinding, in file: String) {
    countOnly(Place(rule: finding.rule, dataset: finding.dataset, file: file))
  }
}
