/// Writes small integers as repetitions and packed bits.
///
/// Spec: format/Encodings.md, "Run Length Encoding / Bit-Packing Hybrid (RLE = 3)".
enum RunLengthEncoder {
  /// Writes integers.
  ///
  /// - Parameters:
  ///   - values: The integers.
  ///   - width: The number of bits of each.
  ///   - output: Receives them at its end.
  static func encode(_ values: Span<UInt32>, width: Int, into output: inout [UInt8]) {
    var start = 0
    var index = 0
    while index < values.count {
      let run = runLength(values, from: index)
      // Packed integers come in groups of eight, so what is before a run must fill its groups.
      let missing = (8 - (index - start) % 8) % 8
      if run >= 8 + missing {
        pack(values.extracting(start..<index + missing), width: width, into: &output)
        let count = run - missing
        output.append(sevenBits: UInt64(count) << 1)
        append(values[index], bytes: (width + 7) / 8, to: &output)
        index += run
        start = index
      } else {
        index += run
      }
    }
    pack(values.extracting(start..<values.count), width: width, into: &output)
  }

  private static func runLength(_ values: Span<UInt32>, from start: Int) -> Int {
    var index = start + 1
    while index < values.count, values[index] == values[start] { index += 1 }
    return index - start
  }

  private static func append(_ value: UInt32, bytes count: Int, to output: inout [UInt8]) {
    for index in 0..<count { output.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * index))) }
  }

  /// Writes integers in groups of eight; zeros fill the last group.
  private static func pack(_ values: Span<UInt32>, width: Int, into output: inout [UInt8]) {
    if values.isEmpty { return }
    let groups = (values.count + 7) / 8
    output.append(sevenBits: UInt64(groups) << 1 | 1)
    var bits: UInt64 = 0
    var bitCount = 0
    for index in 0..<groups * 8 {
      bits |= (index < values.count ? UInt64(values[index]) : 0) << UInt64(bitCount)
      bitCount += width
      while bitCount >= 8 {
        output.append(UInt8(truncatingIfNeeded: bits))
        bits >>= 8
        bitCount -= 8
      }
    }
  }
}
