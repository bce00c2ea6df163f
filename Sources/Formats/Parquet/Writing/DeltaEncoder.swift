/// Writes integers as differences.
///
/// Spec: format/Encodings.md, "Delta Encoding (DELTA_BINARY_PACKED = 5)".
struct DeltaEncoder {
  /// The differences of a block that exceed the least of them.
  private var deltas: [UInt64] = []

  /// The number of integers in a block, and in each of the parts of a block.
  private static let blockSize = 128
  private static let partSize = 32

  /// Writes integers.
  ///
  /// - Parameters:
  ///   - values: The integers.
  ///   - output: Receives them at its end.
  mutating func encode(_ values: Span<Int64>, into output: inout [UInt8]) {
    output.append(sevenBits: UInt64(Self.blockSize))
    output.append(sevenBits: UInt64(Self.blockSize / Self.partSize))
    output.append(sevenBits: UInt64(values.count))
    output.append(sevenBits: Self.zigzag(values.isEmpty ? 0 : values[0]))
    var start = 1
    while start < values.count {
      let end = Swift.min(values.count, start + Self.blockSize)
      // A difference may not fit; all arithmetic is that of 64 bits, as that of readers.
      var least = Int64.max
      for index in start..<end { least = Swift.min(least, values[index] &- values[index - 1]) }
      deltas.removeAll(keepingCapacity: true)
      for index in start..<end {
        deltas.append(UInt64(bitPattern: values[index] &- values[index - 1] &- least))
      }
      output.append(sevenBits: Self.zigzag(least))
      appendBlock(to: &output)
      start = end
    }
  }

  private func appendBlock(to output: inout [UInt8]) {
    let deltas = deltas
    let parts = stride(from: 0, to: Self.blockSize, by: Self.partSize).map { start in
      Swift.min(start, deltas.count)..<Swift.min(start + Self.partSize, deltas.count)
    }
    let widths = parts.map { part in
      UInt64.bitWidth - part.reduce(0) { $0 | deltas[$1] }.leadingZeroBitCount
    }
    for width in widths { output.append(UInt8(width)) }
    for (part, width) in zip(parts, widths) where width > 0 {
      Self.pack(deltas.span.extracting(part), width: width, into: &output)
    }
  }

  /// Writes the integers of a part; zeros fill it.
  private static func pack(_ values: Span<UInt64>, width: Int, into output: inout [UInt8]) {
    var bits: UInt64 = 0
    var filled = 0
    for index in 0..<partSize {
      let value = index < values.count ? values[index] : 0
      bits |= value << UInt64(filled)
      filled += width
      guard filled >= UInt64.bitWidth else { continue }
      output.append(littleEndian: bits)
      filled -= UInt64.bitWidth
      bits = filled == 0 ? 0 : value >> UInt64(width - filled)
    }
    // 32 integers fill a number of words of 32 bits.
    if filled > 0 { output.append(littleEndian: UInt32(truncatingIfNeeded: bits)) }
  }

  private static func zigzag(_ value: Int64) -> UInt64 {
    UInt64(bitPattern: value << 1 ^ value >> 63)
  }
}
