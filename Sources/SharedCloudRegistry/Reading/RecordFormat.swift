/// The forms in which file records are written.
public enum RecordFormat: String, Sendable, Hashable, CaseIterable {
  /// Columns for people.
  case text
  /// Comma-separated values with a header, as RFC 4180 has them.
  case csv
  /// One JSON array of objects.
  case json
  /// A JSON object a line.
  case ndjson
  /// The CSV of HAPI 3.1, with its header.
  case hapiCSV = "hapi-csv"
  /// The JSON of HAPI 3.1.
  case hapiJSON = "hapi-json"
  /// The addresses of the files, one a line.
  case uris
}
