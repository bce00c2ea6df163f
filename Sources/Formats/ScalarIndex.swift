/// Counts of the Unicode scalars of a text, for turning byte offsets into scalars and back.
///
/// Each byte that is not UTF-8 counts as one, unless it looks like the tail of a sequence.
struct ScalarIndex: Sendable {
  /// The bytes between two counts.
  private static let blockSize = 64
  private let text: [UInt8]
  /// Whether every byte begins a scalar, so that both counts are equal.
  private let isASCII: Bool
  /// For each block, the number of scalars that begin before it.
  private let counts: [Int]

  /// Counts the scalars of a text.
  ///
  /// - Complexity: O(*n*) in the length of the text.
  init(_ text: [UInt8]) {
    self.text = text
    let span = text.span
    var counts: [Int] = []
    counts.reserveCapacity(text.count / Self.blockSize + 1)
    var total = 0
    var start = 0
    while start <= text.count {
      counts.append(total)
      total += Self.scalars(in: span, start..<Swift.min(start + Self.blockSize, text.count))
      start += Self.blockSize
    }
    self.counts = counts
    isASCII = total == text.count
  }

  /// Returns the number of scalars that begin before a byte offset within the text.
  ///
  /// - Complexity: O(1).
  func scalars(before offset: Int) -> Int {
    let block = offset / Self.blockSize
    return counts[block] + Self.scalars(in: text.span, block * Self.blockSize..<offset)
  }

  /// Returns the byte offset where a scalar begins, counted from 0; after the last, the end.
  ///
  /// - Complexity: O(log *n*).
  func offset(ofScalar number: Int) -> Int {
    if isASCII { return Swift.min(number, text.count) }
    var low = 0
    var high = counts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if counts[middle] <= number { low = middle } else { high = middle }
    }
    var left = number - counts[low]
    var offset = low * Self.blockSize
    while offset < text.count {
      if text[offset] & 0xC0 != 0x80 {
        if left == 0 { return offset }
        left -= 1
      }
      offset += 1
    }
    return text.count
  }

  /// Counts the bytes in a range that are not the tail of a sequence (10xxxxxx).
  private static func scalars(in text: Span<UInt8>, _ range: Range<Int>) -> Int {
    var count = range.count
    var index = range.lowerBound
    while index + 8 <= range.upperBound {
      let bits = ByteWord(text, at: index).bits
      count -= (bits & ~(bits << 1) & ByteWord.topBits).nonzeroBitCount
      index += 8
    }
    while index < range.upperBound {
      if text[index] & 0xC0 == 0x80 { count -= 1 }
      index += 1
    }
    return count
  }
}
