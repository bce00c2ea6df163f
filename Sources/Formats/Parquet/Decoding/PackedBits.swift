/// Integers of a number of bits each, one after the other from the lowest bit of the first byte.
enum PackedBits {
  /// How many bytes must exist after the last integer, so that eight bytes can be read anywhere.
  static let slack = 16

  /// Reads an integer of at most 64 bits.
  ///
  /// - Parameters:
  ///   - page: The bytes, with ``slack`` after the integers.
  ///   - bit: The place of the integer, in bits.
  ///   - width: The number of its bits.
  /// - Returns: The integer.
  @inline(__always) static func integer(_ page: Span<UInt8>, at bit: Int, width: Int) -> UInt64 {
    let place = bit >> 3
    let shift = bit & 7
    var value = ByteWord(page, at: place).bits >> UInt64(shift)
    if width + shift > 64 { value |= UInt64(page[place + 8]) << UInt64(64 - shift) }
    return width == 64 ? value : value & (1 << UInt64(width) - 1)
  }
}
