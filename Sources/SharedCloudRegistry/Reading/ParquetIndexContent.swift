internal import Files
internal import Formats
internal import ObjectStorage

/// The requested rows of a Parquet index file, as the lines of a CSV index file.
///
/// The footer is read first, then the columns of the row groups that may have requested rows.
struct ParquetIndexContent: Sendable {
  /// Rows that follow one another in the file and in the lines.
  struct Segment: Sendable, Hashable {
    /// The number of rows in the lines before the first.
    var position: Int
    /// The number of the first row in the file, counted from 1.
    var row: Int
    /// The row group, counted from 1.
    var rowGroup: Int
  }

  /// The lines.
  let lines: IndexContent
  /// Where the fields are.
  let layout: IndexLayout
  /// Where the rows come from.
  private(set) var segments: [Segment] = []
  /// What the lines lack, in words.
  private(set) var losses: [String] = []
  /// The latest stop of the rows that were skipped, if the file states it.
  private(set) var latestSkippedStop: SCRTime?

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - storage: The storage that has it.
  ///   - key: Its key.
  ///   - query: Which rows and columns are requested.
  /// - Throws: ``StoreError``, with code `malformed` if it is not a Parquet file with these
  ///   columns.
  init(
    of storage: any Storage, _ key: String, _ query: FileQuery
  ) async throws(StoreError) {
    let address = storage.address + key
    let ranges = try await ObjectRanges(storage, key: key, isForAll: query.isUnbounded)
    let metadata = try await Self.metadata(ranges, address)
    let columns = ParquetIndexColumns(metadata.schema)
    if let obstacle = columns.obstacle {
      throw StoreError(.malformed, address: address, detail: obstacle)
    }
    layout = columns.layout
    var text = ParquetRowText(columns, hasExtras: query.hasExtras)
    let groups = ParquetRowGroups(metadata, columns, query)
    latestSkippedStop = groups.latestSkippedStop
    var starts = [1]
    for group in metadata.rowGroups { starts.append(starts[starts.count - 1] + group.rowCount) }
    var kept = KeptLines(text.header)
    var position = 0
    for group in groups.selected {
      if let limit = query.bytesPerFile, kept.count >= limit { break }
      segments.append(Segment(position: position, row: starts[group], rowGroup: group + 1))
      position += metadata.rowGroups[group].rowCount
      let plan = metadata.plan(rowGroup: group, columns: text.indexes)
      do throws(ParquetFault) {
        try plan.checkSize()
      } catch {
        throw StoreError(error, address: address)
      }
      var pieces: [ParquetPiece] = []
      for range in plan.ranges {
        pieces.append(ParquetPiece(try await ranges.bytes(range), at: range.lowerBound))
      }
      do throws(ParquetFault) {
        let reader = try ParquetRowGroupReader(metadata, plan, pieces: pieces)
        var batch = reader.makeBatch()
        while try reader.next(into: &batch, atMost: ParquetRowText.rowsAtOnce) > 0 {
          text.append(batch, to: &kept.bytes)
          if let failure = kept.spill() { throw ParquetFault(.tooLarge, failure.detail) }
          if let limit = query.bytesPerFile, kept.count >= limit { break }
        }
      } catch {
        throw StoreError(error, address: address)
      }
    }
    if query.hasExtras { losses = columns.losses }
    losses += text.losses
    lines = try kept.finish()
  }

  private static func metadata(
    _ ranges: ObjectRanges, _ address: String
  ) async throws(StoreError) -> ParquetMetadata {
    let size = ranges.size
    var tail = try await ranges.bytes(ParquetFooter.tail(of: size))
    do throws(ParquetFault) {
      if let missing = try ParquetFooter.missingRange(tail, size: size) {
        let rest: [UInt8]
        do throws(StoreError) {
          rest = try await ranges.bytes(missing)
        } catch {
          throw ParquetFault(.truncated, at: missing.lowerBound, error.detail)
        }
        tail = rest + tail
      }
      return try ParquetFooter.metadata(from: tail, size: size)
    } catch {
      throw StoreError(error, address: address)
    }
  }

  /// The place in the file of a line, counted from 1 with the header; nil for the header.
  static func place(ofLine line: Int, in segments: [Segment]) -> (row: Int, rowGroup: Int)? {
    guard let segment = segments.last(where: { $0.position <= line - 2 }) else { return nil }
    return (segment.row + line - 2 - segment.position, segment.rowGroup)
  }
}

/// Lines in memory, or in an unnamed file once they are many.
private struct KeptLines: ~Copyable {
  /// The lines that are not in the file yet.
  var bytes: [UInt8]
  private var spool: SpoolWriter?
  private var spilled = 0

  /// The maximum number of bytes that are kept in memory.
  private static let smallSize = 1 << 20

  init(_ header: [UInt8]) { bytes = header }

  var count: Int { spilled + bytes.count }

  /// Moves the lines to the file if they are many; returns why that failed.
  mutating func spill() -> FileError? {
    guard bytes.count > (spool == nil ? Self.smallSize : 0) else { return nil }
    // Moved, since a copy would make the next lines need a buffer of their own.
    var lines: [UInt8] = []
    swap(&lines, &bytes)
    do throws(FileError) {
      if spool == nil { spool = try SpoolWriter() }
      spool?.append(lines.span)
      try spool?.flushIfFull()
    } catch {
      return error
    }
    spilled += lines.count
    lines.removeAll(keepingCapacity: true)
    swap(&lines, &bytes)
    return nil
  }

  mutating func finish() throws(StoreError) -> IndexContent {
    guard var spool = spool.take() else { return IndexContent(bytes) }
    spool.append(bytes.span)
    do throws(FileError) {
      let (file, size) = try spool.finish()
      return IndexContent(file, size: size)
    } catch {
      throw StoreError(error)
    }
  }
}
