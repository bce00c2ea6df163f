/// A way to read a time from the slots of a group.
struct TimeReading: Sendable, Hashable {
  /// A slot, and the form of its digits.
  struct Part: Sendable, Hashable {
    /// The number of the slot.
    var slot: Int
    /// The form.
    var form: DigitForm
  }

  /// The parts, in the order of the key.
  var parts: [Part] = []

  /// The kinds of its elements.
  var kinds: Set<TimeElement> {
    Set(parts.flatMap { $0.form.parts.map(\.element.kind) })
  }

  /// Whether the year has two digits.
  var hasShortYear: Bool { parts.contains { $0.form.isShortYear } }

  /// The form of a slot; nil if the slot is not part of the time.
  func form(of slot: Int) -> DigitForm? { parts.first { $0.slot == slot }?.form }

  /// The elements of the time in a key.
  ///
  /// - Parameters:
  ///   - key: The number of the key.
  ///   - group: The group.
  /// - Returns: The elements.
  func time(of key: Int, in group: NameGroup) -> NamedTime {
    var time = NamedTime()
    for part in parts {
      let digits = Array(group.text(part.slot, of: key))
      var index = 0
      for (number, one) in part.form.parts.enumerated() {
        // The name of a month may have any length.
        let isLast = number == part.form.parts.count - 1 && part.form.rest == 0
        let end = isLast ? digits.count : index + one.count
        time.take(one.element, digits: digits.span.extracting(index..<end))
        index = end
      }
    }
    return time
  }

  /// The times of all keys, in microseconds since 1970; nil if one is impossible.
  ///
  /// - Parameter group: The group.
  /// - Returns: The times, by number of the key.
  func times(in group: NameGroup) -> [Int64]? {
    var found: [Int64] = []
    found.reserveCapacity(group.keys.count)
    for key in group.keys.indices {
      guard let time = try? time(of: key, in: group).microseconds() else { return nil }
      found.append(time)
    }
    return found
  }

  /// How much it tells: the more, the smaller its smallest element; and a name tells a little more
  /// than directories.
  ///
  /// - Parameter group: The group.
  /// - Returns: A number that grows with it.
  func depth(in group: NameGroup) -> Int {
    let kinds = kinds
    let levels: [Set<TimeElement>] = [
      [.year], [.month], [.day, .dayOfYear], [.hour], [.minute], [.second],
    ]
    let level = levels.lastIndex { !$0.isDisjoint(with: kinds) } ?? -1
    return 2 * level + (parts.allSatisfy { group.slots[$0.slot].isInName } ? 1 : 0)
  }

  /// The smallest element: the year, month or day, or the hour for everything smaller.
  var precision: TimeElement {
    let kinds = kinds
    if kinds.contains(.hour) { return .hour }
    if kinds.contains(.day) || kinds.contains(.dayOfYear) { return .day }
    return kinds.contains(.month) ? .month : .year
  }
}
