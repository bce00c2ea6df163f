/// Compresses bytes into one gzip stream, piece by piece.
package final class GzipWriter {
  private var deflater: Deflater
  private var checksum = Checksum32()
  private var count = 0
  private var isBegun = false

  /// Starts a stream without name and time, so that equal bytes give an equal stream.
  ///
  /// - Parameter level: From 0, no compression, to 9, the best compression.
  package init(level: Int = 6) { deflater = Deflater(level: level) }

  /// Compresses more bytes.
  ///
  /// - Parameter bytes: The bytes.
  /// - Returns: The compressed bytes that are complete.
  package func compress(_ bytes: [UInt8]) -> [UInt8] { add(bytes, isLast: false) }

  /// Ends the stream.
  ///
  /// - Returns: The last bytes.
  package func finish() -> [UInt8] {
    var output = add([], isLast: true)
    for value in [checksum.value, UInt32(truncatingIfNeeded: count)] {
      for shift in [0, 8, 16, 24] as [UInt32] {
        output.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
    return output
  }

  private func add(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
    var output: [UInt8] = []
    if !isBegun {
      isBegun = true
      output = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    }
    checksum.add(bytes.span)
    count += bytes.count
    _ = deflater.deflate(bytes.span, isLast: isLast, into: &output)
    return output
  }
}
