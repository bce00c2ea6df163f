internal import Formats

/// Digits apart from the date that may be an element of it, or channels, as in `2010/aia_171.h5`.
///
/// Channels have the same few values in every period. A cadence has them as well if it divides the
/// period evenly, such as the hours 00, 06, 12 and 18.
struct RepeatedValues {
  /// The slot of the first digits.
  private let slot: Int
  /// The smallest element of the dates that the digits refine, one level above their own.
  private let level: Int
  /// The different digits, by period.
  private var values: [Int: Set<Int>] = [:]
  /// The offsets from the start of the period that has most.
  private var offsets: [Int64] = []
  /// The length of this period.
  private var length: Int64 = 0

  /// From so many different values on, digits are no channels: hours of a day, and days of a year.
  private static let (manyHours, manyDays) = (24, 60)

  /// Looks for such digits.
  ///
  /// - Parameters:
  ///   - reading: The reading of the start.
  ///   - group: The group.
  ///   - times: The starts of the keys.
  /// - Returns: The parts of the reading that something else divides from the year.
  private static func all(
    of reading: TimeReading, in group: NameGroup, times: [Int64]
  ) -> [RepeatedValues] {
    let clusters = clusters(of: reading, in: group)
    guard clusters.count > 1 else { return [] }
    return clusters.compactMap { cluster in
      let level = level(of: cluster)
      guard level > 0, group.slots[cluster[0].slot].kind == .digits else { return nil }
      let coarser = clusters.filter { Self.level(of: $0) < level }.flatMap { $0 }
      return RepeatedValues(cluster, level: level, coarser: coarser, in: group, times: times)
    }
  }

  private init(
    _ cluster: [TimeReading.Part], level: Int, coarser: [TimeReading.Part], in group: NameGroup,
    times: [Int64]
  ) {
    slot = cluster[0].slot
    self.level = level
    func number(_ parts: [TimeReading.Part], _ key: Int) -> Int {
      parts.reduce(0) { $0 &* 1_000_003 &+ group.text($1.slot, of: key).number }
    }
    var keys: [Int: [Int]] = [:]
    for key in group.keys.indices {
      let period = number(coarser, key)
      if values[period, default: []].insert(number(cluster, key)).inserted {
        keys[period, default: []].append(key)
      }
    }
    guard let longest = keys.values.max(by: { ($0.count, $1[0]) < ($1.count, $0[0]) }) else {
      return
    }
    let period = Self.period(at: level, of: times[longest[0]])
    length = period.upperBound - period.lowerBound
    offsets = Set(longest.map { times[$0] - period.lowerBound }).sorted()
  }

  /// Whether some digits are channels rather than elements of the start.
  ///
  /// - Parameters:
  ///   - reading: The reading of the start.
  ///   - group: The group.
  ///   - times: The starts of the keys.
  /// - Returns: Whether they are, or whether months may as well be channels.
  static func areChannels(_ reading: TimeReading, in group: NameGroup, times: [Int64]) -> Bool {
    all(of: reading, in: group, times: times).contains { each in
      let slot = group.slots[each.slot]
      if each.level == 1, ambiguousMonth(each.slot, in: group) != nil { return true }
      return each.isRepeated && !each.isNamed(in: group) && !each.isCadence
        && (slot.isGlued || !each.isBlock)
    }
  }

  /// What a proposal says of digits that may be channels after all.
  ///
  /// - Parameters:
  ///   - reading: The reading of the start.
  ///   - group: The group.
  ///   - times: The starts of the keys.
  /// - Returns: The remark, in one line; nil if nothing is doubtful.
  static func remark(
    on reading: TimeReading, in group: NameGroup, times: [Int64]
  ) -> String? {
    let doubtful = all(of: reading, in: group, times: times).first { each in
      let count = each.values.values.reduce(into: Set<Int>()) { $0.formUnion($1) }.count
      let pairs = each.values.values.reduce(0) { $0 + $1.count }
      // The first and last year may be short. Days that fill months of different lengths are days.
      let isDoubtful =
        2 * pairs >= each.values.count * count
        && (each.level != 2 || each.offsets.count < 28 || each.values.count == 1)
      return isDoubtful && count > 1 && count < (each.level >= 3 ? manyHours : manyDays)
        && !each.isNamed(in: group)
    }
    guard let doubtful, let form = reading.form(of: doubtful.slot) else { return nil }
    let text = String(decoding: group.text(doubtful.slot, of: 0), as: UTF8.self)
    return
      "assumed: \(text) after \(group.slots[doubtful.slot].word) is \(form.template), but it may "
      + "also be a channel"
  }

