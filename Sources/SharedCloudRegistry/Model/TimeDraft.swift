/// A text on its way to being a time, repaired step by step.
struct TimeDraft {
  /// The text after the repairs so far.
  var text: [UInt8]
  /// What the repairs found, in the order of finding.
  var faults: [String] = []
  /// Whether every repair can only mean one time.
  var isCertain = true
  /// Seconds to be taken off for a time zone.
  var offset: Int64 = 0

  init(text: [UInt8]) { self.text = text }

  /// Applies every repair that fits.
  mutating func repairAll() {
    trimBlanks()
    raiseCase()
    separateDateFromTime()
    completeDate()
    repairFraction()
    repairPoint()
    takeOffZone()
    padElements()
  }

  /// Writes a time with the zone's offset taken off.
  func shifted(_ time: SCRTime) -> String {
    let shifted = SCRTime(
      seconds: time.seconds - offset, nanoseconds: time.nanoseconds, precision: time.precision)
    return shifted.text
  }

  private mutating func note(_ fault: String) { faults.append(fault) }

  private func isDigit(_ index: Int) -> Bool {
    index >= 0 && index < text.count && text[index] &- 0x30 < 10
  }

  /// Tells whether a stretch of the text has the shape of a pattern in which 0 is any digit.
  private func hasShape(_ shape: StaticString, at start: Int = 0) -> Bool {
    let shape = Array("\(shape)".utf8)
    guard start >= 0, start + shape.count <= text.count else { return false }
    return shape.indices.allSatisfy {
      shape[$0] == UInt8(ascii: "0") ? isDigit(start + $0) : text[start + $0] == shape[$0]
    }
  }

  private mutating func trimBlanks() {
    func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }
    let trimmed = text.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    guard trimmed.count < text.count else { return }
    text = Array(trimmed)
    note("has blanks around it")
  }

  private mutating func raiseCase() {
    let raised = text.map { $0 == 0x74 || $0 == 0x7A ? $0 - 0x20 : $0 }
    guard raised != text else { return }
    note(
      text.contains(0x7A) ? "ends in a lower-case z" : "has a lower-case t between date and time")
    text = raised
  }

  private mutating func separateDateFromTime() {
    guard hasShape("0000-00-00") else { return }
    if hasShape(":", at: 10) {
      text[10] = UInt8(ascii: "T")
      note("has a colon where T belongs")
    } else if hasShape(" ", at: 10) {
      text[10] = UInt8(ascii: "T")
      note("has a blank where T belongs")
    } else if hasShape("T:", at: 10) {
      text.remove(at: 11)
      note("has a colon after T")
    }
  }

  private mutating func completeDate() {
    let rest: (Int) -> Bool = { [text] in $0 == text.count || [0x54, 0x5A].contains(text[$0]) }
    if hasShape("00000000"), rest(8) {
      text.insert(UInt8(ascii: "-"), at: 6)
      text.insert(UInt8(ascii: "-"), at: 4)
      note("has no hyphens in its date")
      separateTime()
    } else if hasShape("0000-000"), rest(8), let date = dayOfYear() {
      text.replaceSubrange(0..<8, with: Array("\(date)".utf8))
      note("counts the day of the year; the spec has month and day")
    } else if hasShape("0000-00"), rest(7) {
      text.insert(contentsOf: Array("-01".utf8), at: 7)
      note("stops at the month; the day is the least the spec allows")
    } else if hasShape("0000"), rest(4) {
      text.insert(contentsOf: Array("-01-01".utf8), at: 4)
      note("stops at the year; the day is the least the spec allows")
    }
  }

  private func dayOfYear() -> CalendarDate? {
    guard let year = number(0..<4), let day = number(5..<8), day >= 1,
      day <= (CalendarDate.isLeap(year) ? 366 : 365)
    else { return nil }
    let first = CalendarDate(year: year, month: 1, day: 1)
    return CalendarDate(daysSince1970: first.daysSince1970 + Int64(day - 1))
  }

  private func number(_ range: Range<Int>) -> Int? {
    Int(String(decoding: text[range], as: UTF8.self))
  }

  /// Puts colons into a time of day that has none, as in `T120530`.
  private mutating func separateTime() {
    guard hasShape("T0000", at: 10) else { return }
    text.insert(UInt8(ascii: ":"), at: 13)
    if hasShape("00", at: 16) { text.insert(UInt8(ascii: ":"), at: 16) }
  }

  private mutating func repairFraction() {
    if hasShape("T00:00:00,0", at: 10) {
      text[19] = UInt8(ascii: ".")
      note("has a comma before its fraction; the spec has a point")
    }
    guard hasShape("T00:00:00.", at: 10) else { return }
    var end = 20
    while isDigit(end) { end += 1 }
    if end - 20 > 9 {
      text.removeSubrange(29..<end)
      note("has \(end - 20) digits of a second; 9 are the most")
    } else if end == 20 {
      text.remove(at: 19)
      note("has a point without digits")
    }
  }

  private mutating func repairPoint() {
    guard hasShape("T00:00.0", at: 10) else { return }
    note("has a point where the colon before the seconds belongs")
    var end = 17
    while isDigit(end) { end += 1 }
    // Anything but zeros may be seconds or a fraction of the minute.
    isCertain = text[17..<end].allSatisfy { $0 == 0x30 }
    text.replaceSubrange(16..<end, with: Array(":00".utf8))
  }

  private mutating func takeOffZone() {
    if let sign = text.lastIndex(where: { $0 == 0x2B || $0 == 0x2D }), sign > 10 {
      let hasColon = hasShape("00:00", at: sign + 1)
      let hasMinutes = hasColon || hasShape("0000", at: sign + 1)
      let end = sign + (hasColon ? 6 : hasMinutes ? 5 : 3)
      guard end == text.count, let hours = number(sign + 1..<sign + 3) else { return }
      let minutes = hasMinutes ? number(end - 2..<end) ?? 0 : 0
      let zone = String(decoding: text[sign...], as: UTF8.self)
      offset = Int64(hours * 3600 + minutes * 60) * (text[sign] == 0x2D ? -1 : 1)
      text.removeSubrange(sign...)
      note("has the time zone \(zone) where Z belongs")
    } else if text.last != UInt8(ascii: "Z"), text.count >= 10 {
      note("has no Z at its end")
    } else {
      return
    }
    text.append(UInt8(ascii: "Z"))
  }

  /// Gives elements of one digit their leading zero, as in `1981-1-5`.
  private mutating func padElements() {
    var padded: [UInt8] = []
    var run: [UInt8] = []
    var isInFraction = false
    for byte in text {
      if byte &- 0x30 < 10 {
        run.append(byte)
        continue
      }
      padded += run.count == 1 && !isInFraction ? [0x30] + run : run
      run = []
      isInFraction = byte == UInt8(ascii: ".")
      padded.append(byte)
    }
    padded += run
    guard padded.count > text.count else { return }
    text = padded
    note("has an element of one digit where two belong")
  }
}
