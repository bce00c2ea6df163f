/// Searches for slots that tell the stop: after the start, else before it.
struct StopSearch {
  private let group: NameGroup
  private let start: TimeReading
  private let times: [Int64]
  /// The different starts, in order.
  private let sorted: [Int64]
  private var found: [TimeReading] = []
  private var steps = 0
  /// Whether the files of the best reading overlap throughout.
  private(set) var areOverlapping = false

  private static let stepLimit = 5_000
  private static let day: Int64 = 86_400_000_000

  /// Prepares.
  ///
  /// - Parameters:
  ///   - group: The group.
  ///   - start: The reading of the start.
  ///   - times: The starts of the keys.
  ///   - sorted: The different starts, in order.
  init(_ group: NameGroup, start: TimeReading, times: [Int64], sorted: [Int64]) {
    self.group = group
    self.start = start
    self.times = times
    self.sorted = sorted
  }

  /// Finds the best reading of the stop.
  ///
  /// - Parameter median: The median distance of the starts, in microseconds.
  /// - Returns: The reading; nil if no slots tell a stop that fits the starts.
  mutating func best(median: Int64?) -> TimeReading? {
    guard let last = start.parts.last(where: { group.slots[$0.slot].isInName })?.slot else {
      return nil
    }
    search(last + 1..<group.slots.count)
    for stop in found where take(stop, median: median) { return stop }
    guard let first = group.slots.firstIndex(where: \.isInName), first < start.parts[0].slot else {
      return nil
    }
    search(first..<start.parts[0].slot)
    for stop in found where isDate(stop) && take(stop, median: median) { return stop }
    return nil
  }

  /// Keeps how much the starts support a reading, if they do.
  private mutating func take(_ reading: TimeReading, median: Int64?) -> Bool {
    let support = support(of: reading, median: median)
    areOverlapping = support == .weak
    return support != .none
  }

  /// How much the starts support a reading of the stop.
  private enum Support {
    case none
    /// The files overlap throughout, which stops seldom do.
    case weak
    case full
  }

  /// The reading of the start, if the names tell the stop before it.
  ///
  /// The reading that was taken for the start is then the stop: each time of the other one is not
  /// after it, and the file stops before the next one starts.
  ///
  /// - Returns: The other reading; nil if the names do not support it.
  mutating func laterStart() -> TimeReading? {
    guard let last = start.parts.last(where: { group.slots[$0.slot].isInName })?.slot else {
      return nil
    }
    search(last + 1..<group.slots.count)
    return found.first { other in
      guard isDate(other), let starts = other.times(in: group), starts != times,
        zip(starts, times).allSatisfy({ $0 <= $1 })
      else { return false }
      let proposal = StopProposal(group, start: other, times: starts)
      return proposal.reading?.parts.map(\.slot) == start.parts.map(\.slot)
    }
  }

  /// Finds the readings in some slots: the first slots count, and of the same slots, those with
  /// more elements.
  private mutating func search(_ slots: Range<Int>) {
    found = []
    steps = 0
    visit(slots, reading: TimeReading())
    found.sort { one, other in
      let (first, second) = (one.parts[0].slot, other.parts[0].slot)
      return first == second ? one.kinds.count > other.kinds.count : first < second
    }
  }

  /// Whether a reading tells the whole date, as that of the start does.
  private func isDate(_ reading: TimeReading) -> Bool {
    reading.kinds.contains(.year)
      && reading.kinds.subtracting([.fraction]) == start.kinds.subtracting([.fraction])
  }

  private mutating func visit(_ slots: Range<Int>, reading: TimeReading) {
    steps += 1
    guard steps < Self.stepLimit else { return }
    if isWhole(reading) { found.append(reading) }
    guard let slot = slots.first else { return }
    let rest = slots.dropFirst()
    let forms = group.forms(of: slot, isStop: true)
    for form in forms
    where !form.isOutdone(by: forms)
      && follows(
        form, reading: reading, isAfterPoint: group.slots[slot].before == [UInt8(ascii: ".")])
    {
      var next = reading
      next.parts.append(.init(slot: slot, form: form))
      visit(rest, reading: next)
    }
    if reading.parts.isEmpty { visit(rest, reading: reading) }
  }

  /// Whether the elements are those of the start, or only its time of day.
  private func isWhole(_ reading: TimeReading) -> Bool {
    let kinds = reading.kinds
    guard !kinds.isEmpty else { return false }
    let ofStart = start.kinds.subtracting([.fraction])
    let mine = kinds.subtracting([.fraction])
    let clock: Set<TimeElement> = [.hour, .minute, .second]
    // The stop may be without the year of the start.
    return mine == ofStart
      || reading.parts.allSatisfy { !$0.form.isShortYear }
        && mine == ofStart.subtracting([.year]) && !mine.isDisjoint(with: [.day, .dayOfYear])
      || mine == ofStart.intersection(clock) && mine.contains(.minute)
  }

