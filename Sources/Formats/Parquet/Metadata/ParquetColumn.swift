/// A column of a Parquet file.
package struct ParquetColumn: Sendable, Hashable {
  /// The names of the groups that contain it, from the outermost, then its own.
  package let path: [String]
  /// How its values are stored.
  package let physicalType: ParquetPhysicalType
  /// The number of bytes of a value of fixed length; zero for others.
  package let typeLength: Int
  /// What its values mean; nil if the file does not say it.
  package let logicalType: ParquetLogicalType?
  /// Whether a row may have no value.
  package let isNullable: Bool
  /// Whether it is a part of a group or a list, so that it can't be read as one value a row.
  package let isNested: Bool

  /// The name.
  package var name: String { path.last ?? "" }

  /// How its values lie in memory when they are read.
  package var type: ColumnType {
    switch physicalType {
    case .boolean: .bool
    case .int32: .int32
    case .int64: .int64
    case .int96: .fixed(12)
    case .float: .float
    case .double: .double
    case .byteArray: .bytes
    case .fixedLengthByteArray: .fixed(typeLength)
    }
  }
}
