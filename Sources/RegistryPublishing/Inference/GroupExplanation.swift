/// Explains the keys of a group by datasets, as far as its keys support them.
struct GroupExplanation {
  /// The datasets.
  private(set) var datasets: [ProposedDataset] = []
  /// Why keys are not explained, in one line each.
  private(set) var reasons: [String] = []
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
    let found = known ?? Self.start(of: group)
    if known == nil, let found, explainOdd(group, beyond: found, isSplit: isSplit) { return }
    guard let reading = found, let times = reading.times(in: group) else {
      if !isSplit, explainUnpadded(group, beyond: nil) { return }
      let parts = isSplit ? [group] : group.partsByLength()
      guard parts.count > 1 else {
        explainUnread(group)
        return
      }
      for part in parts { explain(part, known: nil, isSplit: true) }
      return
    }
    if let period = UnreadPeriod.reason(of: group, beyond: reading)
      ?? UnreadTime.offset(after: reading, in: group)
      ?? UnpaddedTimes.ambiguity(before: reading, in: group)
    {
      return refuse(group, because: period)
    }
    if let odd = OddStops(group, start: reading, times: times) {
      unexplained += odd.keys
      reasons += odd.keys.prefix(10).map {
        "its stop is before its start, or no time: \(String(decoding: $0, as: UTF8.self))"
      }
      return explain(odd.group, known: reading, isSplit: isSplit)
    }
    let used = Set(reading.parts.map(\.slot)).union(
      DirectoryTimes(group, reading: reading).forms.keys)
    let meanings = SlotMeanings(group, times: times)
    // Whether versions are channels is told by the files of one satellite or instrument.
    let (early, late) = (
      group.slots.indices.filter { !group.slots[$0].mayBeVersion },
      group.slots.indices.filter { group.slots[$0].mayBeVersion }
    )
    for slot in early + late where !used.contains(slot) {
      guard meanings.meaning(of: slot) == .dataset else { continue }
      // A slot with the digits of the stop does not distinguish datasets.
      let proposal = StopProposal(group, start: reading, times: times)
      guard proposal.reading?.form(of: slot) == nil else { continue }
      for part in group.parts(by: slot) { explain(part, known: reading, isSplit: isSplit) }
      return
    }
    datasets.append(ProposedDataset(group, start: reading, times: times))
  }

  /// Explains a group if most of its keys tell more than all of them do.
  ///
  /// - Returns: Whether they do.
  private mutating func explainOdd(
    _ group: NameGroup, beyond reading: TimeReading, isSplit: Bool
  ) -> Bool {
    if !isSplit {
      if explainUnpadded(group, beyond: reading) { return true }
      let parts = group.partsByLength()
      if parts.count > 1, Self.tellMore(parts, beyond: reading, in: group) {
        for part in parts {
          if part.keys.count == 1 {
            reasons.append(
              "no other name has as many digits: \(String(decoding: part.keys[0], as: UTF8.self))")
          }
          explain(part, known: nil, isSplit: true)
        }
        return true
      }
    }
    guard let impossible = ImpossibleTimes(group, beyond: reading) else { return false }
    explain(impossible)
    return true
  }

  /// Explains a group whose times have no leading zeros, though a few keys have no such time: parts
  /// by the number of digits would be parts of the days.
  ///
  /// - Returns: Whether it has such times.
  private mutating func explainUnpadded(_ group: NameGroup, beyond reading: TimeReading?) -> Bool {
    guard group.slots.contains(where: { $0.kind == .digits && !$0.isFixed }) else { return false }
    if reading.map({ $0.precision == .year }) ?? true,
      let reason = UnreadTime.dayOfYear(in: group)
    {
      refuse(group, because: reason)
      return true
    }
    guard let impossible = ImpossibleTimes(group, beyond: reading),
      impossible.start.parts.contains(where: \.form.isUnpadded)
    else { return false }
    explain(impossible)
    return true
  }

  /// Whether nine tenths of the keys tell a smaller element of the time in digits of one length.
  private static func tellMore(
    _ parts: [NameGroup], beyond reading: TimeReading, in group: NameGroup
  ) -> Bool {
    let known = reading.depth(in: group)
    let count = parts.reduce(0) { count, part in
      guard part.keys.count > 1, let found = start(of: part), found.depth(in: part) > known,
        found.parts.contains(where: { !group.slots[$0.slot].isFixed }),
        // A few digits of changing length may count something.
        found.parts.allSatisfy({
          group.slots[$0.slot].isFixed || $0.form.parts[0].element != .hour || $0.form.count >= 6
        })
      else { return count }
      return count + part.keys.count
    }
    return 10 * count >= 9 * group.keys.count
  }

  private mutating func explain(_ impossible: ImpossibleTimes) {
    unexplained += impossible.keys
    reasons += impossible.keys.prefix(10).map {
      "not a time: \(String(decoding: $0, as: UTF8.self))"
    }
    explain(impossible.group, known: impossible.start, isSplit: true)
  }

  /// Explains a group whose keys do not all tell a time: without those that are impossible, or not.
  private mutating func explainUnread(_ group: NameGroup) {
    if let impossible = ImpossibleTimes(group, beyond: nil) { return explain(impossible) }
    refuse(group, because: UnreadTime.reason(of: group))
  }

  /// Leaves a group unexplained, and says why if there is a reason.
  private mutating func refuse(_ group: NameGroup, because reason: String?) {
    unexplained += group.keys
    guard let reason else { return }
    reasons.append("not proposed: \(String(decoding: group.keys[0], as: UTF8.self)): \(reason)")
  }

  /// The reading of the start, which names may tell after the stop.
  ///
  /// - Parameter group: The group.
  /// - Returns: The reading; nil if no slots tell a start.
  static func start(of group: NameGroup) -> TimeReading? {
    guard let first = TimeSearch.start(of: group), let times = first.times(in: group) else {
      return nil
    }
    var search = StopSearch(group, start: first, times: times, sorted: Set(times).sorted())
    return search.laterStart() ?? first
  }
}
