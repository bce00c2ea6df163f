internal import Formats

/// A string that becomes a time, repaired step by step.
struct TimeDraft {
  /// The string after the repairs so far.
  private(set) var text: [UInt8]
  /// The faults that the repairs found, in order, with their kinds.
  private var notes: [(kind: SCRTimeError.Kind, words: String)] = []
  /// Faults that prove nothing if the string can't be repaired: it may not be a time.
  private var slips: [String] = []
  /// Whether every repair has only one possible result.
  private var isCertain = true
  /// Whether a repair added something that the string does not say, or removed something that it
  /// says.
  private(set) var isGuess = false
  /// Seconds to subtract for a time zone.
  private var offset: Int64 = 0

  init(text: [UInt8]) { self.text = text }

  /// Applies every repair that fits.
  mutating func repairAll() {
    padElements()
    raiseCase()
    separateDateFromTime()
    completeDate()
    separateTime()
    repairFraction()
    repairPoint()
    takeOffZone()
    carryMidnight()
  }

  /// The repaired string, if it is a time and has only one meaning.
  var corrected: String? {
    guard isCertain, let time = try? SCRTime(parsing: String(decoding: text, as: UTF8.self)) else {
      return nil
    }
    if offset == 0 { return String(decoding: text, as: UTF8.self) }
    // A leap second is the last of a day in UTC only.
    guard !time.isLeapSecond else { return nil }
    let shifted = SCRTime(seconds: time.seconds - offset, nanoseconds: time.nanoseconds)
    let isTooCoarse = time.precision == .hour && offset % 3600 != 0
    return (1...9999).contains(shifted.year)
      ? shifted.text(precision: isTooCoarse ? .minute : time.precision) : nil
  }

  /// The faults of a kind that were found; nil if there are no such faults.
  func words(for kind: SCRTimeError.Kind, withSlips: Bool) -> String? {
    notes.first { $0.kind == kind }?.words ?? (withSlips ? slips.first : nil)
  }

  private mutating func note(_ words: String, kind: SCRTimeError.Kind = .malformed) {
    notes.append((kind, words))
  }
}

// MARK: - Shapes

extension TimeDraft {
  private func isDigit(_ index: Int) -> Bool {
    index >= 0 && index < text.count && text[index] &- 0x30 < 10
  }

  /// Returns whether a part of the string has the shape of a pattern in which 0 is any digit.
  private func hasShape(_ shape: StaticString, at start: Int = 0) -> Bool {
    let shape = Array("\(shape)".utf8)
    guard start >= 0, start + shape.count <= text.count else { return false }
    return shape.indices.allSatisfy {
      shape[$0] == UInt8(ascii: "0") ? isDigit(start + $0) : text[start + $0] == shape[$0]
    }
  }

  private func number(_ range: Range<Int>) -> Int? {
    Int(String(decoding: text[range], as: UTF8.self))
  }
}

// MARK: - Around the elements

extension TimeDraft {
  /// Removes leading and trailing spaces and line ends.
  mutating func trimBlanks() {
    func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
    let trimmed = text.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    guard trimmed.count < text.count else { return }
    text = Array(trimmed)
    slips.append("has spaces around it")
  }

  /// Adds the leading zero to elements with one digit, as in `1981-1-5`.
  private mutating func padElements() {
    var padded: [UInt8] = []
    var run: [UInt8] = []
    var isInFraction = false
    // A zero byte at the end completes the last run.
    for byte in text + [0] {
      if byte &- 0x30 < 10 {
        run.append(byte)
        continue
      }
      padded += run.count == 1 && !isInFraction ? [0x30] + run : run
      run = []
      isInFraction = byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",")
      padded.append(byte)
    }
    padded.removeLast()
    guard padded.count > text.count else { return }
    text = padded
    slips.append("has an element with one digit instead of two")
  }

  /// Converts a `t` between digits and a trailing `z` to upper case.
  private mutating func raiseCase() {
    if let place = text.firstIndex(of: 0x74), isDigit(place - 1), isDigit(place + 1) {
      text[place] = 0x54
      note("has a lower-case t between date and time")
    }
    if text.last == 0x7A, isDigit(text.count - 2) {
      text[text.count - 1] = 0x5A
      note("ends in a lower-case z", kind: .missingZone)
    }
  }

  private mutating func takeOffZone() {
    guard text.last != UInt8(ascii: "Z"), text.count >= 4 else { return }
    if text.count == 4, let year = number(0..<4), !SCRTime.likelyYears.contains(year) {
      return note("is a number, not a time")
    }
    defer { text.append(UInt8(ascii: "Z")) }
    guard let sign = text.lastIndex(where: { $0 == 0x2B || $0 == 0x2D }), sign > 10 else {
      isGuess = true
      return note("has no Z at its end", kind: .missingZone)
    }
    let length = text.count - sign
    let hasMinutes = hasShape("00:00", at: sign + 1) || hasShape("0000", at: sign + 1)
    guard hasShape("00", at: sign + 1), length == 3 || (hasMinutes && length <= 6),
      let hours = number(sign + 1..<sign + 3),
      let minutes = length == 3 ? 0 : number(text.count - 2..<text.count)
    else { return }
    let zone = String(decoding: text[sign...], as: UTF8.self)
    guard hours < 24, minutes < 60 else {
      return note("has the time zone \(zone), which does not exist", kind: .missingZone)
    }
    offset = Int64(hours * 3600 + minutes * 60) * (text[sign] == 0x2D ? -1 : 1)
    text.removeSubrange(sign...)
    note("has the time zone \(zone) instead of Z", kind: .missingZone)
  }
}

