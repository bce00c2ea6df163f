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
}
