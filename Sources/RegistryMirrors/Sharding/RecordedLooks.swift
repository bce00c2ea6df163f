internal import RegistryValidation

/// The looks that the parts of a plan made, sorted by mirror and key.
struct RecordedLooks {
  /// The plan.
  let plan: MirrorPlan
  /// The looks of each mirror.
  let streams: [SortedRecords]
  /// The items that have a part.
  let items: Set<Int>

  /// The result for a pair that has to be looked at closer.
  ///
  /// - Parameters:
  ///   - pair: The pair, as it is now.
  ///   - judgement: Its judgement without a look.
  ///   - reads: Whether its content is to be read whatever requests say.
  ///   - entries: The looks at its key.
  ///   - mirror: The mirror, counted from 0.
  /// - Returns: What the part found, or that the pair was not evaluated, and why.
  func result(
    for pair: ObjectPair, _ judgement: Judgement, reads: Bool, from entries: [RecordJoin.Entry],
    ofMirror mirror: Int
  ) -> LookResult {
    func unevaluated(_ reason: String) -> LookResult {
      LookResult(
        pair: pair,
        judgement: Judgement(
          .unknown, level: judgement.level, reason: "not evaluated: \(reason)",
          evidence: pair.evidence))
    }
    guard let entry = entries.first else {
      return unevaluated(
        items.contains(plan.item(of: pair.key, ofMirror: mirror))
          ? "it changed after its part ran, which had no reason to look closer"
          : "its item of the plan has no part")
    }
    do throws(FactsFault) {
      let line = try LookLine(parsing: Array(entry.batch.note(entry.record)))
      if let change = line.change(to: LookLine.Before(pair, reads: reads)) {
        return unevaluated(change)
      }
      return line.result(for: pair)
    } catch {
      return unevaluated("its line can't be read: \(error.detail)")
    }
  }

  /// What has to be said about items without a part; empty if every item has one.
  func gaps(ofMirror mirror: Int) -> [String] {
    let first = mirror * plan.shares + 1
    let missing = (first..<first + plan.shares).filter { !items.contains($0) }
    guard !missing.isEmpty else { return [] }
    let shards = Set(missing.map { plan.shard(ofItem: $0, of: plan.shards) }).sorted()
    let lists = [
      missing.map(String.init), shards.map { "\($0)/\(plan.shards)" },
    ].map { words in
      words.prefix(20).joined(separator: ", ") + (words.count > 20 ? " and others" : "")
    }
    return [
      (missing.count == 1
        ? "1 item of the plan has no part: "
        : "\(missing.count) items of the "
          + "plan have no part: ") + lists[0]
        + "; in the plan, they are of the shards \(lists[1]), which have to run again"
    ]
  }
}