// MARK: - The date

extension TimeDraft {
  private mutating func separateDateFromTime() {
    guard hasShape("0000-00-00") else { return }
    if hasShape(":", at: 10) {
      text[10] = UInt8(ascii: "T")
      note("has a colon instead of T")
    } else if hasShape(" ", at: 10) {
      text[10] = UInt8(ascii: "T")
      note("has a space instead of T")
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
    } else if hasShape("0000-000"), rest(8) {
      note("has the day of the year; the spec requires month and day")
      if let date = dayOfYear() { text.replaceSubrange(0..<8, with: Array("\(date)".utf8)) }
    }
  }

  private func dayOfYear() -> CalendarDate? {
    guard let year = number(0..<4), let day = number(5..<8), day >= 1,
      day <= (CalendarDate.isLeap(year) ? 366 : 365)
    else { return nil }
    let first = CalendarDate(year: year, month: 1, day: 1)
    return CalendarDate(daysSince1970: first.daysSince1970 + Int64(day - 1))
  }
}

// MARK: - The time of day

extension TimeDraft {
  /// Adds colons to a time of day that has no colons, as in `T120530`.
  private mutating func separateTime() {
    if hasShape("T00-00-00", at: 10), text.count == 19 || !isDigit(19) && text[19] != 0x2D {
      text[13] = UInt8(ascii: ":")
      text[16] = UInt8(ascii: ":")
      return note("has hyphens instead of colons in its time of day")
    }
    guard hasShape("T0000", at: 10) else { return }
    text.insert(UInt8(ascii: ":"), at: 13)
    if hasShape("00", at: 16) { text.insert(UInt8(ascii: ":"), at: 16) }
    note("has no colons in its time of day")
  }

  private mutating func repairFraction() {
    if hasShape("T00:00:00,0", at: 10) {
      text[19] = UInt8(ascii: ".")
      note("has a decimal comma; the spec requires a decimal point")
    }
    guard hasShape("T00:00:00.", at: 10) else { return }
    var end = 20
    while isDigit(end) { end += 1 }
    if end - 20 > 9 {
      if text[29..<end].contains(where: { $0 != 0x30 }) { isGuess = true }
      text.removeSubrange(29..<end)
      note("has \(end - 20) decimal digits; the limit is 9")
    } else if end == 20 {
      text.remove(at: 19)
      note("has a decimal point without digits")
    }
  }

  private mutating func repairPoint() {
    guard hasShape("T00:00.0", at: 10) else { return }
    note("has a dot instead of the colon before the seconds", kind: .pointForColon)
    var end = 17
    while isDigit(end) { end += 1 }
    // Anything but zeros could be seconds or a fraction of the minute.
    isCertain = text[17..<end].allSatisfy { $0 == 0x30 }
    text.replaceSubrange(16..<end, with: Array(":00".utf8))
  }

  /// Replaces 24:00 with the midnight that it means.
  private mutating func carryMidnight() {
    guard hasShape("T00", at: 10), text[11] == UInt8(ascii: "2"), text[12] == UInt8(ascii: "4"),
      text[13...].allSatisfy({ !(0x31...0x39).contains($0) }),
      let day = try? SCRTime(parsing: String(decoding: text[..<10], as: UTF8.self) + "Z")
    else { return }
    let next = CalendarDate(daysSince1970: day.seconds.flooredQuotient(86400) + 1)
    text.replaceSubrange(..<13, with: Array("\(next)T00".utf8))
  }
}
