internal import Formats

/// Writes file records in one of several formats, part by part.
public struct RecordWriter: Sendable {
  let format: RecordFormat
  let dataset: Dataset
  private let query: FileQuery
  /// Whether the CSV of HAPI begins with the header.
  var hasHeader = true
  /// Whether no record has been written.
  var isEmpty = true
  /// The names of the extra columns, from the first records that have some.
  private var columns: [String]?
  /// The number of records written.
  public private(set) var count = 0
  /// Writes the times.
  var times = TimeWriter()
  /// Splits the lines of rows with extra columns.
  var fields = CSVFields()

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
    if columns == nil { begin(batch.extraColumns, into: &output) }
    let extras = ExtraColumns(of: batch)
    let copiesLines = format == .csv && pattern == nil && columns == []
    var position = 0
    while position < batch.endIndex {
      if copiesLines, batch.isPlain(at: position) {
        let next = batch.appendPlainLines(from: position, to: &output)
        count += next - position
        position = next
        continue
      }
      if pattern?.matches(batch[position]) ?? true {
        append(batch.rows[position], of: batch, extras: extras, into: &output)
        count += 1
        isEmpty = false
      }
      position += 1
    }
  }

  /// Writes the end.
  ///
  /// - Parameter output: Receives the rest of the bytes.
  public mutating func finish(into output: inout [UInt8]) {
    if columns == nil { begin([], into: &output) }
    switch format {
    case .json: output += (isEmpty ? "]\n" : "\n]\n").utf8
    case .hapiJSON: output += (isEmpty ? "]}\n" : "\n]}\n").utf8
    default: break
    }
  }

  private mutating func begin(_ columns: [String], into output: inout [UInt8]) {
    self.columns = columns
    switch format {
    case .text, .ndjson, .uris: break
    case .csv:
      let names = ["start", "stop", "datakey", "filesize"] + columns
      for (index, name) in names.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        output.appendCSVField(Array(name.utf8)[...])
      }
      output.append(10)
    case .json: output.append(UInt8(ascii: "["))
    case .hapiCSV:
      guard hasHeader else { return }
      // In CSV the lines of the header are comments.
      output += "#".utf8
      output += JSONWriter.writeHarmless(.object(header + [("format", "csv")]), layout: .singleLine)
      output.append(10)
    case .hapiJSON:
      let head = JSONWriter.writeHarmless(
        .object(header + [("format", "json")]), layout: .singleLine)
      output += head.dropLast()
      output += ",\"data\":[".utf8
    }
  }

  private var header: [(key: String, value: JSONValue)] {
    dataset.hapiMembers(from: query.from, to: query.to)
  }
}
