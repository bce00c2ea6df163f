/// Decodes small integers that are written as repetitions and packed bits.
///
/// Spec: format/Encodings.md, "Run Length Encoding / Bit-Packing Hybrid (RLE = 3)".
struct RunLengthDecoder {
  /// The number of bits of an integer.
  private let width: Int
  /// The place of the next run in the page.
  private var position: Int
  /// The place after the last run.
  private let end: Int
  /// How often the value comes again; only one of the two counts is more than zero.
  private var repetitions = 0
  private var value: UInt32 = 0
  /// How many packed integers are left.
  private var packed = 0
  /// The place of the next packed integer, in bits.
  private var bit = 0

  init(width: Int, from position: Int, to end: Int) throws(ParquetFault) {
    guard 0...32 ~= width else {
      throw ParquetFault(.damaged, "integers of \(width) bits; the maximum is 32")
    }
    self.width = width
    self.position = position
    self.end = end
  }

  /// Reads integers.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - page: The page.
  ///   - output: Receives them.
  ///   - start: The index of the first of them in the output.
  /// - Throws: ``ParquetFault``.
  mutating func decode(
    _ count: Int, from page: Span<UInt8>, into output: inout MutableSpan<UInt32>, at start: Int = 0
  ) throws(ParquetFault) {
    var done = 0
    while done < count {
      if repetitions == 0, packed == 0 { try startRun(page) }
      if repetitions > 0 {
        let count = Swift.min(repetitions, count - done)
        for index in start + done..<start + done + count { output[index] = value }
        repetitions -= count
        done += count
      } else {
        let count = Swift.min(packed, count - done)
        unpack(count, from: page, into: &output, at: start + done)
        packed -= count
        done += count
      }
    }
  }

  /// Skips repetitions of a value, if they come next.
  ///
  /// - Returns: How many were skipped.
  mutating func skipRun(
    of wanted: UInt32, atMost count: Int, page: Span<UInt8>
  ) throws(ParquetFault) -> Int {
    if repetitions == 0, packed == 0 { try startRun(page) }
    guard repetitions > 0, value == wanted else { return 0 }
    let count = Swift.min(repetitions, count)
    repetitions -= count
    return count
  }

  private mutating func unpack(
    _ count: Int, from page: Span<UInt8>, into output: inout MutableSpan<UInt32>, at start: Int
  ) {
    let mask: UInt64 = 1 << UInt64(width) - 1
    var bit = bit
    for index in start..<start + count {
      let word = ByteWord(page, at: bit >> 3).bits >> UInt64(bit & 7)
      output[index] = UInt32(truncatingIfNeeded: word & mask)
      bit += width
    }
    self.bit = bit
  }

  private mutating func startRun(_ page: Span<UInt8>) throws(ParquetFault) {
    repeat {
      let header = try header(page)
      if header & 1 == 0 {
        let count = (width + 7) >> 3
        guard count <= end - position else { throw Self.early }
        value = 0
        for index in 0..<count { value |= UInt32(page[position + index]) << UInt32(8 * index) }
        position += count
        repetitions = header >> 1
      } else {
        // Writers may leave out bytes of the last group.
        let size = (header >> 1).multipliedReportingOverflow(by: width)
        let available = Swift.min(size.overflow ? Int.max : size.partialValue, end - position)
        packed =
          width == 0 ? Swift.min(header >> 1, 1 << 40) * 8 : available * 8 / width
        bit = position * 8
        position += available
        // A run without bytes would come again and again.
        if packed == 0, header > 1 { throw Self.early }
      }
    } while repetitions == 0 && packed == 0
  }

  private mutating func header(_ page: Span<UInt8>) throws(ParquetFault) -> Int {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 35, by: 7) {
      guard position < end else { throw Self.early }
      let byte = page[position]
      position += 1
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return Int(value) }
    }
    throw ParquetFault(.damaged, "a run has more than 2^35 values")
  }

  private static let early = ParquetFault(.damaged, "a page has fewer values than its header says")
}
