/// The least and the greatest byte string that a column may have.
package struct ByteBounds: Sendable {
  private let minimum: [UInt8]?
  private let maximum: [UInt8]?
  /// The number of bytes with which both begin, and these bytes as words.
  private let sharedCount: Int
  private let shared: [UInt64]
  /// Which bits of the last of these words count.
  private let lastMask: UInt64
  /// The eight bytes of both after the shared ones, in the order of numbers.
  private let least: UInt64
  private let greatest: UInt64

  /// Creates bounds.
  ///
  /// - Parameters:
  ///   - minimum: The least value; nil for any.
  ///   - maximum: The greatest value; nil for any.
  package init(minimum: [UInt8]?, maximum: [UInt8]?) {
    self.minimum = minimum
    self.maximum = maximum
    let pairs = zip(minimum ?? [], maximum ?? [])
    let count = pairs.prefix { $0 == $1 }.count
    sharedCount = count
    let prefix = (minimum ?? []).prefix(count)
    shared = stride(from: 0, to: count, by: 8).map { Self.word(prefix.dropFirst($0)).byteSwapped }
    lastMask = count % 8 == 0 ? .max : (1 << UInt64(8 * (count % 8))) - 1
    least = minimum.map { Self.word($0.dropFirst(count)) } ?? 0
    greatest = maximum.map { Self.word($0.dropFirst(count)) } ?? .max
  }

  /// The first eight bytes as a number whose order is that of the bytes; zeros for missing ones.
  private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var word: UInt64 = 0
    for (index, byte) in bytes.prefix(8).enumerated() { word |= UInt64(byte) << (56 - 8 * index) }
    return word
  }

  /// Finds the first row whose value is not within the bounds.
  ///
  /// - Parameter values: A column of type `bytes`.
  /// - Returns: The row; nil if all values are within.
  package func firstRowOutside(_ values: ColumnValues) -> Int? {
    precondition(values.type == .bytes, "a column of type \(values.type) has no byte strings")
    let (offsets, bytes) = (values.offsets.span, values.bytes.span)
    let words = shared.span
    for row in 0..<values.count {
      let range = Int(offsets[row])..<Int(offsets[row + 1])
      if isClearlyInside(bytes, range, words) || !values.hasValue(at: row) { continue }
      if isOutside(bytes.extracting(range)) { return row }
    }
    return nil
  }

  /// Whether a value is within the bounds as its first bytes show, which is so for most.
  @inline(__always) private func isClearlyInside(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ words: Span<UInt64>
  ) -> Bool {
    guard range.count >= sharedCount + 8 else { return false }
    let first = ByteWord(bytes, at: range.lowerBound + sharedCount).bits.byteSwapped
    guard least < first, first < greatest else { return false }
    var difference: UInt64 = 0
    let last = words.count - 1
    for index in 0..<words.count {
      let word = ByteWord(bytes, at: range.lowerBound + 8 * index).bits ^ words[index]
      difference |= index == last ? word & lastMask : word
    }
    return difference == 0
  }

  private func isOutside(_ value: Span<UInt8>) -> Bool {
    if let minimum, value.precedes(minimum.span) { return true }
    return maximum.map { $0.span.precedes(value) } ?? false
  }

  /// Whether a value is less than the minimum.
  package func isBelow(_ value: Span<UInt8>) -> Bool {
    minimum.map { value.precedes($0.span) } ?? false
  }
}

extension Span where Element == UInt8 {
  /// Whether these bytes come before others in the order of bytes.
  fileprivate func precedes(_ other: Span<UInt8>) -> Bool {
    let shared = Swift.min(count, other.count)
    for index in 0..<shared where self[index] != other[index] { return self[index] < other[index] }
    return count < other.count
  }
}
