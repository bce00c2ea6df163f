/// Names of a group that are no times, such as `a_20190230.dat` among names of days.
///
/// A few of them must not hide what all the others tell: neither all of it, nor a part, such as the
/// day if directories tell the year, nor the start, if names tell the stop as well.
struct ImpossibleTimes {
  /// The other keys.
  let group: NameGroup
  /// The keys whose times are impossible.
  let keys: [[UInt8]]
  /// The reading that the other keys allow.
  let start: TimeReading

  /// Looks for a reading that nine tenths of the keys support better than the one that all allow.
  ///
  /// - Parameters:
  ///   - group: A group.
  ///   - reading: The reading that all of its keys allow; nil if absent.
  init?(_ group: NameGroup, beyond reading: TimeReading?) {
    guard group.keys.count >= 10 else { return nil }
    for odd in Self.oddKeys(of: group, beyond: reading) {
      let isOdd = Set(odd)
      let others = group.part(
        of: group.keys.indices.filter { !isOdd.contains($0) }.map { group.keys[$0] })
      guard Self.tellsOther(others.thinned(to: 2000), than: reading),
        let start = GroupExplanation.start(of: others), start != reading,
        reading.map({ start.maySupersede($0, in: others) }) ?? true,
        !start.kinds.isDisjoint(with: [.day, .dayOfYear, .month]),
        odd.allSatisfy({ !start.isTime($0, in: group) }), !Self.isCounter(start, in: group)
      else { continue }
      self.group = others
      self.start = start
      keys = odd.map { group.keys[$0] }
      return
    }
    return nil
  }

  private static func tellsOther(_ group: NameGroup, than reading: TimeReading?) -> Bool {
    GroupExplanation.start(of: group).map { $0 != reading } ?? false
  }

  /// The sets of at most a tenth of the keys that may be odd, the smallest first.
  private static func oddKeys(of group: NameGroup, beyond reading: TimeReading?) -> [[Int]] {
    var found: Set<[Int]> = []
    for slot in group.slots.indices {
      for form in group.usualForms(of: slot) {
        found.insert(group.keys.indices.filter { !form.covers(group.text(slot, of: $0)) })
      }
    }
    // Days such as 30 February have the form of a day: only parts without them tell.
    // A year of two digits may be the day of a date that one name does not have.
    let mayTellMore = reading.map { group.leavesDigits($0) || $0.hasShortYear } ?? true
    let samples = mayTellMore ? group.samples : []
    for reading in Set(samples.compactMap { GroupExplanation.start(of: $0) }) {
      found.insert(group.keys.indices.filter { !reading.isTime($0, in: group) })
    }
    let few = found.filter { !$0.isEmpty && 10 * $0.count <= group.keys.count }
    return few.sorted { ($0.count, $0[0]) < ($1.count, $1[0]) }
  }

  /// Whether digits of a name that begin with a small element have almost all numbers from the
  /// first to the last, also those that are no time: then they count something.
  private static func isCounter(_ reading: TimeReading, in group: NameGroup) -> Bool {
    reading.parts.contains { part in
      let slot = group.slots[part.slot]
      guard slot.isInName, slot.kind == .digits else { return false }
      let element = part.form.parts[0].element
      // The only number of a name may be one, even if directories tell the month.
      let isAlone = reading.parts.count { group.slots[$0.slot].isInName } == 1
      guard element == .hour || part.form.parts.count == 1 && element.kind != .year && isAlone
      else { return false }
      let texts = group.keys.indices.map { group.text(part.slot, of: $0) }
      let values = Set(texts.map(\.number))
      guard let first = values.min(), let last = values.max(),
        texts.contains(where: { !part.form.hasLength(of: $0) || !part.form.covers($0) })
      else { return false }
      // Names that have each hour of the day are hours, and so on.
      if element == .hour, part.form.count == 2, values.isSuperset(of: 0...23) { return false }
      if element == .day, part.form.isUnpadded, values.isSuperset(of: 1...28) { return false }
      return 4 * values.count >= 3 * (last - first + 1)
    }
  }
}

extension TimeReading {
  /// Whether a key has a time in this reading.
  ///
  /// - Parameters:
  ///   - key: The number of the key.
  ///   - group: Its group.
  /// - Returns: Whether each element is in its range, and the day exists.
  func isTime(_ key: Int, in group: NameGroup) -> Bool {
    guard isInRange(key, in: group) else { return false }
    do throws(NamedTime.Fault) {
      _ = try time(of: key, in: group).microseconds()
      return true
    } catch {
      return false
    }
  }

  /// Whether a key has digits in the range of each element.
  ///
  /// - Parameters:
  ///   - key: The number of the key.
  ///   - group: Its group.
  ///   - isStop: Whether this is the reading of stops, which may be at hour 24.
  /// - Returns: Whether it has.
  func isInRange(_ key: Int, in group: NameGroup, isStop: Bool = false) -> Bool {
    parts.allSatisfy { part in
      let text = group.text(part.slot, of: key)
      return group.slots[part.slot].kind != .digits
        || part.form.hasLength(of: text) && part.form.covers(text, isStop: isStop)
    }
  }
}

extension NameGroup {
  /// The forms of digits that nine tenths of the keys have in a slot, but not all.
  ///
  /// - Parameter slot: The number of the slot.
  /// - Returns: The forms.
  fileprivate func usualForms(of slot: Int) -> [DigitForm] {
    guard slots[slot].kind == .digits, !slots[slot].isConstant else { return [] }
    return (slots[slot].isFixed ? DigitForm.all : DigitForm.unpadded).filter { form in
      guard form.isUnpadded || form.count == slots[slot].count else { return false }
      let count = keys.indices.count { form.covers(text(slot, of: $0)) }
      return count < keys.count && 10 * count >= 9 * keys.count
    }
  }

  /// Parts of the group in the order of keys: odd keys are in few of them.
  var samples: [NameGroup] {
    let long = max(5, min(keys.count / 10, 200))
    return [long, 6].flatMap { length in
      stride(
        from: 0, to: max(1, keys.count - length + 1),
        by: max(length, (keys.count - length) / 10)
      ).map { start in
        part(of: Array(keys[start..<min(start + length, keys.count)]))
      }
    }
  }

  /// A group of fewer keys, spread evenly.
  ///
  /// - Parameter count: About how many, at least.
  /// - Returns: The group, or this one if it has not more.
  fileprivate func thinned(to count: Int) -> NameGroup {
    let step = keys.count / count
    guard step > 1 else { return self }
    return part(of: stride(from: 0, to: keys.count, by: step).map { keys[$0] })
  }

  /// Whether digits that vary are no part of a reading.
  ///
  /// - Parameter reading: The reading.
  /// - Returns: Whether there are such digits.
  func leavesDigits(_ reading: TimeReading) -> Bool {
    slots.indices.contains { number in
      let slot = slots[number]
      return slot.kind == .digits && !slot.isConstant && slot.count >= 2
        && reading.form(of: number) == nil
    }
  }
}
