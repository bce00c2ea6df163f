/// The formats for file records.
public enum RecordFormat: String, Sendable, Hashable, CaseIterable {
  /// Columns for people.
  case text
  /// Comma-separated values with a header (RFC 4180).
  case csv
  /// One JSON array of objects.
  case json
  /// One JSON object per line.
  case ndjson
  /// The CSV of HAPI 3.1, with its header.
  case hapiCSV = "hapi-csv"
  /// The JSON of HAPI 3.1.
  case hapiJSON = "hapi-json"
  /// The addresses of the files, one per line.
  case uris
}
