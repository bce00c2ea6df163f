internal import ObjectStorage

/// The rows of an unsorted index file, in order.
///
/// Only the position of each row is kept in memory; the rows themselves are read again.
struct SortedRows: Sendable {
  private struct Place: Sendable {
    var start: SCRTime?
    var offset: Int
    var length: Int
  }

  private let index: PreparedIndex
  private var places: [Place] = []
  private var next = 0
  /// The faults of rows.
  private(set) var faults = RowFaults()

  /// The maximum number of rows that are sorted.
  private static let mostRows = 4_000_000
  /// The number of bytes per read.
  private static let stretch = 1 << 20

  /// Finds the requested rows and sorts them.
  ///
  /// - Parameters:
  ///   - index: The index file.
  ///   - query: Which rows are requested.
  /// - Throws: ``ReadingError`` with code `disordered` when there are too many.
  init(_ index: PreparedIndex, for query: FileQuery) throws(ReadingError) {
    self.index = index
    let parser = index.parser(query)
    var lines = 0
    var start = 0
    while start < index.content.size {
      let end = Swift.min(start + Self.stretch, index.content.size)
      let parsed = try Self.parse(index, at: start..<end, with: parser)
      for row in parsed.result.batch.rows {
        places.append(
          Place(
            start: row.start.time, offset: parsed.offset + Int(row.lineStart),
            length: Int(row.lineEnd - row.lineStart)))
      }
      faults.add(parsed.result.faults, lines: lines)
      lines += parsed.result.lines
      start = end
      guard places.count <= Self.mostRows else {
        throw ReadingError(
          .disordered, address: index.address,
          detail: "its rows are out of order, and more than \(Self.mostRows) are requested; "
            + "request a shorter time or the order as written, or sort it with scregistry fix")
      }
    }
    places.sort { left, right in
      switch (left.start, right.start) {
      case (let left?, let right?) where left != right: left < right
      case (nil, _?): true
      case (_?, nil): false
      default: left.offset < right.offset
      }
    }
  }

  private static func parse(
    _ index: PreparedIndex, at range: Range<Int>, with parser: RowParser
  ) throws(ReadingError) -> (result: RowParser.Result, offset: Int) {
    do throws(StoreError) {
      let lines = try index.content.lines(
        startingIn: range, lineLimit: PreparedIndex.lineLimit)
      return (parser.parse(lines), lines.offset)
    } catch {
      throw ReadingError(error)
    }
  }

  /// The next rows in order; nil after the last.
  mutating func nextBatch() throws(ReadingError) -> FileBatch? {
    guard next < places.count else { return nil }
    var bytes: [UInt8] = []
    while next < places.count, bytes.count < Self.stretch / 4 {
      // Rows that are adjacent in the file are read at once.
      let first = places[next]
      var end = first.offset + first.length
      next += 1
      while next < places.count, places[next].offset == end + 1, end - first.offset < Self.stretch {
        end = places[next].offset + places[next].length
        next += 1
      }
      do throws(StoreError) {
        bytes += try index.content.bytes(first.offset..<end)
      } catch {
        throw ReadingError(error)
      }
      bytes.append(10)
    }
    // The requested rows are already selected, and the rows around them are different now.
    let parser = RowParser(
      layout: index.layout, mostFields: index.mostFields, timeLength: index.timeLength,
      query: FileQuery(), end: nil, extraColumns: index.extraColumns, preambleEnd: 0,
      headerEnd: 0)
    return parser.parse(IndexLines(bytes: bytes, range: 0..<bytes.count, offset: 0)).batch
  }
}
