internal import Formats

extension SCRTime {
  /// The years that four digits without a Z can mean.
  static let likelyYears = 1900...2100

  /// Reads a time from ASCII bytes, without surrounding quotes or spaces.
  ///
  /// - Parameter text: The bytes of one field.
  /// - Throws: ``SCRTimeError`` for the first element with a wrong form, else for one out of range.
  /// - Complexity: O(*n*) in the length of the text, without allocations.
  public init(parsing text: Span<UInt8>) throws(SCRTimeError) {
    // Most times have these forms; the slow path below describes faults.
    if text.count >= 20,
      let time = text.count == 20 ? TimeWords(text).secondsTime : Self.withFraction(text)
    {
      self = time
      return
    }
    var reader = TimeReader()
    self = try reader.read(text)
  }

  /// Reads a time from a string.
  ///
  /// - Parameter text: The string, without surrounding spaces.
  /// - Throws: ``SCRTimeError`` for the first element with a wrong form, else for one out of range.
  public init(parsing text: String) throws(SCRTimeError) {
    let bytes = Array(text.utf8)
    try self.init(parsing: bytes.span)
  }

  /// A time with a fraction; nil if the text has another form or is wrong.
  private static func withFraction(_ text: Span<UInt8>) -> SCRTime? {
    guard text.count >= 22, text.count <= 30, text[19] == UInt8(ascii: "."),
      text[text.count - 1] == UInt8(ascii: "Z"), let date = TimeWords(text).date,
      let second = TimeWords.secondOfDay(ByteWord(text, at: 11).bits.byteSwapped)
    else { return nil }
    var nanoseconds: Int32 = 0
    for index in 20..<29 {
      let digit = index < text.count - 1 ? text[index] &- 0x30 : 0
      guard digit < 10 else { return nil }
      nanoseconds = nanoseconds * 10 + Int32(digit)
    }
    return SCRTime(
      seconds: date.daysSince1970 * 86400 + second, nanoseconds: nanoseconds,
      precision: .fraction(digits: text.count - 21), isLeapSecond: false)
  }
}

/// Reads the elements of a time one by one.
private struct TimeReader {
  /// The offset of the next byte.
  var offset = 0

  mutating func read(_ text: Span<UInt8>) throws(SCRTimeError) -> SCRTime {
    if let (year, month, day) = calendarDate(text) {
      offset = 10
      guard byte(text) == UInt8(ascii: "T") else {
        return try date(text, year: year, month: month, day: day, precision: .day)
      }
      return try readTimeOfDay(text, year: year, month: month, day: day)
    }
    let year = try digits(4, in: text)
    // Four digits alone may be a number of seconds; as a year, they must be likely.
    if offset == text.count, !SCRTime.likelyYears.contains(year) {
      throw SCRTimeError(.malformed, at: 0)
    }
    guard !isAtEnd(text) else {
      return try date(text, year: year, month: 1, day: 1, precision: .year)
    }
    try expect(UInt8(ascii: "-"), in: text)
    let month = try digits(2, in: text)
    guard !isAtEnd(text) else {
      return try date(text, year: year, month: month, day: 1, precision: .month)
    }
    try expect(UInt8(ascii: "-"), in: text)
    let day = try digits(2, in: text)
    guard byte(text) == UInt8(ascii: "T") else {
      return try date(text, year: year, month: month, day: day, precision: .day)
    }
    return try readTimeOfDay(text, year: year, month: month, day: day)
  }

  /// The numbers of a text that begins with `yyyy-mm-dd` and has more; nil for another form.
  private func calendarDate(_ text: Span<UInt8>) -> (year: Int, month: Int, day: Int)? {
    guard text.count > 10, let tens = digit(at: 8, text), let ones = digit(at: 9, text) else {
      return nil
    }
    let word = ByteWord(text, at: 0).bits.byteSwapped ^ 0x3030_3030_2D30_302D
    guard (word &+ 0x0606_0606_0006_0600 | word) & 0xF0F0_F0F0_FFF0_F0FF == 0 else { return nil }
    func value(_ shift: UInt64) -> Int { Int(word >> shift & 15) }
    return (
      value(56) * 1000 + value(48) * 100 + value(40) * 10 + value(32), value(16) * 10 + value(8),
      Int(tens) * 10 + Int(ones)
    )
  }

  /// Whether the elements end here: at the Z, or where it is missing.
  private func isAtEnd(_ text: Span<UInt8>) -> Bool {
    offset == text.count || byte(text) | 0x20 == UInt8(ascii: "z")
  }

