internal import Glibc

/// One fast test that proves that a row of an index file has no fault.
///
/// A row passes if both times have one known length and exist, stop is not before start, start is
/// after the previous row, both are in the year of the file, the datakey is plain ASCII in the
/// expected bucket and differs from the previous one, and the filesize is positive. Neither time is
/// later than now, and the datakey does not end in a slash. A row that does not pass may still be
/// correct; it is then examined field by field. So a million clean rows cost only this test.
struct CleanRowTest {
  /// The bytes of each time, one of ``TimeWords/lengths``.
  var timeLength = 0
  /// Whether the second column is stop.
  var hasStop = true
  /// The prefix of every datakey: `s3://bucket/`.
  var prefix: [UInt8] = []
  /// The year in which all rows start, as four bytes; 0 for any.
  var year: UInt32 = 0
  /// The latest time that is not in the future.
  var latest = TimeWords.latest
  /// Whether rows may be tested: the times of the previous row are known.
  var isReady = false

  /// The start of the previous row.
  var previousStart = TimeWords()
  /// The stop of the previous row.
  var previousStop = TimeWords()
  /// The latest stop so far.
  var latestStop = TimeWords()
  /// The position of the previous row's datakey in the buffer.
  var previousKey = 0..<0
  /// Whether that datakey passed; if not, the part that the next one shares with it is not proved.
  var isPreviousKeyProved = false
  /// The order of the datakeys.
  var keyOrder = KeyOrder()

  /// Tests the row in `start..<end` and, if it passes, makes it the previous row.
  @inline(__always)
  mutating func passes(_ bytes: UnsafeRawPointer, from start: Int, to end: Int) -> Bool {
    let length = timeLength
    let keyStart = start + (hasStop ? 2 * length + 2 : length + 1)
    guard end - keyStart >= 12, unsafe byte(bytes, at: start + length) == 0x2C else { return false }
    let startWords = unsafe TimeWords(bytes + start, length: length)
    guard unsafe isTime(startWords, at: bytes + start, like: previousStart),
      previousStart < startWords, year == 0 || startWords.yearBytes == year
    else { return false }
    var stopWords = startWords
    if hasStop {
      let stop = start + length + 1
      guard unsafe byte(bytes, at: stop + length) == 0x2C else { return false }
      stopWords = unsafe TimeWords(bytes + stop, length: length)
      guard unsafe isTime(stopWords, at: bytes + stop, like: startWords), !(stopWords < startWords),
        stopWords.yearBytes == startWords.yearBytes
      else { return false }
    }
    guard !(latest < stopWords), let comma = unsafe sizeComma(bytes, from: keyStart, to: end),
      unsafe byte(bytes, at: comma - 1) != UInt8(ascii: "/")
    else { return false }
    guard let order = unsafe keyStep(bytes, key: keyStart..<comma) else { return false }
    keyOrder.add(order)
    previousStart = startWords
    previousStop = stopWords
    if latestStop < stopWords { latestStop = stopWords }
    previousKey = keyStart..<comma
    isPreviousKeyProved = true
    return true
  }

  @inline(__always)
  private func byte(_ bytes: UnsafeRawPointer, at index: Int) -> UInt8 {
    unsafe bytes.load(fromByteOffset: index, as: UInt8.self)
  }

  /// Returns whether a text of the right length is a time; the date of the same day is already
  /// proved.
  @inline(__always)
  private func isTime(
    _ words: TimeWords, at text: UnsafeRawPointer, like proved: TimeWords
  ) -> Bool {
    guard words.hasSameDate(as: proved) || words.hasRealDate else { return false }
    if timeLength == 20 {
      let timeOfDay = words.second << 24 | words.last >> 8 & 0xFF_FFFF
      return words.last & 0xFF == 0x5A && TimeWords.isTimeOfDay(timeOfDay)
    }
    return unsafe isTimeOfOtherLength(words, at: text)
  }

  /// Does the same for minutes and for fractions.
  private func isTimeOfOtherLength(_ words: TimeWords, at text: UnsafeRawPointer) -> Bool {
    guard words.last & 0xFF == 0x5A else { return false }
    if timeLength == 17 {
      // The Z is replaced by ":00".
      let minutes = words.last << 16 & 0xFFFF_FFFF_FF00_0000
      return TimeWords.isTimeOfDay(minutes | 0x3A_3030)
    }
    let word = unsafe UInt64(bigEndian: (text + 11).loadUnaligned(as: UInt64.self))
    guard TimeWords.isTimeOfDay(word), unsafe byte(text, at: 19) == 0x2E else { return false }
    for index in 20..<timeLength - 1 where unsafe byte(text, at: index) &- 0x30 > 9 { return false }
    return true
  }

