internal import Locks

/// Reads an object whose bytes are on this machine, from its start or that of a part.
///
/// A read is a plain call on the thread of the caller, into the caller's own buffer.
package final class LocalReader: ObjectReader {
  private static let chunkSize = 256 << 10

  private let object: LocalObject
  private let end: Int
  private let position: Lock<Int>

  /// Its metadata.
  package let info: ObjectInfo

  /// Begins.
  ///
  /// - Parameters:
  ///   - object: The object.
  ///   - range: Which of its bytes; nil for all.
  package init(_ object: LocalObject, range: Range<Int>? = nil) {
    self.object = object
    info = object.info
    let part = (range ?? 0..<object.size).clamped(to: 0..<object.size)
    end = part.upperBound
    position = Lock(part.lowerBound)
  }

  package func next() async throws(StoreError) -> [UInt8]? {
    let start = position.withLock { $0 }
    let range = start..<Swift.min(start + Self.chunkSize, end)
    guard !range.isEmpty else { return nil }
    let bytes = try object.bytes(range)
    try advance(by: bytes.count, of: range.count)
    return bytes
  }

  package func next(
    into buffer: consuming [UInt8], from start: Int
  ) async throws(StoreError) -> (buffer: [UInt8], count: Int) {
    let offset = position.withLock { $0 }
    let wanted = Swift.min(buffer.count - start, end - offset)
    guard wanted > 0 else { return (buffer, 0) }
    let filled = try fill(&buffer, in: start..<start + wanted, at: offset)
    try advance(by: filled, of: wanted)
    return (buffer, filled)
  }

  private func fill(
    _ buffer: inout [UInt8], in range: Range<Int>, at offset: Int
  ) throws(StoreError) -> Int {
    var bytes = buffer.mutableSpan
    var filled = 0
    while filled < range.count {
      let rest = range.dropFirst(filled)
      let count = try object.read(into: &bytes, in: rest, at: offset + filled)
      guard count > 0 else { break }
      filled += count
    }
    return filled
  }

  private func advance(by count: Int, of wanted: Int) throws(StoreError) {
    guard count == wanted else {
      throw StoreError(.changed, address: "copy", detail: "the copy is truncated")
    }
    position.withLock { $0 += count }
  }
}
