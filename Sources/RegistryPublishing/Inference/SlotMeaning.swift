/// What a slot that tells no time means.
enum SlotMeaning: Sendable, Hashable {
  /// The same in all keys.
  case constant
  /// Several datasets: satellites, wavelengths, channels.
  case dataset
  /// A number that changes from file to file: an orbit, a counter, a time of processing.
  case number
}

/// Tells what the slots of a group mean that tell no time.
struct SlotMeanings {
  private let group: NameGroup
  private let times: [Int64]
  /// The keys in the order of their starts.
  private let order: [Int]

  private static let datasetLimit = 200
  /// The maximum number of channels that count one by one.
  private static let channelLimit = 36

  /// Prepares.
  ///
  /// - Parameters:
  ///   - group: The group.
  ///   - times: The starts of its keys.
  init(_ group: NameGroup, times: [Int64]) {
    self.group = group
    self.times = times
    order = group.keys.indices.sorted { (times[$0], $0) < (times[$1], $1) }
  }

  /// What a slot means.
  ///
  /// - Parameter number: The number of the slot.
  /// - Returns: Its meaning.
  func meaning(of number: Int) -> SlotMeaning {
    let slot = group.slots[number]
    guard !slot.isConstant else { return .constant }
    if slot.mayBeVersion, ChannelVersions(group, times: times).areChannels(number) {
      return .dataset
    }
    guard slot.kind == .digits else { return slot.kind == .monthName ? .dataset : .number }
    if isPartOfDecimal(number) { return .number }
    let texts = Set(group.keys.indices.map { Array(group.text(number, of: $0)) })
    guard 2 * texts.count <= group.keys.count, texts.count <= Self.datasetLimit else {
      return .number
    }
    if followsClock(number) { return .number }
    if isRevision(slot) || RevisionSlots(group, times: times).slot == number { return .number }
    if isTimeOfProcessing(number, slot: slot) { return .number }
    if isMonotone(number) { return .number }
    let isGlued = slot.before.last?.isLetter ?? false
    if isGlued, slot.count <= 3 { return .dataset }
    return counts(number, texts: texts) ? .number : .dataset
  }

  /// Whether the slot, after a dash that follows a time, has one value for each time of day: it says
  /// when the file ends, as in `06-12`.
  private func followsClock(_ number: Int) -> Bool {
    guard group.slots[number].before == [UInt8(ascii: "-")], group.slots[number].count >= 2 else {
      return false
    }
    let day: Int64 = 86_400_000_000
    var values: [Int64: Set<[UInt8]>] = [:]
    for key in group.keys.indices {
      values[((times[key] % day) + day) % day, default: []].insert(
        Array(group.text(number, of: key)))
    }
    return values.count > 1 && values.values.allSatisfy { $0.count == 1 }
      && Set(values.values).count == values.count
  }

  /// Whether the slot is half of a decimal number that is measured, as in `M8.3`: whole numbers
  /// come with several fractions each, or hardly any value repeats.
  private func isPartOfDecimal(_ number: Int) -> Bool {
    guard let (whole, fraction) = decimal(around: number) else { return false }
    var wholes: Set<[UInt8]> = []
    var values: Set<[[UInt8]]> = []
    for key in group.keys.indices {
      let text = Array(group.text(whole, of: key))
      wholes.insert(text)
      values.insert([text, Array(group.text(fraction, of: key))])
    }
    let count = group.keys.count
    return values.count > wholes.count && wholes.count > 1
      && (2 * values.count > count || values.count >= 2 * wholes.count)
  }

  /// The slots of a decimal number that a slot belongs to; nil if it belongs to none.
  private func decimal(around number: Int) -> (whole: Int, fraction: Int)? {
    let slots = group.slots
    for (whole, fraction) in [(number, number + 1), (number - 1, number)]
    where slots.indices.contains(whole) && slots.indices.contains(fraction) {
      let (first, second) = (slots[whole], slots[fraction])
      guard first.kind == .digits, second.kind == .digits, second.piece == first.piece + 2,
        second.before == [UInt8(ascii: ".")], first.count <= 3, second.count <= 3
      else { continue }
      return (whole, fraction)
    }
    return nil
  }

  /// Whether a letter before the slot means a revision.
  private func isRevision(_ slot: NameGroup.Slot) -> Bool {
    let word = slot.before.reversed().prefix { $0.isLetter }.reversed().map { $0 | 0x20 }
    return ["r", "v", "rev", "ver", "version", "revision", "orbit", "orb"].contains {
      word == Array($0.utf8)
    }
  }

  /// Whether all keys have a date, or more, in the slot.
  private func isTimeOfProcessing(_ number: Int, slot: NameGroup.Slot) -> Bool {
    slot.count >= 7
      && group.forms(of: number).contains { form in
        form.parts[0].element == .year && form.parts.count >= 2 && form.rest == 0
      }
  }

  /// Whether the slot never falls from start to start, as orbits do not.
  private func isMonotone(_ number: Int) -> Bool {
    var last = Int.min
    for key in order {
      let value = group.text(number, of: key).number
      if value < last { return false }
      last = value
    }
    return true
  }

  /// Whether the slot counts the files of a day or another period one by one.
  private func counts(_ number: Int, texts: Set<[UInt8]>) -> Bool {
    let values = texts.map { $0[...].number }
    guard let first = values.min(), let last = values.max(), last - first + 1 == values.count,
      values.count > 2
    else { return false }
    var (ones, ties) = (0, 0)
    for (one, next) in zip(order, order.dropFirst()) {
      if group.text(number, of: next).number == group.text(number, of: one).number + 1 { ones += 1 }
      if times[one] == times[next] { ties += 1 }
    }
    // With the same number of files at each start, they are channels.
    let starts = Set(times).count
    if starts * values.count == group.keys.count { return values.count > Self.channelLimit }
    return 10 * ones >= 6 * (group.keys.count - 1) || ties > 0
  }
}
