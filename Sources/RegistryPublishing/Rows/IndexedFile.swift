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
    bytes.append(number: dataset)
    bytes.append(number: start)
    bytes.append(number: stop)
    bytes.append(number: size)
    bytes.append(number: modified)
    bytes.append((isListed ? 1 : 0) | (present == nil ? 0 : 2))
    if let present {
      bytes.append(number: present.start)
      bytes.append(number: present.stop)
      bytes.append(number: present.size)
      bytes.append(number: present.columns)
    }
    bytes.append(number: Int32(version.lowerBound))
    bytes.append(number: Int32(version.upperBound))
    bytes.append(number: Int32(datakey.count))
    bytes.append(number: Int32(columns.count))
    bytes += datakey
    bytes += columns
  }

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

extension [UInt8] {
  /// Appends the bytes of a number.
  fileprivate mutating func append(number: some FixedWidthInteger) {
    var value = number.littleEndian
    unsafe Swift.withUnsafeBytes(of: &value) { unsafe append(contentsOf: $0) }
  }

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
