/// Tells whether the digits that a reading takes for a time of day behave like one.
///
/// Counters, wavelengths and revisions often have the form of a time of day. They are told apart
/// by how they vary.
struct TimeEvidence {
  private let group: NameGroup
  private let reading: TimeReading
  /// The starts, in microseconds since 1970.
  private let times: [Int64]

  private static let day: Int64 = 86_400_000_000

  /// Prepares.
  ///
  /// - Parameters:
  ///   - group: The group.
  ///   - reading: The reading of the start.
  ///   - times: The starts of all keys.
  init(_ group: NameGroup, reading: TimeReading, times: [Int64]) {
    self.group = group
    self.reading = reading
    self.times = times
  }

  /// Whether the keys support the time of day, if the reading has one.
  var supportsTimeOfDay: Bool { supportsClock && supportsFraction }

  /// Whether digits after a separator are fractions of a second.
  private var supportsFraction: Bool {
    if hasBareFraction, !minutesVary { return false }
    guard let part = reading.parts.last, part.form.parts[0].element == .fraction else {
      return true
    }
    let slot = group.slots[part.slot]
    if slot.before == [UInt8(ascii: ".")] { return !slot.isConstant || slot.count != 1 }
    guard !slot.isConstant, slot.count == 3,
      slot.before == [UInt8(ascii: "_")] || slot.before == [UInt8(ascii: "-")]
    else { return false }
    let values = Set(group.keys.indices.map { group.text(part.slot, of: $0).number })
    // Counters have all numbers from the first to the last.
    return (values.max() ?? 0) - (values.min() ?? 0) + 1 > 2 * values.count
  }

  /// Whether fractions follow a time of day without a separator, in digits of their own, that no
  /// letter marks as a time, as in `22000037`.
  private var hasBareFraction: Bool {
    reading.parts.contains { part in
      part.form.parts[0].element == .hour && part.form.parts.contains { $0.element == .fraction }
        && !group.slots[part.slot].isGlued
    }
  }

  /// Whether there are several minutes of the day: those of a counter that seldom carries stay the
  /// same.
  private var minutesVary: Bool {
    Set(times.map { (($0 % Self.day) + Self.day) % Self.day / 60_000_000 }).count > 1
  }

  private var supportsClock: Bool {
    let parts = reading.parts.filter { part in
      part.form.parts.contains { [.hour, .minute, .second].contains($0.element) }
    }
    guard let first = parts.first else { return true }
    let digits = parts.reduce(0) { count, part in
      count
        + part.form.parts.filter { [.hour, .minute, .second].contains($0.element) }
        .reduce(0) { $0 + $1.count }
    }
    // Digits that continue a date without a break are a time of day.
    if first.form.parts.first?.element.kind == .year { return true }
    if isLaterDay(first) { return false }
    let before = group.slots[first.slot].before
    let slot = group.slots[first.slot]
    // A letter that ends a word, as in `alt0100`, marks nothing.
    let isMarked =
      slot.isGlued && slot.word == "t"
      || before.count == 1 && digits == 6 && before[0] | 0x20 == UInt8(ascii: "h")
    let seconds = times.map { (($0 % Self.day) + Self.day) % Self.day / 1_000_000 }
    let distinct = Set(seconds).sorted()
    if !isMarked, isCounter(parts) { return false }
    if distinct.count == 1 {
      return isMarked || distinct[0] == 0 && digits >= 4 && isNear(before)
        || digits == 6 && (isNear(before) || hasCounterpart(first.slot))
    }
    if isMarked { return true }
    if risesForever { return false }
    let cadence = DailyCadence(distinct, days: Set(times.map { $0 / Self.day }).count)
    // Letters after them may be those of am and pm.
    let isBare = digits < 6 && group.letter(after: parts[parts.count - 1].slot) == nil
    if isBare, cadence.isCount || digits == 2 && cadence.isUneven { return false }
    if digits == 6 { return true }
    if distinct.count <= 12 { return isEven(distinct) }
    return digits == 4 || distinct.last ?? 0 >= 12 * 3600
  }

  /// Whether four digits are, in every name, a month and day shortly after the date, as in
  /// `20211120-1122`: that is the stop, and would be a coincidence as a time of day.
  private func isLaterDay(_ part: TimeReading.Part) -> Bool {
    guard part.form.template == "%H%M", reading.kinds.contains(.day), group.keys.count >= 3,
      !group.slots[part.slot].isConstant
    else { return false }
    let monthDay = TimeReading(
      parts: [.init(slot: part.slot, form: DigitForm(.month, count: 2, then: .day))])
    return group.keys.indices.allSatisfy { key in
      let date = times[key] - ((times[key] % Self.day) + Self.day) % Self.day
      do throws(NamedTime.Fault) {
        let start = reading.time(of: key, in: group)
        let end = try monthDay.time(of: key, in: group).end(of: start, at: date)
        return end - date <= 32 * Self.day
      } catch {
        return false
      }
    }
  }

  private func isNear(_ before: [UInt8]) -> Bool {
    before.isEmpty || before.count == 1 && !before[0].isLetter
  }

  /// Whether the next slot has the form of a later time of day, as in `000001-235959`.
  private func hasCounterpart(_ slot: Int) -> Bool {
    guard slot + 1 < group.slots.count, group.slots[slot + 1].before == [UInt8(ascii: "-")] else {
      return false
    }
    return group.forms(of: slot + 1).contains { $0.template == "%H%M%S" }
  }

  /// Whether the digits, as a number, count one by one.
  private func isCounter(_ parts: [TimeReading.Part]) -> Bool {
    guard parts.count == 1, parts[0].form.parts.first?.element == .hour else { return false }
    let numbers = group.keys.indices.map { group.text(parts[0].slot, of: $0).number }
    let values = Set(numbers).sorted()
    guard values.count >= 3, let first = values.first, let last = values.last else { return false }
    return last - first + 1 == values.count && (first > 0 || group.slots[parts[0].slot].count != 2)
  }

  /// Whether the time of day only grows from day to day, which no time of day does.
  private var risesForever: Bool {
    let clock = times.map { (($0 % Self.day) + Self.day) % Self.day }
    let order = times.indices.sorted { times[$0] < times[$1] }
    var days: Set<Int64> = []
    for (one, next) in zip(order, order.dropFirst()) {
      if clock[next] <= clock[one] { return false }
      days.insert(times[next] / Self.day)
    }
    return days.count >= 4
  }

  /// Whether few times of day are spread evenly over the day.
  private func isEven(_ seconds: [Int64]) -> Bool {
    guard seconds.count >= 2 else { return false }
    var gaps = zip(seconds, seconds.dropFirst()).map { $1 - $0 }
    gaps.append(seconds[0] + 86400 - seconds[seconds.count - 1])
    let dayIsWhole = Set(gaps).count == 1
    // On a single day, a steady cadence need not fill the day.
    let isOneDay = Set(times.map { $0 / Self.day }).count == 1
    return dayIsWhole || isOneDay && seconds.count >= 3 && Set(gaps.dropLast()).count == 1
      || seconds.count > 4 && Set(gaps).count <= 2 || irregularityIsTimeLike(seconds)
  }

  /// Whether each day has other times of day, which wavelengths and channels do not have.
  private func irregularityIsTimeLike(_ seconds: [Int64]) -> Bool {
    let byDay = Dictionary(grouping: times) { $0 / Self.day }
    guard byDay.count >= 3 else { return seconds.count >= 3 }
    return 2 * seconds.count > times.count
  }
}
