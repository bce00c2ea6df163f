/// Names of a group that are no times, such as `a_20190230.dat` among names of days.
///
/// A few of them must not hide what all the others tell.
struct ImpossibleTimes {
  /// The other keys.
  let group: NameGroup
  /// The keys whose times are impossible.
  let keys: [[UInt8]]

  /// Looks for a reading that nine tenths of the keys allow.
  ///
  /// - Parameter group: A group without a reading that all of its keys allow.
  init?(_ group: NameGroup) {
    guard group.keys.count >= 10 else { return nil }
    for sample in Self.samples(of: group) {
      guard let reading = TimeSearch.start(of: sample) else { continue }
      let isPossible = group.keys.map { Self.isTime($0, reading: reading, like: group) }
      let count = isPossible.count { $0 }
      guard count < group.keys.count, 10 * count >= 9 * group.keys.count else { continue }
      let others = NameGroup(
        zip(group.keys, isPossible).filter(\.1).map(\.0), checksum: group.checksum)
      guard let start = TimeSearch.start(of: others),
        !start.kinds.isDisjoint(with: [.day, .dayOfYear, .month])
      else { continue }
      self.group = others
      keys = zip(group.keys, isPossible).filter { !$0.1 }.map(\.0)
      return
    }
    return nil
  }

  /// Parts of the group in the order of keys: impossible times are in few of them.
  private static func samples(of group: NameGroup) -> [NameGroup] {
    let length = max(5, min(group.keys.count / 10, 200))
    let starts = stride(
      from: 0, to: group.keys.count - length + 1,
      by: max(length, (group.keys.count - length) / 10))
    return starts.map { NameGroup(Array(group.keys[$0..<$0 + length]), checksum: group.checksum) }
  }

  private static func isTime(_ key: [UInt8], reading: TimeReading, like group: NameGroup) -> Bool {
    let one = NameGroup([key], checksum: group.checksum)
    guard one.slots.count == group.slots.count else { return false }
    let areInRange = reading.parts.allSatisfy { part in
      let text = one.text(part.slot, of: 0)
      return one.slots[part.slot].kind != .digits
        || part.form.count == text.count && part.form.covers(text)
    }
    return areInRange && reading.times(in: one) != nil
  }
}
