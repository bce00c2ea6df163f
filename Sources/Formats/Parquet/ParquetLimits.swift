/// How much memory a Parquet file may demand.
///
/// Each size in a file is checked against the bytes that there are. What remains is compression,
/// since a page of a few bytes may hold many values, and files with holes.
package struct ParquetLimits: Sendable, Hashable {
  /// The maximum number of bytes of the metadata at the end of the file.
  package var footer = 64 << 20
  /// The maximum number of columns and groups of columns.
  package var columns = 32_768
  /// The maximum depth of groups within groups.
  package var depth = 32
  /// The maximum number of column chunks, all row groups together.
  package var chunks = 1_000_000
  /// The maximum number of rows; a few bytes can make millions of them.
  package var rows = 1 << 31
  /// The maximum number of bytes of the wanted columns of a row group, which are read at once.
  package var rowGroup = 2 << 30
  /// The maximum number of bytes of a page when it is decompressed.
  package var page = 256 << 20
  /// The maximum number of bytes of the values of one column that are delivered together.
  package var batch = 256 << 20

  /// Sets the usual limits.
  package init() {}
}
