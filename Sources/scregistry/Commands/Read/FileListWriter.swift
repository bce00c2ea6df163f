internal import ArgumentParser
internal import SharedCloudRegistry

/// The formats of lists of files: those of text, and those of tables.
enum FileListFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case csv
  case json
  case ndjson
  case hapiCSV = "hapi-csv"
  case hapiJSON = "hapi-json"
  case uris
  case parquet
  case arrow

  /// The format of a table; nil for text.
  var table: RecordTable.Format? { RecordTable.Format(rawValue: rawValue) }

  /// Whether it has the columns that the specification does not name.
  var hasExtras: Bool {
    switch self {
    case .csv, .json, .ndjson, .parquet, .arrow: true
    case .text, .hapiCSV, .hapiJSON, .uris: false
    }
  }
}

/// Writes a list of files in any of the formats.
final class FileListWriter {
  private var records: RecordWriter
  private let table: RecordTable?

  /// The number of files written.
  var count: Int { table?.count ?? records.count }

  /// Creates a writer.
  ///
  /// - Parameters:
  ///   - format: The format.
  ///   - dataset: The dataset of the files.
  ///   - query: The query that gives the files.
  /// - Throws: ``ReadingError`` if a table needs an info document that can't be read.
  init(
    _ format: FileListFormat, of dataset: Dataset, for query: FileQuery
  ) async throws(ReadingError) {
    records = RecordWriter(
      RecordFormat(rawValue: format.rawValue) ?? .text, dataset: dataset, query: query)
    guard let form = format.table else {
      table = nil
      return
    }
    table = RecordTable(
      form, dataset: dataset, parameters: try await dataset.parameters() ?? [],
      writer: "scregistry version \(ToolVersion.text)", onFault: query.onFault)
  }

  /// Appends files.
  ///
  /// - Parameters:
  ///   - batch: The files.
  ///   - pattern: The pattern that their datakeys must match; nil for all.
  ///   - output: Receives the bytes.
  func append(_ batch: FileBatch, matching pattern: Wildcard?, to output: inout [UInt8]) {
    if let table {
      table.append(batch, matching: pattern, to: &output)
    } else {
      records.append(batch, matching: pattern, to: &output)
    }
  }

  /// Writes the end.
  ///
  /// - Parameter output: Receives the rest of the bytes.
  func finish(into output: inout [UInt8]) {
    if let table { table.finish(into: &output) } else { records.finish(into: &output) }
  }
}
