internal import Formats
internal import Glibc
internal import ObjectStorage
internal import SharedCloudRegistry

/// Objects or rows of one side, whose strings share one buffer.
struct RecordBatch: Sendable {
  /// One object or row; its strings follow one another in the buffer: key, ETag, note.
  struct Record: Sendable {
    var start: UInt32 = 0
    var keyEnd: UInt32 = 0
    var etagEnd: UInt32 = 0
    var noteEnd: UInt32 = 0
    /// The size in bytes; less than 0 if it is not known.
    var size: Int64 = -1
    /// The modification time, or the stop of a row, in milliseconds since 1970; the smallest number
    /// if it is not known.
    var modified = Int64.min
    /// The dataset as a number; less than 0 if absent.
    var dataset: Int32 = -1
    /// The year; 0 if absent.
    var year: Int16 = 0
    /// The pair of the map that the key came through.
    var pair: UInt8 = 0
    /// How the object is encrypted.
    var encryption = Encryption.unknown
  }

  /// The records.
  var records: [Record] = []
  /// Their strings.
  private(set) var bytes: [UInt8] = []

  /// The number of bytes in memory.
  var footprint: Int { bytes.count + records.count * MemoryLayout<Record>.stride }

  /// Appends a record with its strings.
  mutating func append(
    _ record: Record, key: Span<UInt8>, prefix: [UInt8] = [], etag: Span<UInt8>,
    note: Span<UInt8>
  ) {
    var record = record
    record.start = UInt32(bytes.count)
    bytes += prefix
    bytes.append(key)
    record.keyEnd = UInt32(bytes.count)
    bytes.append(etag)
    record.etagEnd = UInt32(bytes.count)
    bytes.append(note)
    record.noteEnd = UInt32(bytes.count)
    records.append(record)
  }

  /// Removes all records and keeps the memory for others.
  mutating func removeAll() {
    records.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Appends a record of another batch.
  mutating func append(_ record: Record, of other: RecordBatch) {
    var moved = record
    let base = UInt32(bytes.count)
    bytes.append(other.bytes.span.extracting(Int(record.start)..<Int(record.noteEnd)))
    moved.start = base
    moved.keyEnd = base + record.keyEnd - record.start
    moved.etagEnd = base + record.etagEnd - record.start
    moved.noteEnd = base + record.noteEnd - record.start
    records.append(moved)
  }

  /// The key of a record.
  func key(_ record: Record) -> ArraySlice<UInt8> {
    bytes[Int(record.start)..<Int(record.keyEnd)]
  }

  /// The ETag of a record; empty if absent.
  func etag(_ record: Record) -> ArraySlice<UInt8> {
    bytes[Int(record.keyEnd)..<Int(record.etagEnd)]
  }

  /// The note of a record; empty if absent.
  func note(_ record: Record) -> ArraySlice<UInt8> {
    bytes[Int(record.etagEnd)..<Int(record.noteEnd)]
  }

  /// Sorts the records by the bytes of their keys; equal keys keep their order.
  mutating func sort() {
    let bytes = bytes
    unsafe bytes.withUnsafeBytes { bytes in
      let base = unsafe bytes
      records.sort { left, right in
        let order = unsafe Self.order(base, left, base, right)
        return order != 0 ? order < 0 : left.start < right.start
      }
    }
  }

  /// How the keys of two records compare: less than, equal to or greater than 0.
  static func order(
    _ one: RecordBatch, _ left: Record, _ other: RecordBatch, _ right: Record
  ) -> Int {
    unsafe one.bytes.withUnsafeBytes { one in
      unsafe other.bytes.withUnsafeBytes { other in unsafe order(one, left, other, right) }
    }
  }

  private static func order(
    _ one: UnsafeRawBufferPointer, _ left: Record, _ other: UnsafeRawBufferPointer,
    _ right: Record
  ) -> Int {
    let (count, number) = (Int(left.keyEnd - left.start), Int(right.keyEnd - right.start))
    guard let first = one.baseAddress, let second = other.baseAddress else {
      return count - number
    }
    let order = unsafe memcmp(
      first + Int(left.start), second + Int(right.start), Swift.min(count, number))
    return order != 0 ? Int(order) : count - number
  }

  /// The number of records that are plainly equal in two batches, from a position in each on.
  ///
  /// Their keys, ETags and sizes are equal, they have no notes, and the next record of each batch
  /// is there and has another key.
  static func equalCount(
    _ one: RecordBatch, from first: Int, _ other: RecordBatch, from second: Int
  ) -> Int {
    let limit = Swift.min(one.records.count - first, other.records.count - second) - 1
    var count = 0
    unsafe one.bytes.withUnsafeBytes { left in
      unsafe other.bytes.withUnsafeBytes { right in
        while count < limit {
          let (a, b) = (one.records[first + count], other.records[second + count])
          guard a.size >= 0, a.size == b.size, a.keyEnd - a.start == b.keyEnd - b.start,
            a.etagEnd - a.keyEnd == b.etagEnd - b.keyEnd, a.noteEnd == a.etagEnd,
            b.noteEnd == b.etagEnd, unsafe hasEqualBytes(left, a, right, b),
            unsafe order(left, a, left, one.records[first + count + 1]) != 0,
            unsafe order(right, b, right, other.records[second + count + 1]) != 0
          else { return }
          count += 1
        }
      }
    }
    return count
  }

  /// Whether two records of equal lengths have equal strings.
  private static func hasEqualBytes(
    _ one: UnsafeRawBufferPointer, _ left: Record, _ other: UnsafeRawBufferPointer,
    _ right: Record
  ) -> Bool {
    guard let first = one.baseAddress, let second = other.baseAddress else { return false }
    return unsafe memcmp(
      first + Int(left.start), second + Int(right.start), Int(left.noteEnd - left.start)) == 0
  }
}
