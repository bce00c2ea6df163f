extension Span where Element == UInt8 {
  /// The index of the first byte of one value from an index on; the count without such a byte.
  @inlinable package func firstIndex(of byte: UInt8, from start: Int) -> Int {
    var index = start
    while index + 8 <= count {
      let found = ByteWord(self, at: index).bytes(equalTo: byte)
      if found != 0 { return index + ByteWord.firstIndex(in: found) }
      index += 8
    }
    while index < count, self[index] != byte { index += 1 }
    return index
  }
}

/// Eight bytes of a text in one integer, to test them all at once.
///
/// The first byte has the lowest bits. In a result of the tests below the top bit of a byte is
/// set if the byte passes; only the lowest set bit is exact, since borrows run upwards.
@frozen @usableFromInline package struct ByteWord: Sendable, Hashable {
  /// The bytes.
  @usableFromInline package var bits: UInt64

  @inlinable package init(bits: UInt64) { self.bits = bits }

  /// Reads eight bytes from an index on, all of which must exist.
  // The optimizer turns this into one load: the bounds are checked once, for the extract.
  @inlinable @inline(__always) package init(_ text: Span<UInt8>, at index: Int) {
    let bytes = text.extracting(index..<index + 8)
    bits =
      UInt64(bytes[0]) | UInt64(bytes[1]) << 8 | UInt64(bytes[2]) << 16 | UInt64(bytes[3]) << 24
      | UInt64(bytes[4]) << 32 | UInt64(bytes[5]) << 40 | UInt64(bytes[6]) << 48
      | UInt64(bytes[7]) << 56
  }

  /// Returns the bytes that equal the given one.
  @inlinable @inline(__always) package func bytes(equalTo byte: UInt8) -> UInt64 {
    let difference = bits ^ (UInt64(byte) &* 0x0101_0101_0101_0101)
    return (difference &- 0x0101_0101_0101_0101) & ~difference & Self.topBits
  }

  /// Returns the bytes less than the given one, which must be at most 128.
  @inlinable @inline(__always) package func bytes(lessThan byte: UInt8) -> UInt64 {
    (bits &- UInt64(byte) &* 0x0101_0101_0101_0101) & ~bits & Self.topBits
  }

  /// The bytes that are not ASCII.
  @inlinable @inline(__always) package var nonASCIIBytes: UInt64 { bits & Self.topBits }

  /// The top bit of each byte.
  @inlinable package static var topBits: UInt64 { 0x8080_8080_8080_8080 }

  /// Returns the index, from 0 to 7, of the first byte that passed a test.
  @inlinable @inline(__always) package static func firstIndex(in passed: UInt64) -> Int {
    passed.trailingZeroBitCount &>> 3
  }
}
