/// A file on its way into an index: what is known of it, by the listing or by the present index.
package struct IndexedFile: Sendable, Hashable {
  /// What the present index says of it.
  package struct Row: Sendable, Hashable {
    /// Microseconds since 1970.
    package var start: Int64
    /// Microseconds since 1970.
    package var stop: Int64
    /// The size in bytes; -1 if there is none.
    package var size: Int64
    /// The hash of the further columns.
    package var columns: UInt64
  }

  /// The number of the dataset.
  package var dataset: Int32
  /// Microseconds since 1970.
  package var start: Int64
  /// Microseconds since 1970; ``noTime`` where it is not known yet.
  package var stop: Int64
  /// The size in bytes; -1 if it is not known.
  package var size: Int64
  /// When it was written, in microseconds since 1970; ``noTime`` where that is not known.
  package var modified = Self.noTime
  /// Whether the listing has it.
  package var isListed = true
  /// What the present index says of it; nil if it is not in it.
  package var present: Row?
  /// Where the version stands in the datakey; empty if there is none.
  package var version: Range<Int> = 0..<0
  /// The datakey.
  package var datakey: [UInt8]
  /// The further columns, as they stand in the row: each with a comma before it.
  package var columns: [UInt8] = []

  /// What stands for a time that is not known.
  package static let noTime = Int64.min
}

extension IndexedFile {
  /// Tells whether another listing of the same file shows a later state of it.
  func isEarlier(than other: IndexedFile) -> Bool {
    (modified, size) < (other.modified, other.size)
  }

  /// Appends the file to bytes, so that ``init(from:at:)`` can read it again.
  func encode(to bytes: inout [UInt8]) {
    unsafe withUnsafeTemporaryAllocation(byteCount: Self.mostNumbers, alignment: 8) { room in
      var numbers = unsafe NumberWriter(room)
      numbers.write(dataset)
      numbers.write(start)
      numbers.write(stop)
      numbers.write(size)
      numbers.write(modified)
      numbers.write(UInt8((isListed ? 1 : 0) | (present == nil ? 0 : 2)))
      if let present {
        numbers.write(present.start)
        numbers.write(present.stop)
        numbers.write(present.size)
        numbers.write(present.columns)
      }
      numbers.write(Int32(version.lowerBound))
      numbers.write(Int32(version.upperBound))
      numbers.write(Int32(datakey.count))
      numbers.write(Int32(columns.count))
      unsafe bytes.append(contentsOf: numbers.written)
    }
    bytes += datakey
    bytes += columns
  }

  /// The most bytes of the numbers of a file.
  private static let mostNumbers = 96

  /// Reads a file that was appended to bytes.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - offset: Where it begins; then where it ended.
  init(from bytes: Span<UInt8>, at offset: inout Int) {
    dataset = bytes.number(at: &offset)
    start = bytes.number(at: &offset)
    stop = bytes.number(at: &offset)
    size = bytes.number(at: &offset)
    modified = bytes.number(at: &offset)
    let flags = bytes[offset]
    offset += 1
    isListed = flags & 1 != 0
    if flags & 2 != 0 {
      let start: Int64 = bytes.number(at: &offset)
      let stop: Int64 = bytes.number(at: &offset)
      let size: Int64 = bytes.number(at: &offset)
      present = Row(start: start, stop: stop, size: size, columns: bytes.number(at: &offset))
    } else {
      present = nil
    }
    let from: Int32 = bytes.number(at: &offset)
    let to: Int32 = bytes.number(at: &offset)
    version = Int(from)..<Int(to)
    let keyCount: Int32 = bytes.number(at: &offset)
    let columnCount: Int32 = bytes.number(at: &offset)
    datakey = bytes.bytes(offset..<offset + Int(keyCount))
    offset += Int(keyCount)
    columns = bytes.bytes(offset..<offset + Int(columnCount))
    offset += Int(columnCount)
  }
}

/// Writes numbers one behind the other, as far as there is room.
@safe private struct NumberWriter {
  private let room: UnsafeMutableRawBufferPointer
  private var count = 0

  init(_ room: UnsafeMutableRawBufferPointer) { unsafe self.room = room }

  /// What has been written.
  var written: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(rebasing: room[..<count])
  }

  mutating func write<Number: FixedWidthInteger>(_ number: Number) {
    guard unsafe count + MemoryLayout<Number>.size <= room.count else { return }
    unsafe room.storeBytes(of: number.littleEndian, toByteOffset: count, as: Number.self)
    count += MemoryLayout<Number>.size
  }
}

extension [UInt8] {
  /// Tells whether these bytes come before others.
  func precedes(_ other: [UInt8]) -> Bool { lexicographicallyPrecedes(other) }
}

extension Span where Element == UInt8 {
  /// Reads a number that was appended, and steps past it.
  fileprivate func number<Number: FixedWidthInteger>(at offset: inout Int) -> Number {
    var value: Number = 0
    let start = offset
    unsafe withUnsafeBytes { buffer in
      value = unsafe buffer.loadUnaligned(fromByteOffset: start, as: Number.self)
    }
    offset += MemoryLayout<Number>.size
    return Number(littleEndian: value)
  }

  /// Copies a range of bytes.
  fileprivate func bytes(_ range: Range<Int>) -> [UInt8] {
    let part = extracting(range)
    return unsafe part.withUnsafeBufferPointer { unsafe Array($0) }
  }
}
