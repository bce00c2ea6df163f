internal import Files
internal import Formats
internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

/// Sorts the rows of an index file by start, stop and datakey; equal rows keep their order.
///
/// Takes 40 bytes of memory per row, and the text of rows with the same start and stop.
struct IndexSort {
  let layout: IndexLayout
  let options: CheckOptions
  /// The year of the file; nil if it is not known.
  var year: Int?
  /// Whether rows are also moved if a start is probably wrong: the place of such a row may be all
  /// that tells the right one.
  var allowsDoubt = false

  /// The maximum number of rows.
  private static let rowLimit = 50_000_000
  /// The maximum size in bytes of rows with the same start and stop, which are compared by datakey.
  private static let tieLimit = 64 << 20

  /// One row: its times and its place in the file.
  private struct Row {
    var start: SCRTimeKey
    var stop: SCRTimeKey
    var offset: Int
    var length: Int32
  }

  /// Sorts a file.
  ///
  /// - Parameter file: The file; every line ends with LF in the result.
  /// - Returns: The sorted file and its size; nil if it is in order.
  /// - Throws: `RepairError` when a line after the header is not a row with readable times, or the
  ///   start of a row is probably wrong.
  func sorted(
    _ file: SpoolFile
  ) throws(RepairError) -> (file: SpoolFile, size: Int)? {
    let (header, rows, doubt) = try rows(of: file)
    let isInOrder = zip(rows, rows.dropFirst()).allSatisfy { $0.start <= $1.start }
    guard !isInOrder else { return nil }
    if !allowsDoubt, let doubt {
      throw .refused(
        "rows are out of order, but can't be sorted: \(doubt); correct it first, or pass --unsafe")
    }
    var sorted = rows.sorted { ($0.start, $0.stop, $0.offset) < ($1.start, $1.stop, $1.offset) }
    do throws(FileError) {
      try sortTies(in: &sorted, file)
      return try write(header, rows: sorted, from: file)
    } catch {
      throw .store(StoreError(error))
    }
  }

  /// Finds the rows, and the bytes before the first one.
  private func rows(
    of file: SpoolFile
  ) throws(RepairError) -> (header: Int, rows: [Row], doubt: String?) {
    var reader = RowReader(layout: layout, options: options)
    var offset = 0
    var rows: [Row] = []
    var header = 0
    var doubt: String?
    while let line = try reader.next(file, at: &offset) {
      switch line.content {
      case .header where rows.isEmpty: header = line.offset + line.length
      case .row(let start, let stop):
        guard rows.count < Self.rowLimit else { throw .refused("it has too many rows to sort") }
        if doubt == nil { doubt = self.doubt(about: start, stop: stop, line: line.number) }
        rows.append(
          Row(start: start, stop: stop, offset: line.offset, length: Int32(line.length)))
      case .quoted:
        throw .refused(
          "rows are out of order, but can't be sorted: line \(line.number) has an unmatched quote, "
            + "so it may be one row with other lines")
      case .header, .other:
        throw .refused(
          "rows are out of order, but can't be sorted: line \(line.number) is not a row with "
            + "readable times")
      }
    }
    return (header, rows, doubt)
  }

  /// Why a start may be wrong; nil if nothing says so.
  private func doubt(about start: SCRTimeKey, stop: SCRTimeKey, line: Int) -> String? {
    if let year, !SCRTime.secondsOfYear(year).contains(start.seconds) {
      return "the start on line \(line) is not in \(year)"
    }
    if layout.stop != nil, stop < start { return "the stop on line \(line) is before its start" }
    if let latest = options.latestRowTime, latest.seconds < start.seconds {
      return "the start on line \(line) is in the future"
    }
    return nil
  }

  private func sortTies(in rows: inout [Row], _ file: SpoolFile) throws(FileError) {
    var start = 0
    while start < rows.count {
      var end = start + 1
      var bytes = Int(rows[start].length)
      while end < rows.count, rows[end].start == rows[start].start,
        rows[end].stop == rows[start].stop
      {
        bytes += Int(rows[end].length)
        end += 1
      }
      if end - start > 1, bytes <= Self.tieLimit { try sortTie(start..<end, in: &rows, of: file) }
      start = end
    }
  }

  private func sortTie(
    _ range: Range<Int>, in rows: inout [Row], of file: SpoolFile
  ) throws(FileError) {
    var keyed: [(key: [UInt8], row: Row)] = []
    var fields = CSVFields()
    for row in rows[range] {
      let line = try file.bytes(row.offset..<row.offset + Int(row.length))
      fields.split(line.span)
      keyed.append((Array(line[fields[layout.datakey].range]), row))
    }
    let sorted = keyed.sorted { left, right in
      left.key == right.key
        ? left.row.offset < right.row.offset : left.key.lexicographicallyPrecedes(right.key)
    }
    rows.replaceSubrange(range, with: sorted.map(\.row))
  }