  /// Reads the end of a time without a time of day.
  private mutating func date(
    _ text: Span<UInt8>, year: Int, month: Int, day: Int, precision: SCRTime.Precision
  ) throws(SCRTimeError) -> SCRTime {
    try end(text)
    let seconds = try days(year, month: month, day: day) * 86400
    return SCRTime(seconds: seconds, nanoseconds: 0, precision: precision, isLeapSecond: false)
  }

  private mutating func readTimeOfDay(
    _ text: Span<UInt8>, year: Int, month: Int, day: Int
  ) throws(SCRTimeError) -> SCRTime {
    var minute = 0
    var second = 0
    var nanoseconds: Int32 = 0
    var precision = SCRTime.Precision.hour
    offset += 1
    let hour = try digits(2, in: text)
    if byte(text) == UInt8(ascii: ":") {
      precision = .minute
      offset += 1
      minute = try digits(2, in: text)
      if byte(text) == UInt8(ascii: ":") {
        precision = .second
        offset += 1
        second = try digits(2, in: text)
        if byte(text) == UInt8(ascii: ".") { (nanoseconds, precision) = try fraction(text) }
      } else if byte(text) == UInt8(ascii: ".") {
        throw SCRTimeError(.pointForColon, at: offset)
      }
    }
    try end(text)
    let days = try days(year, month: month, day: day)
    let isLeapSecond = second == 60 && hour == 23 && minute == 59 && LeapSeconds.isAtEnd(of: days)
    guard hour < 24 else { throw SCRTimeError(.impossible, at: 11) }
    guard minute < 60 else { throw SCRTimeError(.impossible, at: 14) }
    guard second < 60 || isLeapSecond else { throw SCRTimeError(.impossible, at: 17) }
    let secondOfDay = hour * 3600 + minute * 60 + Swift.min(second, 59)
    return SCRTime(
      seconds: days * 86400 + Int64(secondOfDay), nanoseconds: nanoseconds, precision: precision,
      isLeapSecond: isLeapSecond)
  }

  private func days(_ year: Int, month: Int, day: Int) throws(SCRTimeError) -> Int64 {
    guard year > 0 else { throw SCRTimeError(.impossible, at: 0) }
    guard (1...12).contains(month) else { throw SCRTimeError(.impossible, at: 5) }
    guard day >= 1, day <= CalendarDate.length(ofMonth: month, year: year) else {
      throw SCRTimeError(.impossible, at: 8)
    }
    return CalendarDate(year: year, month: month, day: day).daysSince1970
  }

  private mutating func fraction(
    _ text: Span<UInt8>
  ) throws(SCRTimeError) -> (Int32, SCRTime.Precision) {
    offset += 1
    var value: Int32 = 0
    var count = 0
    while let digit = digit(at: offset, text) {
      guard count < 9 else { throw SCRTimeError(.malformed, at: offset) }
      value = value * 10 + Int32(digit)
      count += 1
      offset += 1
    }
    guard count > 0 else { throw SCRTimeError(.malformed, at: offset) }
    for _ in count..<9 { value *= 10 }
    return (value, .fraction(digits: count))
  }

  /// Reads the trailing Z.
  private mutating func end(_ text: Span<UInt8>) throws(SCRTimeError) {
    switch byte(text) {
    case UInt8(ascii: "Z") where offset == text.count - 1: return
    case UInt8(ascii: "z") where offset == text.count - 1,
      UInt8(ascii: "+") where offset > 10, UInt8(ascii: "-") where offset > 10 && isZone(text),
      0 where offset == text.count:
      throw SCRTimeError(.missingZone, at: offset)
    case UInt8(ascii: "Z"): throw SCRTimeError(.malformed, at: offset + 1)
    default: throw SCRTimeError(.malformed, at: offset)
    }
  }

  /// Whether a hyphen is not the first of two between the elements of a time of day.
  private func isZone(_ text: Span<UInt8>) -> Bool {
    !(offset + 3 < text.count && text[offset + 3] == UInt8(ascii: "-"))
  }

  private func byte(_ text: Span<UInt8>) -> UInt8 { offset < text.count ? text[offset] : 0 }

  private func digit(at index: Int, _ text: Span<UInt8>) -> UInt8? {
    guard index < text.count else { return nil }
    let digit = text[index] &- 0x30
    return digit < 10 ? digit : nil
  }

  private mutating func digits(_ count: Int, in text: Span<UInt8>) throws(SCRTimeError) -> Int {
    var value = 0
    for _ in 0..<count {
      guard let digit = digit(at: offset, text) else { throw SCRTimeError(.malformed, at: offset) }
      value = value * 10 + Int(digit)
      offset += 1
    }
    return value
  }

  private mutating func expect(_ expected: UInt8, in text: Span<UInt8>) throws(SCRTimeError) {
    guard byte(text) == expected else { throw SCRTimeError(.malformed, at: offset) }
    offset += 1
  }
}
