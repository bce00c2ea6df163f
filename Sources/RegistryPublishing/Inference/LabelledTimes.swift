/// Times whose elements are named, as in `year=2020/month=01/day=02/hour=03`.
enum LabelledTimes {
  private static let labels: [(label: [UInt8], form: DigitForm)] = [
    ("year=", DigitForm(.year, count: 4)), ("month=", DigitForm(.month, count: 2)),
    ("day=", DigitForm(.day, count: 2)), ("hour=", DigitForm(.hour, count: 2)),
    ("minute=", DigitForm(.minute, count: 2)), ("second=", DigitForm(.second, count: 2)),
  ].map { (Array($0.0.utf8), $0.1) }

  /// The reading that labels give, in any order of the elements.
  ///
  /// - Parameter group: The group.
  /// - Returns: The reading; nil without a year and a month, or if an element between is missing, or
  ///   a value is no time.
  static func reading(of group: NameGroup) -> TimeReading? {
    var reading = TimeReading()
    for (number, slot) in group.slots.enumerated() where slot.kind == .digits {
      let before = slot.before.map { $0.isLetter ? $0 | 0x20 : $0 }
      guard
        var (_, form) = labels.first(where: {
          before.suffix($0.label.count).elementsEqual($0.label)
        }
        ), !reading.kinds.contains(form.parts[0].element)
      else { continue }
      if !slot.isFixed || slot.count != form.count {
        // Programs that partition by numbers write no leading zeros.
        guard form.parts[0].element.unpaddedPattern != nil else { continue }
        form.isUnpadded = true
        guard group.keys.indices.allSatisfy({ form.covers(group.text(number, of: $0)) }) else {
          continue
        }
      }
      reading.parts.append(.init(slot: number, form: form))
    }
    let chain: [TimeElement] = [.year, .month, .day, .hour, .minute, .second]
    let count = chain.prefix(while: reading.kinds.contains).count
    guard count >= 2, reading.kinds.count == count,
      group.keys.indices.allSatisfy({ reading.isTime($0, in: group) })
    else { return nil }
    return reading
  }
}
