/// How a Parquet file is written.
package struct ParquetWriterOptions: Sendable, Hashable {
  /// How pages are compressed.
  package enum Compression: Sendable, Hashable {
    /// Not at all.
    case none
    /// With Snappy: fast.
    case snappy
    /// With Zstandard: small. The level is from 1 to 22.
    case zstd(level: Int)

    /// The codec in the file.
    var codec: ParquetCodec {
      switch self {
      case .none: .none
      case .snappy: .snappy
      case .zstd: .zstd
      }
    }
  }
  /// How pages are compressed.
  package var compression = Compression.zstd(level: 3)
  /// The number of rows of a row group; the last may have fewer.
  package var rowsPerGroup = 16_384
  /// The maximum number of bytes of a page before it is compressed, unless one value is larger.
  package var pageSize = 2 << 20
  /// The columns by which the caller has sorted the rows.
  package var sortingColumns: [ParquetSortingColumn] = []
  /// What to add to the file, by names.
  package var keyValues: [ParquetKeyValue] = []
  /// The program that writes the file.
  package var writer: String

  /// Sets the usual options.
  ///
  /// - Parameter writer: The program that writes the file, for example `name version 1.2`.
  package init(writer: String) { self.writer = writer }
}
