internal import Formats

/// Where a finding is.
public struct Location: Sendable, Hashable {
  /// The file, as a path or an address.
  public var uri: String
  /// The file's path within its bucket, the same for every copy.
  public var key: String
  /// The value in a JSON document, as a JSON Pointer.
  public var pointer: String?
  /// The line, counted from 1.
  public var line: Int?
  /// The column, counted from 1 in Unicode scalars.
  public var column: Int?
  /// The line at which the place ends.
  public var endLine: Int?
  /// The column after the place's last scalar.
  public var endColumn: Int?
  /// The number of bytes before the place.
  public var byteOffset: Int?
  /// The data row of an index file, counted from 1 without the header.
  public var row: Int?
  /// The row group of a Parquet file that has the row, counted from 1.
  public var rowGroup: Int?
  /// The name of the field.
  public var field: String?
  /// The position of the field in its row, counted from 1.
  public var fieldIndex: Int?

  /// Makes the location of a whole file.
  ///
  /// - Parameters:
  ///   - uri: The file, as a path or an address.
  ///   - key: The file's path within its bucket.
  public init(uri: String, key: String) {
    self.uri = uri
    self.key = key
  }

  /// The place in a Parquet file, which has no lines: `row 12,345 (row group 2), column start`;
  /// nil for other files, and for the file as such.
  package var placeInTable: String? {
    guard line == nil, pointer == nil else { return nil }
    var parts: [String] = []
    if let row {
      parts.append("row \(row.grouped)" + (rowGroup.map { " (row group \($0))" } ?? ""))
    } else if let rowGroup {
      parts.append("row group \(rowGroup)")
    }
    if let field { parts.append("column \(field)") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
