internal import Formats

// Rows become bytes without a record or a string in between: a dataset has millions of them.

extension RecordWriter {
  /// The extra columns of the records of a batch.
  struct ExtraColumns {
    /// The positions of their fields in a line.
    let positions: Range<Int>
    /// For each, a comma, its name as a JSON string and a colon.
    let members: [[UInt8]]

    init(of batch: FileBatch) {
      let layout = batch.layout
      positions =
        layout.ownColumnCount..<Swift.max(layout.ownColumnCount, layout.columnCount)
      members = batch.extraColumns.map { name in
        var member = Array(",".utf8)
        JSONText.appendString(name, to: &member)
        return member + ":".utf8
      }
    }
  }

  /// Appends one row.
  mutating func append(
    _ row: FileBatch.Row, of batch: FileBatch, extras: ExtraColumns, into output: inout [UInt8]
  ) {
    switch format {
    case .text: appendText(row, batch: batch, into: &output)
    case .csv: appendCSV(row, batch: batch, extras: extras, into: &output)
    case .json:
      output += (isEmpty ? "\n  " : ",\n  ").utf8
      appendObject(row, batch: batch, extras: extras, into: &output)
    case .ndjson:
      appendObject(row, batch: batch, extras: extras, into: &output)
      output.append(10)
    case .hapiCSV:
      appendHAPI(row.start.time ?? dataset.start, into: &output)
      output.append(UInt8(ascii: ","))
      appendHAPI(row.stop.time ?? row.start.time ?? dataset.start, into: &output)
      output.append(UInt8(ascii: ","))
      output.appendCSVField(batch.datakey(of: row))
      output.append(UInt8(ascii: ","))
      output.appendDecimal(row.filesize)
      output.append(10)
    case .hapiJSON:
      output += (isEmpty ? "\n[\"" : ",\n[\"").utf8
      appendHAPI(row.start.time ?? dataset.start, into: &output)
      output += "\",\"".utf8
      appendHAPI(row.stop.time ?? row.start.time ?? dataset.start, into: &output)
      output += "\",".utf8
      JSONText.appendString(batch.datakey(of: row), to: &output)
      output.append(UInt8(ascii: ","))
      output.appendDecimal(row.filesize)
      output.append(UInt8(ascii: "]"))
    case .uris:
      output.append(contentsOf: batch.datakey(of: row))
      output.append(10)
    }
  }

  private mutating func appendText(
    _ row: FileBatch.Row, batch: FileBatch, into output: inout [UInt8]
  ) {
    if !append(row.start, of: row, at: 0, batch: batch, into: &output) { output += "static".utf8 }
    output += "  ".utf8
    if !append(row.stop, of: row, at: 1, batch: batch, into: &output) {
      output.append(UInt8(ascii: "-"))
    }
    output += "  ".utf8
    let start = output.count
    if row.filesize < 0 {
      output.append(UInt8(ascii: "-"))
    } else {
      output.appendDecimal(row.filesize)
    }
    let padding = 12 - (output.count - start)
    if padding > 0 { output.insert(contentsOf: Self.padding[..<padding], at: start) }
    output += "  ".utf8
    HarmlessText.append(batch.datakey(of: row), to: &output)
    output.append(10)
  }

  private static let padding = [UInt8](repeating: 0x20, count: 12)

  private mutating func appendCSV(
    _ row: FileBatch.Row, batch: FileBatch, extras: ExtraColumns, into output: inout [UInt8]
  ) {
    _ = append(row.start, of: row, at: 0, batch: batch, into: &output)
    output.append(UInt8(ascii: ","))
    _ = append(row.stop, of: row, at: 1, batch: batch, into: &output)
    output.append(UInt8(ascii: ","))
    output.appendCSVField(batch.datakey(of: row))
    output.append(UInt8(ascii: ","))
    if row.filesize >= 0 { output.appendDecimal(row.filesize) }
    if !extras.positions.isEmpty {
      let line = batch.line(of: row, into: &fields)
      // The files of a dataset may have different columns; the header shows those of the first.
      for position in extras.positions {
        output.append(UInt8(ascii: ","))
        output.appendCSVField(FileBatch.text(of: fields[position], in: line).wellFormed)
      }
    }
    output.append(10)
  }