  /// Finds the comma before a filesize of 1 to 18 digits that does not begin with 0.
  @inline(__always)
  private func sizeComma(_ bytes: UnsafeRawPointer, from keyStart: Int, to end: Int) -> Int? {
    var index = end - 1
    while unsafe byte(bytes, at: index) &- 0x30 < 10 { index -= 1 }
    let digits = end - 1 - index
    guard digits >= 1, digits <= 18, index > keyStart + 8, unsafe byte(bytes, at: index) == 0x2C,
      unsafe byte(bytes, at: index + 1) != 0x30
    else { return nil }
    return index
  }
}

// MARK: - Datakeys

extension CleanRowTest {
  /// How a plain datakey compares with the previous one; nil if it is not plain, not in the bucket,
  /// the same, or the previous one is not known.
  ///
  /// Only the part that differs from a key that passed is examined.
  @inline(__always)
  private func keyStep(_ bytes: UnsafeRawPointer, key: Range<Int>) -> KeyOrder.Step? {
    let common = Swift.min(key.count, previousKey.count)
    guard common > 0 else { return nil }
    let left = unsafe bytes + previousKey.lowerBound
    let right = unsafe bytes + key.lowerBound
    var index = 0
    var step = KeyOrder.Step.ascending
    while true {
      if index + 8 > common {
        while index < common, unsafe byte(left, at: index) == byte(right, at: index) { index += 1 }
        if index == common {
          guard key.count != previousKey.count else { return nil }
          step = key.count > common ? .ascending : .descending
        } else {
          step = unsafe byte(left, at: index) < byte(right, at: index) ? .ascending : .descending
        }
        break
      }
      let before = unsafe left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let now = unsafe right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if before != now {
        step = before.byteSwapped < now.byteSwapped ? .ascending : .descending
        index += (before ^ now).trailingZeroBitCount >> 3
        break
      }
      index += 8
    }
    if !isPreviousKeyProved { index = 0 }
    if index < prefix.count, unsafe !hasPrefix(right, count: key.count) { return nil }
    return unsafe isPlain(right, from: Swift.max(0, index - 1), count: key.count) ? step : nil
  }

  private func hasPrefix(_ key: UnsafeRawPointer, count: Int) -> Bool {
    guard count > prefix.count else { return false }
    return unsafe prefix.withUnsafeBytes { prefix in
      guard let base = prefix.baseAddress else { return true }
      return unsafe memcmp(base, key, prefix.count) == 0
    }
  }

  /// Returns whether the end of a key has plain characters only.
  ///
  /// Control characters, spaces, quotes, commas, non-ASCII bytes and two periods in a row are not
  /// plain; some harmless characters fail too (# and &).
  @inline(__always)
  private func isPlain(_ key: UnsafeRawPointer, from start: Int, count: Int) -> Bool {
    var index = start
    while index + 8 < count {
      let word = unsafe key.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      guard Self.isPlain(word) else { return false }
      // Steps of 7, so that no pair of periods is split between two words.
      index += 7
    }
    return unsafe Self.isPlain(key.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self))
  }

  @inline(__always)
  private static func isPlain(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
    let below = (word &- ones &* 0x21) & ~word
    let quotes = zeros((word | ones &* 5) ^ ones &* 0x27)
    let commas = zeros(word ^ ones &* 0x2C)
    let deletes = zeros(word ^ ones &* 0x7F)
    let points = zeros(word ^ ones &* 0x2E)
    let pairs = points & points << 8
    return (word | below | quotes | commas | deletes | pairs) & (ones &* 0x80) == 0
  }
}

extension TimeWords {
  /// Loads a text of at least 17 bytes.
  @inline(__always)
  fileprivate init(_ text: UnsafeRawPointer, length: Int) {
    first = unsafe UInt64(bigEndian: text.loadUnaligned(as: UInt64.self))
    second = unsafe UInt64(bigEndian: (text + 8).loadUnaligned(as: UInt64.self))
    last = unsafe UInt64(bigEndian: (text + length - 8).loadUnaligned(as: UInt64.self))
  }
}

extension Filesize {
  /// The value of 1 to 18 digits.
  ///
  /// - Parameters:
  ///   - bytes: The buffer, with at least eight bytes before `end`.
  ///   - start: The position of the first digit.
  ///   - end: The position after the last digit.
  /// - Returns: The number.
  @inline(__always)
  static func ofDigits(_ bytes: UnsafeRawPointer, from start: Int, to end: Int) -> Int {
    let count = end - start
    guard count > 8 else {
      let word = unsafe (bytes + end - 8).loadUnaligned(as: UInt64.self)
      return Int(ofEightDigits(word & (UInt64.max << (64 - 8 * UInt64(count)))))
    }
    var value = 0
    for index in start..<end {
      value = value * 10 + Int(unsafe bytes.load(fromByteOffset: index, as: UInt8.self) & 15)
    }
    return value
  }
}
