/// Explains the keys of a group by datasets, as far as its keys support them.
struct GroupExplanation {
  /// The datasets.
  private(set) var datasets: [ProposedDataset] = []
  /// The keys that no dataset explains.
  private(set) var unexplained: [[UInt8]] = []

  /// Explains a group.
  ///
  /// - Parameter group: The group.
  init(_ group: NameGroup) { explain(group, known: nil, isSplit: false) }

  private mutating func explain(_ group: NameGroup, known: TimeReading?, isSplit: Bool) {
    guard group.keys.count >= 2 else {
      unexplained += group.keys
      return
    }
    guard let reading = known ?? Self.start(of: group), let times = reading.times(in: group)
    else {
      let parts = isSplit ? [group] : group.partsByLength()
      guard parts.count > 1 else {
        unexplained += group.keys
        return
      }
      for part in parts { explain(part, known: nil, isSplit: true) }
      return
    }
    let used = Set(reading.parts.map(\.slot)).union(
      DirectoryTimes(group, reading: reading).forms.keys)
    let meanings = SlotMeanings(group, times: times)
    for slot in group.slots.indices where !used.contains(slot) {
      guard meanings.meaning(of: slot) == .dataset else { continue }
      // A slot with the digits of the stop does not distinguish datasets.
      let proposal = StopProposal(group, start: reading, times: times)
      guard proposal.reading?.form(of: slot) == nil else { continue }
      for part in group.parts(by: slot) { explain(part, known: reading, isSplit: isSplit) }
      return
    }
    datasets.append(ProposedDataset(group, start: reading, times: times))
  }

  /// The reading of the start, which names may tell after the stop.
  private static func start(of group: NameGroup) -> TimeReading? {
    guard let first = TimeSearch.start(of: group), let times = first.times(in: group) else {
      return nil
    }
    var search = StopSearch(group, start: first, times: times, sorted: Set(times).sorted())
    return search.laterStart() ?? first
  }
}
