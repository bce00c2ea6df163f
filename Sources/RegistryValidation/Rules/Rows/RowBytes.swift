internal import Formats

/// Which kinds of bytes a line has, found eight bytes at a time.
struct LineBytes {
  /// Whether there is a byte 0.
  private(set) var hasNUL = false
  /// Whether there is a double quote.
  private(set) var hasDoubleQuote = false
  /// Whether there is a byte above 127.
  private(set) var isNotASCII = false
  /// Whether there may be a control character, or a period after a period or a slash.
  private(set) var mayBeUnsafe = false

  /// Looks at every byte of a line.
  init(_ line: Span<UInt8>) {
    guard line.count >= 8 else {
      for index in 0..<line.count {
        hasNUL = hasNUL || line[index] == 0
        hasDoubleQuote = hasDoubleQuote || line[index] == UInt8(ascii: "\"")
        isNotASCII = isNotASCII || line[index] >= 0x80
      }
      mayBeUnsafe = true
      return
    }
    var high: UInt64 = 0
    var low: UInt64 = 0
    var pairs: UInt64 = 0
    var before: UInt64 = 0
    var quotes: UInt64 = 0
    var index = 0
    while true {
      let word = ByteWord(line, at: index)
      // The two characters differ in the lowest bit only.
      let marks = ByteWord(bits: word.bits | 0x0101_0101_0101_0101)
        .bytes(equalTo: UInt8(ascii: "/"))
      let points = marks & ~(word.bits &<< 7)
      // Adding 1 lifts DEL above 127.
      high |= word.bits | (word.bits &+ 0x0101_0101_0101_0101)
      low |= (word.bits &- 0x2020_2020_2020_2020) & ~word.bits
      pairs |= points & (marks &<< 8 | before &>> 56)
      before = marks
      quotes |= word.bytes(equalTo: UInt8(ascii: "\""))
      index &+= 8
      if index &+ 8 <= line.count { continue }
      guard index < line.count else { break }
      // The last word overlaps the one before it.
      index = line.count &- 8
    }
    let isSuspicious = (high | low) & ByteWord.topBits != 0
    mayBeUnsafe = isSuspicious || pairs != 0
    hasDoubleQuote = quotes != 0
    guard isSuspicious else { return }
    for index in 0..<line.count {
      if line[index] == 0 { hasNUL = true }
      if line[index] >= 0x80 { isNotASCII = true }
    }
  }
}

extension Span<UInt8> {
  /// Whether the bytes begin with others and have more.
  func begins(with prefix: [UInt8]) -> Bool {
    count > prefix.count && extracting(0..<prefix.count).hasBytes(prefix.span)
  }

  /// Whether the bytes begin with a scheme and `://`.
  var isAbsoluteAddress: Bool {
    var index = 0
    while index < count, self[index] | 0x20 &- 0x61 < 26 || (index > 0 && self[index] &- 0x2B < 15)
    {
      index += 1
    }
    return index > 0 && index + 3 < count && self[index] == 0x3A && self[index + 1] == 0x2F
      && self[index + 2] == 0x2F
  }

  /// Whether the bytes are the address of an object that every client reads: neither that of a
  /// local file nor one with a scheme of Hadoop or in upper case.
  var isObjectAddress: Bool {
    isAbsoluteAddress && !hasHadoopScheme && !hasUpperCaseScheme
      && !begins(with: Array("file:".utf8))
  }

  /// Whether the bytes begin with a scheme such as `S3:`, which clients do not know.
  var hasUpperCaseScheme: Bool {
    for index in 0..<count where self[index] == UInt8(ascii: ":") {
      for place in 0..<index where UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self[place] {
        return true
      }
      return false
    }
    return false
  }

  /// Whether the bytes begin with `s3a:` or `s3n:`.
  var hasHadoopScheme: Bool {
    begins(with: Array("s3a:".utf8)) || begins(with: Array("s3n:".utf8))
  }

  /// Whether the bytes are the address of a bucket, with or without its final slash.
  func isBucket(_ bucket: [UInt8]) -> Bool {
    isEqual(to: bucket[...]) || isEqual(to: bucket.dropLast())
  }

  private func isEqual(to other: ArraySlice<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for (index, byte) in other.enumerated() where self[index] != byte { return false }
    return true
  }

  /// Whether a datakey names a directory or a bucket instead of a file.
  var namesNoFile: Bool {
    guard count > 0 else { return false }
    if self[count - 1] == UInt8(ascii: "/") { return true }
    var slashes = 0
    for index in 0..<count where self[index] == UInt8(ascii: "/") {
      slashes += 1
      if slashes > 2 { return false }
    }
    return slashes == 2 && isAbsoluteAddress
  }

  /// Whether a datakey has a control character or a segment `.` or `..`.
  var isUnsafeKey: Bool {
    var dots = 0
    for index in 0..<count {
      let byte = self[index]
      if byte < 0x20 || byte == 0x7F { return true }
      if byte == 0x2E {
        dots += 1
        continue
      }
      // Exactly one or two periods between slashes.
      if byte == 0x2F, isSegment(dots, before: index) { return true }
      dots = 0
    }
    return isSegment(dots, before: count)
  }

  /// Whether one or two periods before an index are a whole segment.
  private func isSegment(_ dots: Int, before index: Int) -> Bool {
    (1...2).contains(dots) && (index == dots || self[index - dots - 1] == 0x2F)
  }
}
