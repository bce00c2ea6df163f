/// How the values of a page are written.
package enum ParquetEncoding: Int64, Sendable, Hashable, CaseIterable {
  /// One after the other.
  case plain = 0
  /// As places in a dictionary; the older name, which is also used for the dictionary itself.
  case plainDictionary = 2
  /// Repetitions and packed bits.
  case runLength = 3
  /// Packed bits, the first in the highest bit; only for levels.
  case bitPacked = 4
  /// The differences of integers.
  case deltaBinaryPacked = 5
  /// The differences of lengths, then the byte strings.
  case deltaLengthByteArray = 6
  /// The number of bytes that each string shares with the one before, then the rest of each.
  case deltaByteArray = 7
  /// As places in a dictionary.
  case runLengthDictionary = 8
  /// The first bytes of all values, then the second bytes, and so on.
  case byteStreamSplit = 9

  /// The name in the specification of Parquet.
  package var name: String {
    switch self {
    case .plain: "PLAIN"
    case .plainDictionary: "PLAIN_DICTIONARY"
    case .runLength: "RLE"
    case .bitPacked: "BIT_PACKED"
    case .deltaBinaryPacked: "DELTA_BINARY_PACKED"
    case .deltaLengthByteArray: "DELTA_LENGTH_BYTE_ARRAY"
    case .deltaByteArray: "DELTA_BYTE_ARRAY"
    case .runLengthDictionary: "RLE_DICTIONARY"
    case .byteStreamSplit: "BYTE_STREAM_SPLIT"
    }
  }
}

/// How the pages of a column are compressed.
package enum ParquetCodec: Int64, Sendable, Hashable, CaseIterable {
  case none = 0
  case snappy = 1
  case gzip = 2
  /// Not supported.
  case lzo = 3
  case brotli = 4
  /// LZ4 in frames of Hadoop; not supported.
  case lz4Hadoop = 5
  case zstd = 6
  case lz4 = 7

  /// The name in the specification of Parquet.
  package var name: String {
    switch self {
    case .none: "UNCOMPRESSED"
    case .snappy: "SNAPPY"
    case .gzip: "GZIP"
    case .lzo: "LZO"
    case .brotli: "BROTLI"
    case .lz4Hadoop: "LZ4"
    case .zstd: "ZSTD"
    case .lz4: "LZ4_RAW"
    }
  }
}

/// How values are stored, whatever they mean.
package enum ParquetPhysicalType: Int64, Sendable, Hashable, CaseIterable {
  case boolean = 0
  case int32 = 1
  case int64 = 2
  case int96 = 3
  case float = 4
  case double = 5
  case byteArray = 6
  case fixedLengthByteArray = 7

  /// The name in the specification of Parquet.
  package var name: String {
    switch self {
    case .boolean: "BOOLEAN"
    case .int32: "INT32"
    case .int64: "INT64"
    case .int96: "INT96"
    case .float: "FLOAT"
    case .double: "DOUBLE"
    case .byteArray: "BYTE_ARRAY"
    case .fixedLengthByteArray: "FIXED_LEN_BYTE_ARRAY"
    }
  }
}
