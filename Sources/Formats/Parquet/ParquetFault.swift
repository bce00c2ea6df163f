/// Why a Parquet file could not be read, and where.
package struct ParquetFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault that callers can act on.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The file is of another format.
    case notParquet
    /// The file ends before its content does.
    case truncated
    /// The bytes contradict themselves.
    case damaged
    /// The file may be sound, but it uses something that is not supported.
    case unsupported
    /// It contains more than the limits allow.
    case tooLarge
  }
  /// The kind of fault.
  package let kind: Kind
  /// The place in the file, counted from 0.
  ///
  /// For a fault among the values of a page this is the start of the page.
  package internal(set) var offset: Int
  /// What is wrong, in one line.
  package let message: String
  /// The name of the column; nil if it is about the file.
  package internal(set) var column: String?
  /// The row group, counted from 0; nil if it is about the file.
  package internal(set) var rowGroup: Int?

  /// Makes a fault.
  ///
  /// - Parameters:
  ///   - kind: The kind of fault.
  ///   - offset: The place in the file, counted from 0.
  ///   - message: What is wrong, in one line.
  package init(_ kind: Kind, at offset: Int = 0, _ message: String) {
    self.kind = kind
    self.offset = offset
    self.message = message
  }

  /// What is wrong and where.
  package var description: String {
    var place = "at byte \(offset)"
    if let rowGroup { place += ", row group \(rowGroup + 1)" }
    if let column { place += ", column \(HarmlessText.of(column))" }
    return "\(message) (\(place))"
  }
}
