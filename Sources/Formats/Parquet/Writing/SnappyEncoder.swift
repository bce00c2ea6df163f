/// Encodes Snappy blocks.
///
/// Spec: google/snappy, format_description.txt.
struct SnappyEncoder {
  /// Where four bytes were seen last, by their hash.
  private var table = [Int32](repeating: -1, count: 1 << 14)

  /// Compresses bytes and appends the block.
  ///
  /// - Parameters:
  ///   - input: The bytes.
  ///   - output: Receives the block at its end.
  mutating func encode(_ input: Span<UInt8>, into output: inout [UInt8]) {
    for index in table.indices { table[index] = -1 }
    output.append(sevenBits: UInt64(input.count))
    output.reserveCapacity(output.count + input.count / 2)
    var literals = 0
    var index = 0
    while index + 8 <= input.count {
      let word = UInt32(truncatingIfNeeded: ByteWord(input, at: index).bits)
      let slot = Int((word &* 0x1E35_A7BD) >> 18)
      let earlier = Int(table[slot])
      table[slot] = Int32(index)
      // A copy reaches back less than 64 KB.
      guard earlier >= 0, index - earlier < 1 << 16,
        UInt32(truncatingIfNeeded: ByteWord(input, at: earlier).bits) == word
      else {
        // Where nothing recurs, look less often.
        index += 1 + (index - literals) >> 5
        continue
      }
      let count = Self.matchLength(input, at: index, earlier: earlier)
      Self.appendLiterals(input, in: literals..<index, to: &output)
      Self.appendCopy(count, distance: index - earlier, to: &output)
      index += count
      literals = index
    }
    Self.appendLiterals(input, in: literals..<input.count, to: &output)
  }

  private static func matchLength(
    _ input: Span<UInt8>, at index: Int, earlier: Int
  ) -> Int {
    var count = 4
    while index + count + 8 <= input.count {
      let difference =
        ByteWord(input, at: earlier + count).bits ^ ByteWord(input, at: index + count).bits
      if difference != 0 { return count + difference.trailingZeroBitCount / 8 }
      count += 8
    }
    while index + count < input.count, input[earlier + count] == input[index + count] { count += 1 }
    return count
  }

  private static func appendLiterals(
    _ input: Span<UInt8>, in range: Range<Int>, to output: inout [UInt8]
  ) {
    if range.isEmpty { return }
    let length = UInt32(range.count - 1)
    if length < 60 {
      output.append(UInt8(length) << 2)
    } else {
      let bytes = (39 - length.leadingZeroBitCount) / 8
      output.append(UInt8(59 + bytes) << 2)
      for index in 0..<bytes {
        output.append(UInt8(truncatingIfNeeded: length >> UInt32(8 * index)))
      }
    }
    output.append(input, in: range)
  }

  private static func appendCopy(_ count: Int, distance: Int, to output: inout [UInt8]) {
    var left = count
    while left > 0 {
      let part = Swift.min(left, 64)
      output.append(UInt8(part - 1) << 2 | 2)
      output.append(UInt8(truncatingIfNeeded: distance))
      output.append(UInt8(truncatingIfNeeded: distance >> 8))
      left -= part
    }
  }
}

extension [UInt8] {
  /// Adds a part of other bytes.
  mutating func append(_ source: Span<UInt8>, in range: Range<Int>) {
    append(source.extracting(range))
  }

  /// Adds the bytes of an integer, the lowest first.
  mutating func append(littleEndian value: some FixedWidthInteger) {
    var rest = value
    for _ in 0..<value.bitWidth / 8 {
      append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }
}
