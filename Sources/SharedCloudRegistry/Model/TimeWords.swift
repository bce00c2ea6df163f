internal import Formats

/// The text of a time as three big-endian words, which compare like the text.
///
/// Texts of the same length are in time order when they are in byte order, so rows whose times all
/// have the same length are compared without parsing the times.
struct TimeWords: Equatable {
  /// The bytes 0 to 7.
  var first: UInt64 = 0
  /// The bytes 8 to 15.
  var second: UInt64 = 0
  /// The last 8 bytes, which overlap the previous ones in texts shorter than 24.
  var last: UInt64 = 0

  /// The lengths of text that three words can hold: minutes, seconds, 1 to 3 digits.
  static let lengths: Set<Int> = [17, 20, 22, 23, 24]

  /// Loads a text of at least 17 bytes.
  @inline(__always)
  init(_ text: Span<UInt8>) {
    first = ByteWord(text, at: 0).bits.byteSwapped
    second = ByteWord(text, at: 8).bits.byteSwapped
    last = ByteWord(text, at: text.count - 8).bits.byteSwapped
  }

  init() {}

  /// Words that no time is later than.
  static var latest: TimeWords {
    var words = TimeWords()
    (words.first, words.second, words.last) = (.max, .max, .max)
    return words
  }

  /// Whether both texts begin with the same ten bytes, year to day, and one more.
  @inline(__always)
  func hasSameDate(as other: TimeWords) -> Bool {
    first == other.first && second >> 40 == other.second >> 40
  }

  /// The bytes of the year.
  @inline(__always)
  var yearBytes: UInt32 { UInt32(truncatingIfNeeded: first >> 32) }

  @inline(__always)
  static func < (left: TimeWords, right: TimeWords) -> Bool {
    if left.first != right.first { return left.first < right.first }
    if left.second != right.second { return left.second < right.second }
    return left.last < right.last
  }

  /// Converts the words to bytes.
  func text(length: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: length)
    for index in 0..<8 {
      let shift = UInt64(56 - 8 * index)
      bytes[index] = UInt8(truncatingIfNeeded: first >> shift)
      bytes[8 + index] = UInt8(truncatingIfNeeded: second >> shift)
    }
    for index in 0..<8 {
      bytes[length - 8 + index] = UInt8(truncatingIfNeeded: last >> UInt64(56 - 8 * index))
    }
    return bytes
  }

  /// The time of the day in whole seconds.
  ///
  /// - Parameter length: The number of bytes of the text, a proved time.
  /// - Returns: The seconds since midnight.
  @inline(__always)
  func secondOfDay(length: Int) -> Int {
    // "DDTHH:MM"
    let hours = (second >> 32 & 15) * 10 + (second >> 24 & 15)
    let minutes = (second >> 8 & 15) * 10 + (second & 15)
    var seconds: UInt64 = 0
    if length >= 20 {
      // The seconds are the bytes 17 and 18, of which the last word has all.
      let shift = UInt64(truncatingIfNeeded: 8 * (length - 19))
      seconds = (last >> (shift + 8) & 15) * 10 + (last >> shift & 15)
    }
    return Int(truncatingIfNeeded: hours * 3600 + minutes * 60 + seconds)
  }

  /// Reads the words as a time.
  func time(length: Int) -> SCRTime? {
    if length == 20, let secondsTime { return secondsTime }
    let bytes = text(length: length)
    return try? SCRTime(parsing: bytes.span)
  }
}

// MARK: - Form and range

extension TimeWords {
  /// Whether the first 11 bytes are a valid date and `T`.
  @inline(__always)
  var hasRealDate: Bool { date != nil }

  /// The day in the first 11 bytes, if they end with `T`; nil if they are not a date.
  @inline(__always)
  var date: CalendarDate? {
    // "YYYY-MM-" and "DDT": digits become their values, separators 0.
    let day = first ^ 0x3030_3030_2D30_302D
    let rest = second >> 40 ^ 0x30_3054
    guard (day &+ 0x0606_0606_0006_0600 | day) & 0xF0F0_F0F0_FFF0_F0FF == 0,
      (rest &+ 0x0606_00 | rest) & 0xF0F0FF == 0
    else { return nil }
    let year =
      (day >> 56) * 1000 + (day >> 48 & 15) * 100 + (day >> 40 & 15) * 10 + (day >> 32 & 15)
    let month = (day >> 16 & 15) * 10 + (day >> 8 & 15)
    let dayOfMonth = (rest >> 16 & 15) * 10 + (rest >> 8 & 15)
    guard year > 0, month >= 1, month <= 12, dayOfMonth >= 1 else { return nil }
    guard
      dayOfMonth <= 28
        || Int(dayOfMonth) <= CalendarDate.length(ofMonth: Int(month), year: Int(year))
    else { return nil }
    return CalendarDate(year: Int(year), month: Int(month), day: Int(dayOfMonth))
  }

  /// Whether the time of day is 00:00:00, for a text that is a time.
  func isMidnight(length: Int) -> Bool {
    // The last word of a text of 17 bytes begins with a digit of the day.
    let tail = length == 17 ? last & 0xFF_FFFF_FFFF_FFFF : last
    return Self.hasNoDigitAboveZero(second & 0xFF_FFFF_FFFF) && Self.hasNoDigitAboveZero(tail)
  }

  private static func hasNoDigitAboveZero(_ word: UInt64) -> Bool {
    (0..<8).allSatisfy { !(0x31...0x39).contains(word >> (8 * $0) & 0xFF) }
  }

  /// The time in a text of 20 bytes; nil if it is not a time of whole seconds.
  @inline(__always)
  var secondsTime: SCRTime? {
    guard let secondOfDay, let date else { return nil }
    return SCRTime(seconds: date.daysSince1970 * 86400 + secondOfDay)
  }

  /// The seconds since midnight in a text of 20 bytes; nil if the time of day does not exist.
  @inline(__always)
  var secondOfDay: Int64? {
    last & 0xFF == 0x5A ? Self.secondOfDay(second << 24 | last >> 8 & 0xFF_FFFF) : nil
  }

  /// The seconds since midnight in the eight bytes of a time of day, big-endian; nil if it does not
  /// exist.
  @inline(__always)
  static func secondOfDay(_ word: UInt64) -> Int64? {
    guard isTimeOfDay(word) else { return nil }
    // Each pair of digits becomes its value in the lower byte.
    let digits = word & 0x0F0F_000F_0F00_0F0F
    let pairs = (digits >> 8) &* 10 &+ digits
    return Int64(pairs >> 48 & 0xFF) * 3600 + Int64(pairs >> 24 & 0xFF) * 60 + Int64(pairs & 0xFF)
  }

  /// Whether eight bytes are a time of day, `hh:mm:ss`, before 24:00:00; big-endian.
  @inline(__always)
  static func isTimeOfDay(_ word: UInt64) -> Bool {
    let values = word ^ 0x3030_3A30_303A_3030
    // A tens digit above 5, or above 2 for hours, sets bit 3 when 2, or 5, is added.
    return (values &+ 0x0606_0006_0600_0606 | values) & 0xF0F0_FFF0_F0FF_F0F0 == 0
      && (values &+ 0x0500_0002_0000_0200) & 0x0800_0008_0000_0800 == 0
      && values >> 48 < 0x0204
  }
}
