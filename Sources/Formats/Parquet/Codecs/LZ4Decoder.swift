/// Decodes LZ4 blocks without a frame.
///
/// Spec: lz4/lz4, doc/lz4_Block_format.md.
enum LZ4Decoder {
  /// Decodes a block.
  ///
  /// - Parameters:
  ///   - input: The block.
  ///   - output: Receives the bytes.
  ///   - range: The place for exactly all.
  /// - Returns: What is wrong; nil if the output was filled.
  static func decode(
    _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, in range: Range<Int>
  ) -> String? {
    let (start, end) = (range.lowerBound, range.upperBound)
    var position = 0
    var written = start
    while position < input.count {
      let token = input[position]
      position += 1
      guard let literals = length(Int(token >> 4), input, &position),
        literals <= input.count - position, literals <= end - written
      else { return "literal bytes go over an end (after \(written - start) bytes)" }
      output.copy(from: input, at: position, to: written, count: literals)
      position += literals
      written += literals
      // The last sequence has only literals.
      if position == input.count { break }
      guard input.count - position >= 2 else { return "it ends early" }
      let distance = Int(input[position]) | Int(input[position + 1]) << 8
      position += 2
      guard let count = length(Int(token & 15), input, &position),
        distance >= 1, distance <= written - start, count <= end - written - 4
      else { return "a copy goes over an end (after \(written - start) bytes)" }
      output.repeatBytes(at: written, distance: distance, count: count + 4)
      written += count + 4
    }
    return written == end ? nil : "it ends after \(written - start) of \(range.count) bytes"
  }

  @inline(__always) private static func length(
    _ nibble: Int, _ input: Span<UInt8>, _ position: inout Int
  ) -> Int? {
    guard nibble == 15 else { return nibble }
    var value = 15
    while position < input.count {
      let byte = input[position]
      position += 1
      value += Int(byte)
      if byte < 255 { return value }
    }
    return nil
  }
}
