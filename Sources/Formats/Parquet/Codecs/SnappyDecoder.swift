/// Decodes Snappy blocks.
///
/// Spec: google/snappy, format_description.txt.
enum SnappyDecoder {
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
    guard let length = length(input, &position) else { return "its length is damaged" }
    guard length == range.count else {
      return "it says that it has \(length) bytes, but the page \(range.count)"
    }
    var written = start
    while position < input.count {
      let tag = input[position]
      position += 1
      if tag & 3 == 0 {
        guard let count = literalLength(tag, input, &position),
          count <= input.count - position, count <= end - written
        else { return "literal bytes go over an end (after \(written - start) bytes)" }
        output.copy(from: input, at: position, to: written, count: count)
        position += count
        written += count
      } else {
        guard let (distance, count) = copy(tag, input, &position),
          distance >= 1, distance <= written - start,
          count <= end - written
        else { return "a copy goes over an end (after \(written - start) bytes)" }
        output.repeatBytes(at: written, distance: distance, count: count)
        written += count
      }
    }
    return written == end ? nil : "it ends after \(written - start) of \(length) bytes"
  }

  private static func length(_ input: Span<UInt8>, _ position: inout Int) -> Int? {
    var value = 0
    for shift in stride(from: 0, to: 35, by: 7) {
      guard position < input.count else { return nil }
      let byte = input[position]
      position += 1
      value |= Int(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }

  @inline(__always) private static func literalLength(
    _ tag: UInt8, _ input: Span<UInt8>, _ position: inout Int
  ) -> Int? {
    let code = Int(tag >> 2)
    if code < 60 { return code + 1 }
    let extra = code - 59
    guard extra <= input.count - position else { return nil }
    var value = 0
    for index in 0..<extra { value |= Int(input[position + index]) << (8 * index) }
    position += extra
    return value + 1
  }

  @inline(__always) private static func copy(
    _ tag: UInt8, _ input: Span<UInt8>, _ position: inout Int
  ) -> (distance: Int, count: Int)? {
    let code = Int(tag >> 2)
    let left = input.count - position
    switch tag & 3 {
    case 1:
      guard left >= 1 else { return nil }
      defer { position += 1 }
      return ((code >> 3) << 8 | Int(input[position]), code & 7 + 4)
    case 2:
      guard left >= 2 else { return nil }
      defer { position += 2 }
      return (Int(input[position]) | Int(input[position + 1]) << 8, code + 1)
    default:
      guard left >= 4 else { return nil }
      defer { position += 4 }
      let low = Int(input[position]) | Int(input[position + 1]) << 8
      return (low | Int(input[position + 2]) << 16 | Int(input[position + 3]) << 24, code + 1)
    }
  }
}
