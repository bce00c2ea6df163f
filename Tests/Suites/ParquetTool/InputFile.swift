import Formats
import Glibc

/// A file that is read by ranges.
struct InputFile {
  private let descriptor: CInt
  private let size: Int

  init(_ path: String) {
    descriptor = open(path, O_RDONLY)
    if descriptor < 0 { ParquetTool.fail("cannot open \(path)") }
    size = Int(lseek(descriptor, 0, SEEK_END))
  }

  func read(_ range: Range<Int>) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while count < range.count {
        let rest = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
        let read = pread(
          descriptor, rest.baseAddress, range.count - count, range.lowerBound + count)
        if read <= 0 { ParquetTool.fail("cannot read bytes \(range)") }
        count += read
      }
    }
  }

  func metadata() throws(ParquetFault) -> ParquetMetadata {
    var tail = read(ParquetFooter.tail(of: size))
    if let missing = try ParquetFooter.missingRange(tail, size: size) {
      tail = read(missing) + tail
    }
    return try ParquetFooter.metadata(from: tail, size: size)
  }

  /// Reads columns of all row groups.
  func forEachBatch(
    _ metadata: ParquetMetadata, columns: [Int], rows: Int,
    _ body: (_ batch: [ColumnValues], _ count: Int) -> Void
  ) throws(ParquetFault) {
    for group in metadata.rowGroups.indices {
      let plan = metadata.plan(rowGroup: group, columns: columns)
      let pieces = plan.ranges.map { ParquetPiece(read($0), at: $0.lowerBound) }
      let reader = try ParquetRowGroupReader(metadata, plan, pieces: pieces)
      var batch = reader.makeBatch()
      while case let count = try reader.next(into: &batch, atMost: rows), count > 0 {
        body(batch, count)
      }
    }
  }
}
