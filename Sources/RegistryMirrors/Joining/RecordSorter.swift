internal import Files
internal import ObjectStorage

/// Sorts more records than fit into memory, by the bytes of their keys.
///
/// Records that arrive in order are written to one run and never sorted.
final class RecordSorter {
  private var batch = RecordBatch()
  private var isSorted = true
  private let budget: Int
  private let file: SpooledRuns
  /// The number of records.
  private(set) var count = 0

  /// Creates a sorter.
  ///
  /// - Parameter budget: The number of bytes in memory.
  init(budget: Int = 24 << 20) {
    self.budget = budget
    file = SpooledRuns()
  }

  /// Adds a record.
  func add(
    _ record: RecordBatch.Record, key: Span<UInt8>, prefix: [UInt8] = [], etag: Span<UInt8>,
    note: Span<UInt8>
  ) throws(StoreError) {
    batch.append(record, key: key, prefix: prefix, etag: etag, note: note)
    count += 1
    let last = batch.records.count - 1
    if isSorted, last > 0,
      RecordBatch.order(batch, batch.records[last - 1], batch, batch.records[last]) > 0
    {
      isSorted = false
    }
    // Records in order continue the only run; few of them at a time stay in the processor's cache.
    let limit = isSorted && file.runCount == 1 ? Swift.min(budget, Self.continuation) : budget
    if batch.footprint >= limit { try spill() }
  }

  private static let continuation = 512 << 10

  private func spill() throws(StoreError) {
    if !isSorted { batch.sort() }
    try file.append(batch)
    batch.removeAll()
    isSorted = true
  }

  /// Ends the input.
  ///
  /// - Returns: The records in order.
  /// - Throws: ``StoreError`` if the temporary file can't be written.
  func finish() throws(StoreError) -> SortedRecords {
    if !isSorted { batch.sort() }
    if !file.isEmpty {
      try file.append(batch)
      batch = RecordBatch()
    }
    return SortedRecords(last: batch, runs: file.readers(), count: count)
  }
}

/// Sorted records, which can be read several times.
struct SortedRecords: Sendable {
  fileprivate let last: RecordBatch
  fileprivate let runs: [RunReader]
  /// The number of records.
  let count: Int

  /// No records.
  static var none: SortedRecords {
    SortedRecords(last: RecordBatch(), runs: [], count: 0)
  }

  /// Begins to read.
  func reader() -> SortedReader {
    runs.isEmpty ? SortedReader(batch: last) : SortedReader(runs: runs)
  }
}

/// The sorted runs of a sorter in one temporary file.
final class SpooledRuns {
  private var file: SpoolFile?
  private var ranges: [Range<Int>] = []
  private var end = 0
  /// The last record of the last run, alone in a batch.
  private var last = RecordBatch()

  /// The number of runs.
  var runCount: Int { ranges.count }

  /// Whether there is no run.
  var isEmpty: Bool { ranges.isEmpty }

  /// Appends a sorted batch: to the last run if it continues it, else as a new run.
  func append(_ batch: RecordBatch) throws(StoreError) {
    guard let first = batch.records.first, let final = batch.records.last else { return }
    if self.file == nil { self.file = try StoreError.describing(try SpoolFile()) }
    guard let file else { return }
    var writer = SpoolWriter(continuing: file)
    var buffer: [UInt8] = []
    for record in batch.records {
      batch.encode(record, into: &buffer)
      if buffer.count >= 128 << 10 {
        writer.append(buffer.span)
        try flush(&writer)
        buffer.removeAll(keepingCapacity: true)
      }
    }
    writer.append(buffer.span)
    let written = try finish(writer)
    if let before = last.records.first, RecordBatch.order(last, before, batch, first) <= 0,
      let run = ranges.popLast()
    {
      ranges.append(run.lowerBound..<end + written)
    } else {
      ranges.append(end..<end + written)
    }
    end += written
    last = RecordBatch()
    last.append(final, of: batch)
  }

  private func flush(_ writer: inout SpoolWriter) throws(StoreError) {
    do throws(FileError) { try writer.flushIfFull() } catch { throw StoreError(error) }
  }

  private func finish(_ writer: consuming SpoolWriter) throws(StoreError) -> Int {
    do throws(FileError) { return try writer.finish().size } catch { throw StoreError(error) }
  }

  /// Begins to read every run.
  func readers() -> [RunReader] {
    guard let file else { return [] }
    return ranges.map { RunReader(file, at: $0) }
  }
}

/// Reads one run of a temporary file.
struct RunReader: Sendable {
  private let file: SpoolFile
  private var range: Range<Int>
  private static let chunk = 128 << 10

  init(_ file: SpoolFile, at range: Range<Int>) {
    self.file = file
    self.range = range
  }

  /// Reads more records; nil after the last.
  mutating func next() throws(StoreError) -> RecordBatch? {
    guard !range.isEmpty else { return nil }
    var size = Self.chunk
    while true {
      let part = range.lowerBound..<Swift.min(range.upperBound, range.lowerBound + size)
      var batch = RecordBatch()
      let used = batch.decode(try StoreError.describing(try file.bytes(part)))
      if used > 0 {
        range = range.lowerBound + used..<range.upperBound
        return batch
      }
      guard part.upperBound < range.upperBound else {
        throw StoreError(
          .malformed, address: "temporary file", detail: "a record of it is incomplete")
      }
      size *= 4
    }
  }
}
