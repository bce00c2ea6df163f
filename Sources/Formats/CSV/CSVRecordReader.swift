/// Reads records of comma-separated text as the bytes come.
///
/// A field that begins with a double quote ends with the next one that is not doubled, and may
/// hold commas and line ends. Single quotes and spaces are text like any other.
///
/// Spec: RFC 4180.
package struct CSVRecordReader {
  /// One record.
  package struct Record: Sendable, Hashable {
    /// The fields without their quotes.
    package var fields: [[UInt8]]
    /// The line on which it begins, counted from 1.
    package var line: Int
    /// What is wrong with it; nil if nothing is wrong.
    package var fault: String?

    package init(fields: [[UInt8]], line: Int, fault: String? = nil) {
      self.fields = fields
      self.line = line
      self.fault = fault
    }
  }

  private enum State {
    case fieldStart, bare, quoted, quoteInQuoted, afterQuoted, skipping
  }

  private let limit: Int
  private var state = State.fieldStart
  private var fields: [[UInt8]] = []
  private var field: [UInt8] = []
  private var size = 0
  private var startLine = 1
  private var fault: String?
  /// Where the fields of a plain record lie.
  private var ranges: [Range<Int>] = []
  /// The current line, counted from 1.
  package private(set) var line = 1

  /// Whether the text that was read ends inside quotes.
  package var isInQuotes: Bool { state == .quoted }

  /// Starts before the first byte.
  ///
  /// - Parameter limit: The maximum number of bytes of a record.
  package init(limit: Int = 1 << 20) { self.limit = limit }

  /// Reads more bytes.
  ///
  /// - Parameters:
  ///   - bytes: The next bytes.
  ///   - records: Receives the records that end in it; empty lines are skipped.
  package mutating func read(_ bytes: Span<UInt8>, into records: inout [Record]) {
    for index in 0..<bytes.count {
      let byte = bytes[index]
      take(byte, into: &records)
      if byte == 0x0A { line += 1 }
    }
  }

  /// Reads more bytes, without copying fields if possible.
  ///
  /// - Parameters:
  ///   - bytes: The next bytes.
  ///   - plain: Receives a record that lies completely in the bytes without doubled quotes: the
  ///     bytes, where its fields lie in them, and its line.
  ///   - other: Receives any other record.
  package mutating func forEachRecord(
    in bytes: Span<UInt8>, plain: (Span<UInt8>, Span<Range<Int>>, Int) -> Void,
    other: (Record) -> Void
  ) {
    var index = 0
    var records: [Record] = []
    while index < bytes.count {
      if size == 0, state == .fieldStart, let end = plainRecord(in: bytes, from: index) {
        plain(bytes, ranges.span, line)
        line += 1
        startLine = line
        index = end
        continue
      }
      // Byte by byte to the end of the record, or of an empty line.
      repeat {
        let byte = bytes[index]
        take(byte, into: &records)
        if byte == 0x0A { line += 1 }
        index += 1
      } while index < bytes.count && size > 0
      for record in records { other(record) }
      records.removeAll(keepingCapacity: true)
    }
  }

  /// Finds the fields of a record that needs no copies.
  ///
  /// - Returns: Where the next record begins; nil if this record is not plain.
  private mutating func plainRecord(in bytes: Span<UInt8>, from start: Int) -> Int? {
    var ranges: [Range<Int>] = []
    swap(&ranges, &self.ranges)
    defer { swap(&ranges, &self.ranges) }
    ranges.removeAll(keepingCapacity: true)
    let most = Swift.min(bytes.count, start + limit)
    // A record over several lines is not plain.
    let lineEnd = bytes.firstIndex(of: 0x0A, from: start)
    var index = start
    while index < most {
      let isQuoted = bytes[index] == UInt8(ascii: "\"")
      if isQuoted { index += 1 }
      let first = index
      index =
        isQuoted
        ? bytes.firstIndex(of: UInt8(ascii: "\""), from: index) : bytes.fieldEnd(from: index)
      var end = index
      if isQuoted { index += 1 }
      guard index < bytes.count, end <= lineEnd else { return nil }
      if isQuoted, bytes[index] == 0x0D, index + 1 < bytes.count { index += 1 }
      switch bytes[index] {
      case UInt8(ascii: ",") where !isQuoted || bytes[index - 1] != 0x0D:
        ranges.append(first..<end)
        index += 1
      case 0x0A:
        if !isQuoted, end > first, bytes[end - 1] == 0x0D { end -= 1 }
        // An empty line is not a record.
        if ranges.isEmpty, end == first, !isQuoted { return nil }
        ranges.append(first..<end)
        return index + 1
      default: return nil
      }
    }
    return nil
  }

  /// Ends the text.
  ///
  /// - Parameter records: Receives the last record if no line end follows it.
  package mutating func finish(into records: inout [Record]) {
    if state == .quoted { fault = "a quoted field is not closed" }
    guard state != .fieldStart || !fields.isEmpty || fault != nil else { return }
    endRecord(&records)
  }

  private mutating func take(_ byte: UInt8, into records: inout [Record]) {
    size += 1
    if size > limit, state != .skipping {
      fault = "the record is longer than \(limit) bytes"
      fields = []
      field = []
      state = .skipping
    }
    switch (state, byte) {
    case (.skipping, 0x0A), (.bare, 0x0A), (.fieldStart, 0x0A), (.quoteInQuoted, 0x0A),
      (.afterQuoted, 0x0A):
      endRecord(&records)
    case (.skipping, _): break
    case (.fieldStart, UInt8(ascii: "\"")): state = .quoted
    case (.quoted, UInt8(ascii: "\"")): state = .quoteInQuoted
    case (.quoted, _): field.append(byte)
    case (.quoteInQuoted, UInt8(ascii: "\"")):
      field.append(byte)
      state = .quoted
    case (_, UInt8(ascii: ",")): endField()
    case (.quoteInQuoted, 0x0D), (.quoteInQuoted, 0x20), (.afterQuoted, 0x0D), (.afterQuoted, 0x20):
      state = .afterQuoted
    case (.quoteInQuoted, _), (.afterQuoted, _):
      fault = fault ?? "text follows the closing quote of a field"
      state = .afterQuoted
    default:
      field.append(byte)
      state = .bare
    }
  }

  private mutating func endField() {
    fields.append(field)
    field.removeAll(keepingCapacity: true)
    state = .fieldStart
  }

  private mutating func endRecord(_ records: inout [Record]) {
    if state == .bare, field.last == 0x0D { field.removeLast() }
    let isEmpty = fields.isEmpty && field.isEmpty && state != .quoteInQuoted
    if fault != nil || !isEmpty {
      if state != .skipping { endField() }
      records.append(Record(fields: fields, line: startLine, fault: fault))
    }
    fields.removeAll(keepingCapacity: true)
    field.removeAll(keepingCapacity: true)
    fault = nil
    size = 0
    state = .fieldStart
    startLine = line + 1
  }
}

extension Span where Element == UInt8 {
  /// The index of the first comma or line end from an index on; the count without one.
  @inline(__always)
  fileprivate func fieldEnd(from start: Int) -> Int {
    var index = start
    while index + 8 <= count {
      let word = ByteWord(self, at: index)
      let found = word.bytes(equalTo: UInt8(ascii: ",")) | word.bytes(equalTo: 0x0A)
      if found != 0 { return index + ByteWord.firstIndex(in: found) }
      index += 8
    }
    while index < count, self[index] != UInt8(ascii: ","), self[index] != 0x0A { index += 1 }
    return index
  }
}
