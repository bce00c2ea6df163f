import Formats

/// Makes gzip data.
package enum Gzip {
  /// Compresses bytes.
  package static func compress(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    var deflater = Deflater(level: 6)
    _ = deflater.deflate(bytes.span, isLast: true, into: &output)
    var checksum = Checksum32()
    checksum.add(bytes.span)
    for value in [checksum.value, UInt32(truncatingIfNeeded: bytes.count)] {
      for shift: UInt32 in [0, 8, 16, 24] { output.append(UInt8(value >> shift & 0xFF)) }
    }
    return output
  }
}
