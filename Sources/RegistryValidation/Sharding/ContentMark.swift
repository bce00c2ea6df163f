internal import Formats
internal import Locks
internal import ObjectStorage

/// A hash that shows whether a file is still the one of a plan.
///
/// It is 64 bits of all bytes and the size: it finds changes, not forgeries.
struct ContentMark: Sendable {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var size = 0
  /// The last bytes, fewer than eight.
  private var rest: [UInt8] = []

  /// Marks nothing yet.
  init() {}

  /// The mark of bytes.
  static func of(_ bytes: [UInt8]) -> String {
    var mark = ContentMark()
    mark.add(bytes.span)
    return mark.text
  }

  /// Adds bytes; how they are divided does not matter.
  mutating func add(_ bytes: Span<UInt8>) {
    size += bytes.count
    var index = 0
    while !rest.isEmpty, rest.count < 8, index < bytes.count {
      rest.append(bytes[index])
      index += 1
    }
    if rest.count == 8 {
      mix(ByteWord(rest.span, at: 0).bits)
      rest.removeAll(keepingCapacity: true)
    }
    guard rest.isEmpty else { return }
    while index + 8 <= bytes.count {
      mix(ByteWord(bytes, at: index).bits)
      index += 8
    }
    while index < bytes.count {
      rest.append(bytes[index])
      index += 1
    }
  }

  @inline(__always)
  private mutating func mix(_ word: UInt64) {
    let product = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    state = product.high ^ product.low ^ word &<< 32
  }

  /// The mark: the size and 16 hexadecimal digits.
  var text: String {
    var end = self
    var last: UInt64 = 0
    for byte in rest { last = last << 8 | UInt64(byte) }
    end.mix(last)
    end.mix(UInt64(size))
    let digits = String(end.state, radix: 16)
    return "\(size)-" + String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// Marks the bytes of a reader while they are read.
final class MarkedReader: ObjectReader {
  private let base: any ObjectReader
  private let mark = Lock<ContentMark?>(ContentMark())
  private let end: @Sendable (String) -> Void

  /// Reads a reader.
  ///
  /// - Parameters:
  ///   - base: The reader.
  ///   - end: Gets the mark of all bytes, once they are read.
  init(_ base: any ObjectReader, atEnd end: @escaping @Sendable (String) -> Void = { _ in }) {
    self.base = base
    self.end = end
  }

  var info: ObjectInfo { base.info }

  func next() async throws(StoreError) -> [UInt8]? {
    guard let bytes = try await base.next() else {
      noteEnd()
      return nil
    }
    mark.withLock { $0?.add(bytes.span) }
    return bytes
  }

  func next(
    into buffer: consuming [UInt8], from start: Int
  ) async throws(StoreError) -> (buffer: [UInt8], count: Int) {
    let (filled, count) = try await base.next(into: buffer, from: start)
    if count > 0 {
      mark.withLock { $0?.add(filled.span.extracting(start..<start + count)) }
    } else {
      noteEnd()
    }
    return (filled, count)
  }

  /// Tells the mark, once.
  private func noteEnd() {
    let text = mark.withLock { mark in
      defer { mark = nil }
      return mark?.text
    }
    if let text { end(text) }
  }

  /// Reads to the end.
  ///
  /// - Returns: The mark of all bytes.
  /// - Throws: ``StoreError`` if the rest can't be read.
  func finish() async throws(StoreError) -> String {
    var mark = ContentMark()
    try await base.forEachPiece { (piece) throws(StoreError) in mark.add(piece) }
    return mark.text
  }
}
