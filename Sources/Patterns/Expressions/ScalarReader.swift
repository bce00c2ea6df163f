internal import Formats

/// Reads code points from bytes that may be malformed.
package enum ScalarReader {
  /// Reads the code point at an index and moves past it.
  ///
  /// A surrogate without its partner, which JSON can spell, is kept; any other byte out of
  /// place is U+FFFD.
  package static func next(in text: Span<UInt8>, at index: inout Int) -> UInt32 {
    let first = text[index]
    if first < 0x80 {
      index += 1
      return UInt32(first)
    }
    guard
      let length = UTF8Sequence.length(in: text, at: index) ?? surrogateLength(in: text, at: index)
    else {
      index += 1
      return 0xFFFD
    }
    // A first byte of n bytes carries 7 - n bits, for n from 2 to 4.
    var value = UInt32(first) & (0xFF >> UInt32(length + 1))
    for position in index + 1..<index + length {
      value = value << 6 | UInt32(text[position] & 0x3F)
    }
    index += length
    return value
  }

  private static func surrogateLength(in text: Span<UInt8>, at index: Int) -> Int? {
    guard text[index] == 0xED, index + 2 < text.count, (0xA0...0xBF).contains(text[index + 1]),
      (0x80...0xBF).contains(text[index + 2])
    else { return nil }
    return 3
  }

  /// Counts the code points of a string.
  package static func count(_ text: Span<UInt8>) -> Int {
    var count = 0
    // A byte 10xxxxxx continues a code point.
    for index in 0..<text.count where text[index] & 0xC0 != 0x80 { count += 1 }
    return count
  }
}