  private func write(
    _ header: Int, rows: [Row], from file: SpoolFile
  ) throws(FileError) -> (file: SpoolFile, size: Int) {
    var output = try SpoolWriter()
    let head = try file.bytes(0..<header)
    output.append(head.span)
    var index = 0
    while index < rows.count {
      // Adjacent rows are read together.
      let start = rows[index].offset
      var end = start + Int(rows[index].length)
      index += 1
      while index < rows.count, rows[index].offset == end, end - start < 256 << 10 {
        end += Int(rows[index].length)
        index += 1
      }
      let text = try file.bytes(start..<end)
      output.append(text.span)
      // The last line of the old file may have had no end.
      if text.last != 0x0A { output.append(0x0A) }
      try output.flushIfFull()
    }
    return try output.finish()
  }
}

/// A time as two numbers that are compared one after the other.
struct SCRTimeKey: Comparable {
  let seconds: Int64
  private let nanoseconds: Int32

  init(_ time: SCRTime?) {
    seconds = time?.seconds ?? .min
    // A leap second comes after the second 59 that it is counted in.
    let leap: Int32 = time?.isLeapSecond == true ? 1_000_000_000 : 0
    nanoseconds = (time?.nanoseconds ?? 0) + leap
  }

  static func < (left: SCRTimeKey, right: SCRTimeKey) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}

/// Reads the lines of an index file with the times of its rows.
private struct RowReader: ~Copyable {
  /// One line.
  struct Line {
    var content: Content
    var number: Int
    var offset: Int
    /// The bytes with LF.
    var length: Int
  }

  enum Content {
    case header
    case row(start: SCRTimeKey, stop: SCRTimeKey)
    /// A row with an unmatched quote, which may enclose the lines after it.
    case quoted
    case other
  }

  private var scanner: IndexScanner
  private var fields = CSVFields()
  private let layout: IndexLayout

  init(layout: IndexLayout, options: CheckOptions) {
    self.layout = layout
    scanner = IndexScanner(chunk: options.indexChunk, lineLimit: options.lineLimit)
  }

  /// Reads the next line; nil at the end.
  mutating func next(_ file: SpoolFile, at offset: inout Int) throws(RepairError) -> Line? {
    while true {
      switch scanner.next() {
      case .needsBytes:
        do throws(FileError) {
          try scanner.fill { (buffer, range) throws(FileError) -> Int in
            let count = try file.read(into: &buffer, in: range, at: offset)
            offset += count
            return count
          }
        } catch {
          throw .store(StoreError(error))
        }
      case .line(let range):
        return Line(
          content: content(range), number: scanner.line, offset: scanner.lineOffset,
          length: range.count + (scanner.endsWithLineFeed ? 1 : 0))
      case .longLine:
        return Line(content: .other, number: scanner.line, offset: scanner.lineOffset, length: 0)
      case .end: return nil
      }
    }
  }

  private mutating func content(_ range: Range<Int>) -> Content {
    var range = range
    if scanner.line == 1, scanner.hasByteOrderMark {
      range = range.lowerBound + 3..<range.upperBound
    }
    switch scanner.withBytes(range, IndexLineKind.init) {
    case .comment, .names: return .header
    case .blank: return .other
    case .row: break
    }
    scanner.withBytes(range) { fields.split($0) }
    guard fields.count >= layout.ownColumnCount, let start = time(0, of: range) else {
      return .other
    }
    if hasUnmatchedQuote(range) { return .quoted }
    guard let position = layout.stop else { return .row(start: .init(start), stop: .init(nil)) }
    guard let stop = time(position, of: range) else { return .other }
    return .row(start: .init(start), stop: .init(stop))
  }

  private func hasUnmatchedQuote(_ range: Range<Int>) -> Bool {
    scanner.withBytes(range) { line in
      for index in 0..<fields.count where fields[index].quote == .none {
        for offset in fields[index].outerRange where line[offset] == UInt8(ascii: "\"") {
          return true
        }
      }
      return false
    }
  }

  private func time(_ position: Int, of line: Range<Int>) -> SCRTime? {
    let field = fields[position].range
    return scanner.withBytes(
      line.lowerBound + field.lowerBound..<line.lowerBound + field.upperBound
    ) { try? SCRTime(parsing: $0) }
  }
}
