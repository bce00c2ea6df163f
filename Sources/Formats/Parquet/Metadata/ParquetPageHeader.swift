/// The header of a page.
struct ParquetPageHeader {
  /// The kinds of page.
  enum Kind {
    case data
    case dataVersion2
    case dictionary
    /// An index, or something that only later versions of Parquet know.
    case other
  }

  private(set) var kind = Kind.other
  /// The number of bytes of the page in the file.
  private(set) var compressedSize = 0
  /// The number of bytes of the page when it is decompressed.
  private(set) var uncompressedSize = 0
  /// The CRC-32 of the page as it is in the file; nil if the writer made none.
  private(set) var checksum: UInt32?
  /// The number of values, with those that are null.
  private(set) var valueCount = 0
  /// How the values are written; nil for an encoding that is unknown here.
  private(set) var encoding: ParquetEncoding?
  /// The number of the encoding in the file.
  private(set) var encodingNumber: Int64 = 0
  /// How the definition levels of a page of version 1 are written.
  private(set) var levelEncoding = ParquetEncoding.runLength
  /// The number of bytes of the definition levels of a page of version 2.
  private(set) var definitionSize = 0
  /// The number of bytes of the repetition levels of a page of version 2.
  private(set) var repetitionSize = 0
  /// Whether the values of a page of version 2 are compressed.
  private(set) var isCompressed = true

  init(from reader: inout ThriftReader) throws(ParquetFault) {
    var header = self
    var number: Int64?
    let place = reader.fault("a page has no header")
    try reader.structure { (reader, field) throws(ParquetFault) in
      switch field.identifier {
      case 1: number = try reader.integer(field)
      case 2: header.uncompressedSize = try reader.size(field)
      case 3: header.compressedSize = try reader.size(field)
      case 4: header.checksum = UInt32(truncatingIfNeeded: try reader.integer(field))
      case 5, 7, 8:
        let version2 = field.identifier == 8
        try reader.structure { (reader, field) throws(ParquetFault) in
          try header.read(field, isVersion2: version2, from: &reader)
        }
      default: break
      }
    }
    guard let number else { throw place }
    switch number {
    case 0: header.kind = .data
    case 2: header.kind = .dictionary
    case 3: header.kind = .dataVersion2
    default: header.kind = .other
    }
    self = header
  }

  private mutating func read(
    _ field: ThriftField, isVersion2: Bool, from reader: inout ThriftReader
  ) throws(ParquetFault) {
    switch (field.identifier, isVersion2) {
    case (1, _): valueCount = try reader.size(field)
    case (2, false), (4, true):
      encodingNumber = try reader.integer(field)
      encoding = ParquetEncoding(rawValue: encodingNumber)
    // The third field of a dictionary page says whether it is sorted.
    case (3, false) where field.type == .int32:
      let number = try reader.integer(field)
      guard let encoding = ParquetEncoding(rawValue: number),
        encoding == .runLength || encoding == .bitPacked
      else {
        throw reader.fault(.unsupported, saying: "levels are in the unknown encoding \(number)")
      }
      levelEncoding = encoding
    case (5, true): definitionSize = try reader.size(field)
    case (6, true): repetitionSize = try reader.size(field)
    case (7, true): isCompressed = try reader.flag(field)
    default: break
    }
  }
}
