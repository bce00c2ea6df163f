internal import Formats

/// Writes file records in one of several formats, part by part.
public struct RecordWriter: Sendable {
  private let format: RecordFormat
  private let dataset: Dataset
  private let query: FileQuery
  private var isEmpty = true
  /// The names of the extra columns, from the first records that have some.
  private var columns: [String]?
  /// The number of records written.
  public private(set) var count = 0

  /// Creates a writer; it produces no bytes yet.
  ///
  /// - Parameters:
  ///   - format: The format.
  ///   - dataset: The dataset of the records.
  ///   - query: The query that gave the records.
  public init(_ format: RecordFormat, dataset: Dataset, query: FileQuery) {
    self.format = format
    self.dataset = dataset
    self.query = query
  }

  /// Appends records.
  ///
  /// - Parameters:
  ///   - batch: The records.
  ///   - pattern: The pattern that their datakeys must match; nil for all.
  ///   - output: Receives the bytes.
  public mutating func append(
    _ batch: FileBatch, matching pattern: Wildcard? = nil, to output: inout [UInt8]
  ) {
    if columns == nil { begin(batch.extraColumns, &output) }
    var position = 0
    while position < batch.endIndex {
      if format == .csv, pattern == nil, columns == [], batch.isPlain(at: position) {
        let next = batch.appendPlainLines(from: position, to: &output)
        count += next - position
        position = next
      } else if format == .uris, pattern == nil, batch.isPlain(at: position) {
        batch.withDatakey(at: position) { key in
          for index in 0..<key.count { output.append(key[index]) }
        }
        output.append(10)
        count += 1
        position += 1
      } else {
        let record = batch[position]
        if pattern?.matches(record) ?? true { append(record, batch.extraColumns, &output) }
        position += 1
      }
    }
  }

  /// Writes the end.
  ///
  /// - Parameter output: Receives the rest of the bytes.
  public mutating func finish(into output: inout [UInt8]) {
    if columns == nil { begin([], &output) }
    switch format {
    case .json: output += (isEmpty ? "]\n" : "\n]\n").utf8
    case .hapiJSON: output += (isEmpty ? "]}\n" : "\n]}\n").utf8
    default: break
    }
  }

  private mutating func begin(_ columns: [String], _ output: inout [UInt8]) {
    self.columns = columns
    switch format {
    case .text, .ndjson, .uris: break
    case .csv:
      let names = ["start", "stop", "datakey", "filesize"] + columns
      Self.appendCSV(names, to: &output)
    case .json: output.append(UInt8(ascii: "["))
    case .hapiCSV:
      // In CSV the lines of the header are comments.
      output += "#".utf8
      output += JSONWriter.write(.object(header + [("format", "csv")]), layout: .singleLine)
      output.append(10)
    case .hapiJSON:
      let head = JSONWriter.write(.object(header + [("format", "json")]), layout: .singleLine)
      output += head.dropLast()
      output += ",\"data\":[".utf8
    }
  }

  private var header: [(key: String, value: JSONValue)] {
    dataset.hapiMembers(from: query.from, to: query.to)
  }
}

// MARK: - One record

extension RecordWriter {
  private mutating func append(
    _ record: FileRecord, _ names: [String], _ output: inout [UInt8]
  ) {
    count += 1
    switch format {
    case .text: appendText(record, &output)
    case .csv:
      let own = [
        Self.text(record.start), Self.text(record.stop), record.datakey,
        record.filesize.map { String($0) } ?? "",
      ]
      // The files of a dataset may have different columns; the header shows those of the first.
      Self.appendCSV(own + record.extra, to: &output)
    case .json:
      output += (isEmpty ? "\n  " : ",\n  ").utf8
      appendObject(record, names, &output)
    case .ndjson:
      appendObject(record, names, &output)
      output.append(10)
    case .hapiCSV:
      Self.appendCSV(
        [
          hapiStart(record), hapiStop(record), record.datakey, String(record.filesize ?? -1),
        ], to: &output)
    case .hapiJSON:
      output += (isEmpty ? "\n" : ",\n").utf8
      output += JSONWriter.write(
        .array([
          .string(hapiStart(record)), .string(hapiStop(record)),
          .string(record.datakey), .number(record.filesize ?? -1),
        ]), layout: .singleLine)
    case .uris:
      output += record.datakey.utf8
      output.append(10)
    }
    isEmpty = false
  }

  private func appendText(_ record: FileRecord, _ output: inout [UInt8]) {
    let size = record.filesize.map { String($0) } ?? "-"
    let start = record.start == nil ? "static" : Self.text(record.start)
    let stop = record.stop == nil ? "-" : Self.text(record.stop)
    let width = 12
    output += "\(start)  \(stop)  ".utf8
    output += repeatElement(UInt8(ascii: " "), count: Swift.max(0, width - size.utf8.count))
    output += "\(size)  \(HarmlessText.of(record.datakey))\n".utf8
  }

  private func appendObject(
    _ record: FileRecord, _ names: [String], _ output: inout [UInt8]
  ) {
    func text(_ time: SCRTime?) -> JSONValue { time == nil ? .null : .string(Self.text(time)) }
    var members: [(key: String, value: JSONValue)] = [
      ("start", text(record.start)), ("stop", text(record.stop)),
      ("datakey", .string(record.datakey)),
      ("filesize", record.filesize.map { .number($0) } ?? .null),
    ]
    for (name, value) in zip(names, record.extra) { members.append((name, .string(value))) }
    output += JSONWriter.write(.object(members), layout: .singleLine)
  }

  /// A time as it was written; empty if there is no time.
  private static func text(_ time: SCRTime?) -> String {
    time.map { $0.text(precision: $0.precision) } ?? ""
  }

  /// The start in the one form that HAPI requires for all times of a response.
  ///
  /// HAPI has no records without a time: a file without one begins with its dataset.
  private func hapiStart(_ record: FileRecord) -> String {
    (record.start ?? dataset.start)?.text(precision: .fraction(digits: 9))
      ?? "0001-01-01T00:00:00.000000000Z"
  }

  /// The end in the same form; the start if there is no end.
  private func hapiStop(_ record: FileRecord) -> String {
    record.stop?.text(precision: .fraction(digits: 9)) ?? hapiStart(record)
  }

  private static func appendCSV(_ fields: [String], to output: inout [UInt8]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      let needsQuotes = field.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 < 0x20 }
      guard needsQuotes else {
        output += field.utf8
        continue
      }
      output.append(0x22)
      for byte in field.utf8 {
        if byte == 0x22 { output.append(byte) }
        output.append(byte)
      }
      output.append(0x22)
    }
    output.append(10)
  }
}