  /// Whether a form continues a reading in the order of the start's forms.
  private func follows(
    _ form: DigitForm, reading: TimeReading, isAfterPoint: Bool
  ) -> Bool {
    guard form.rest == 0 else { return false }
    if form.parts[0].element == .fraction, !isAfterPoint { return false }
    let mine = form.parts.map(\.element)
    let kinds = reading.kinds
    guard mine.allSatisfy({ !kinds.contains($0.kind) }) else { return false }
    let order = start.parts.flatMap { $0.form.parts.map(\.element) }
    let parsed = reading.parts.flatMap { $0.form.parts.map(\.element) } + mine
    let plain = order.filter { $0 != .fraction }
    let wanted = parsed.filter { $0 != .fraction }
    return plain.starts(with: wanted) || plain.suffix(wanted.count).elementsEqual(wanted)
      || plain.drop { $0 != .hour }.starts(with: wanted)
  }

  /// How well the stops fit the starts of all keys.
  private func support(of reading: TimeReading, median: Int64?) -> Support {
    let slot = group.slots[reading.parts[0].slot]
    if slot.isProcessing { return .none }
    let isClock =
      !reading.kinds.contains(.day) && !reading.kinds.contains(.dayOfYear)
      && !reading.kinds.contains(.year)
    guard isClock ? isClockSupported(reading) : isVarying(reading) else { return .none }
    let isCoarse = !reading.kinds.contains(.hour)
    var (fitting, exclusive) = (0, 0)
    var lengths: Set<Int64> = []
    for key in group.keys.indices {
      let elements = reading.time(of: key, in: group)
      let startElements = start.time(of: key, in: group)
      guard let stop = try? elements.end(of: startElements, at: times[key]), stop >= times[key]
      else { return .none }
      if isCoarse, !isClock, !reading.kinds.contains(.year) {
        let bare = stop - Self.day
        if bare > times[key], bare == next(after: times[key]) { exclusive += 1 }
      } else if !isClock, let bare = try? elements.microseconds() {
        guard bare >= times[key] else { return .none }
        if isCoarse, bare > times[key], bare == next(after: times[key]) { exclusive += 1 }
      }
      lengths.insert(stop - times[key])
      let next = next(after: times[key])
      // Files may overlap a little.
      let tolerance = max(1_000_000, (median ?? 0) / 20)
      if next.map({ stop <= $0 + tolerance }) ?? true { fitting += 1 }
    }
    let count = group.keys.count
    // A date that is that of the next file is not the last day of this one.
    if isCoarse, count > 1, 10 * exclusive >= 8 * (sorted.count - 1), sorted.count > 1 {
      return .none
    }
    if isClock, lengths == [0] { return .none }
    if 10 * fitting >= 9 * count { return .full }
    // Dates that overlap the next files throughout are stops only if nothing else is said of them.
    guard slot.mayNameStop else { return .none }
    // A time of processing is some days after the start; a stop that many starts precede is not.
    if let median, lengths.count > 1, lengths.contains(where: { $0 > 10 * median }) { return .none }
    let isSteady = 10 * lengths.count <= count && count >= 20
    guard isSteady, !lengths.contains(where: { $0 > 40 * Self.day }) else { return .none }
    return slot.word.isEmpty ? .weak : .full
  }

  private func isVarying(_ reading: TimeReading) -> Bool {
    guard group.keys.count > 1 else { return false }
    let texts = Set(
      group.keys.indices.map { key in
        reading.parts.map { Array(group.text($0.slot, of: key)) }
      })
    return 2 * texts.count >= sorted.count && texts.count > 1
  }

  /// Whether a time of day without a date varies with the start, or follows it at once.
  private func isClockSupported(_ reading: TimeReading) -> Bool {
    if isVarying(reading) || followsClock(reading) { return true }
    let first = group.slots[reading.parts[0].slot]
    let last = start.parts[start.parts.count - 1]
    guard reading.parts[0].slot == last.slot + 1,
      last.form.parts.contains(where: { $0.element == .hour })
    else { return false }
    return first.before == [UInt8(ascii: "-")] && first.count >= 6
  }

  /// Whether each time of day of the starts has its own stop, as in `0000-0559` and `0600-1159`.
  private func followsClock(_ reading: TimeReading) -> Bool {
    let stops = Dictionary(
      group.keys.indices.map { key in
        (
          ((times[key] % Self.day) + Self.day) % Self.day,
          Set([reading.parts.map { Array(group.text($0.slot, of: key)) }])
        )
      }, uniquingKeysWith: { $0.union($1) })
    return stops.count > 1 && stops.values.allSatisfy { $0.count == 1 }
      && Set(stops.values).count == stops.count
  }

  /// The next later start; nil after the last.
  private func next(after time: Int64) -> Int64? {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low < sorted.count ? sorted[low] : nil
  }
}