  private mutating func appendObject(
    _ row: FileBatch.Row, batch: FileBatch, extras: ExtraColumns, into output: inout [UInt8]
  ) {
    output += "{\"start\":".utf8
    appendJSON(row.start, of: row, at: 0, batch: batch, into: &output)
    output += ",\"stop\":".utf8
    appendJSON(row.stop, of: row, at: 1, batch: batch, into: &output)
    output += ",\"datakey\":".utf8
    JSONText.appendString(batch.datakey(of: row), to: &output)
    output += ",\"filesize\":".utf8
    if row.filesize < 0 {
      output += "null".utf8
    } else {
      output.appendDecimal(row.filesize)
    }
    if !extras.positions.isEmpty {
      let line = batch.line(of: row, into: &fields)
      for (member, position) in zip(extras.members, extras.positions) {
        output += member
        let text = FileBatch.text(of: fields[position], in: line)
        JSONText.appendString(text.wellFormed, to: &output)
      }
    }
    output.append(UInt8(ascii: "}"))
  }
}

// MARK: - Times

extension RecordWriter {
  /// Appends a time as it was written, or the time that was meant: column 0 is start, 1 is stop.
  ///
  /// Returns whether there is a time.
  private mutating func append(
    _ instant: FileBatch.Instant, of row: FileBatch.Row, at column: Int, batch: FileBatch,
    into output: inout [UInt8]
  ) -> Bool {
    guard let time = instant.time else { return false }
    if row.isPlain {
      // The times of a plain row have the same length, and are as they should be.
      let length = time.precision.textLength
      let start = Int(row.lineStart) + column * (length + 1)
      output.append(contentsOf: batch.bytes[start..<start + length])
    } else {
      times.append(time, precision: time.precision, to: &output)
    }
    return true
  }

  private mutating func appendJSON(
    _ instant: FileBatch.Instant, of row: FileBatch.Row, at column: Int, batch: FileBatch,
    into output: inout [UInt8]
  ) {
    output.append(UInt8(ascii: "\""))
    guard append(instant, of: row, at: column, batch: batch, into: &output) else {
      output.removeLast()
      output += "null".utf8
      return
    }
    output.append(UInt8(ascii: "\""))
  }

  /// Appends a time in the one form that HAPI requires for all times of a response.
  ///
  /// HAPI has no records without a time: a file without one begins with its dataset.
  private mutating func appendHAPI(_ time: SCRTime?, into output: inout [UInt8]) {
    guard let time else {
      output += "0001-01-01T00:00:00.000000000Z".utf8
      return
    }
    times.append(time, precision: .fraction(digits: 9), to: &output)
  }
}

// MARK: - Fields

extension [UInt8] {
  /// Appends a field of CSV, in quotes if it needs them (RFC 4180).
  mutating func appendCSVField(_ field: ArraySlice<UInt8>) {
    guard field.span.needsQuotes else { return append(contentsOf: field) }
    append(0x22)
    for byte in field {
      if byte == 0x22 { append(byte) }
      append(byte)
    }
    append(0x22)
  }
}

extension Span<UInt8> {
  /// Whether a field of CSV has a comma, a double quote or a control character.
  var needsQuotes: Bool {
    var index = 0
    while index &+ 8 <= count {
      let word = ByteWord(self, at: index)
      let found =
        word.bytes(equalTo: UInt8(ascii: ",")) | word.bytes(equalTo: 0x22)
        | word.bytes(lessThan: 0x20)
      if found != 0 { return true }
      index += 8
    }
    while index < count {
      if self[index] == UInt8(ascii: ",") || self[index] == 0x22 || self[index] < 0x20 {
        return true
      }
      index += 1
    }
    return false
  }
}

extension ArraySlice<UInt8> {
  /// The bytes, with U+FFFD for those that are not UTF-8.
  fileprivate var wellFormed: ArraySlice<UInt8> {
    UTF8Sequence.isWellFormed(span) ? self : Array(String(decoding: self, as: UTF8.self).utf8)[...]
  }
}