  /// Why two digits that touch a word are not taken for a month.
  ///
  /// - Parameters:
  ///   - slot: The number of the slot.
  ///   - group: The group.
  /// - Returns: The reason, in one line; nil if they are no months, or months for certain.
  static func ambiguousMonth(_ slot: Int, in group: NameGroup) -> String? {
    let (one, month) = (group.slots[slot], DigitForm(.month, count: 2))
    guard one.kind == .digits, one.isFixed, !one.isConstant, one.count == 2, one.isGlued,
      !one.isNamed(as: .month), group.forms(of: slot).contains(month)
    else { return nil }
    return "the digits after \(one.word) may be months or channels: write the template by hand"
  }

  /// Whether a word before the digits names their first element.
  private func isNamed(in group: NameGroup) -> Bool {
    let slot = group.slots[slot]
    guard !slot.word.isEmpty else { return true }
    let elements: [[TimeElement]] = [
      [.year], [.month, .dayOfYear], [.day], [.hour], [.minute], [.second],
    ]
    return elements[level].contains { slot.isNamed(as: $0) }
  }

  /// Whether nearly all periods have the same values.
  private var isRepeated: Bool {
    let all = values.values.reduce(into: Set<Int>()) { $0.formUnion($1) }
    let pairs = values.values.reduce(0) { $0 + $1.count }
    switch values.count {
    case ...1: return false
    case 2: return all.count > 2 && pairs == 2 * all.count
    default: return all.count > 1 && 10 * pairs >= 8 * values.count * all.count
    }
  }

  /// The median distance of the offsets, if nine tenths of the distances are nearly as long; else nil.
  private var step: Int64? {
    let gaps = zip(offsets, offsets.dropFirst()).map { $1 - $0 }.sorted()
    guard !gaps.isEmpty else { return nil }
    let median = gaps[gaps.count / 2]
    // Months have 28 to 31 days.
    let like = gaps.count { abs($0 - median) <= 3 * median / 20 }
    return 10 * like >= 9 * gaps.count ? median : nil
  }

  /// Whether the values fill the period evenly.
  private var isCadence: Bool {
    guard let step, let first = offsets.first, let last = offsets.last else { return false }
    let rest = length - last
    // Hours divide the day; days need not divide months and years.
    if level >= 3 { return abs(rest + first - step) <= 3 * step / 20 }
    return first <= 23 * step / 20 && 2 * rest <= 3 * step
  }

  /// Whether the values fill a part of the period evenly, but do not count from its start.
  private var isBlock: Bool {
    guard let step, let first = offsets.first else { return false }
    return first > step && offsets.count > 4
  }
}

// MARK: - Periods

extension RepeatedValues {
  /// The level of an element: 0 for years, 1 for months and days of the year, up to 5 for seconds.
  private static func level(of cluster: [TimeReading.Part]) -> Int {
    let levels: [TimeElement: Int] = [
      .year: 0, .month: 1, .dayOfYear: 1, .day: 2, .hour: 3, .minute: 4, .second: 5,
    ]
    return cluster.flatMap(\.form.parts).map { levels[$0.element.kind] ?? 5 }.min() ?? 5
  }

  /// The parts of a reading that follow one another with at most one character between.
  private static func clusters(
    of reading: TimeReading, in group: NameGroup
  ) -> [[TimeReading.Part]] {
    var clusters: [[TimeReading.Part]] = []
    for part in reading.parts.sorted(by: { $0.slot < $1.slot }) {
      let isJoined = clusters.last?.last.map { areJoined($0.slot, part.slot, in: group) } ?? false
      if isJoined {
        clusters[clusters.count - 1].append(part)
      } else {
        clusters.append([part])
      }
    }
    return clusters
  }

  private static func areJoined(_ one: Int, _ next: Int, in group: NameGroup) -> Bool {
    let (first, second) = (group.slots[one], group.slots[next])
    guard next == one + 1 else { return false }
    if first.segment == second.segment { return second.before.count <= 1 }
    return second.segment == first.segment + 1 && first.isWholeSegment
      && (second.isWholeSegment || second.before.isEmpty)
  }

  /// The period around a time that elements of a level divide.
  private static func period(at level: Int, of time: Int64) -> Range<Int64> {
    func floor(to unit: Int64) -> Int64 { (time >= 0 ? time : time - unit + 1) / unit * unit }
    let day: Int64 = 86_400_000_000
    switch level {
    case 1, 2:
      let date = CalendarDate(daysSince1970: floor(to: day) / day)
      let month = level == 1 ? 1 : date.month
      let isLast = level == 1 || month == 12
      let first = CalendarDate(year: date.year, month: month, day: 1)
      let next = CalendarDate(
        year: date.year + (isLast ? 1 : 0), month: isLast ? 1 : month + 1, day: 1)
      return first.daysSince1970 * day..<next.daysSince1970 * day
    default:
      let unit: Int64 = level == 3 ? day : level == 4 ? 3_600_000_000 : 60_000_000
      let start = floor(to: unit)
      return start..<start + unit
    }
  }
}
