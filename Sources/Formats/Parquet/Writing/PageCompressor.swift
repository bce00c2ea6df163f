/// Compresses pages, and makes their headers.
struct PageCompressor: ~Copyable {
  private let compression: ParquetWriterOptions.Compression
  private var zstd: ZstdEncoder?
  private var snappy: SnappyEncoder?
  private var compressed: [UInt8] = []

  init(_ compression: ParquetWriterOptions.Compression) {
    self.compression = compression
    switch compression {
    case .none: break
    case .snappy: snappy = SnappyEncoder()
    case .zstd(let level): zstd = ZstdEncoder(level: level)
    }
  }

  /// The kinds of page, and what their headers say.
  enum Kind {
    case dictionary
    case data(ParquetEncoding)
  }

  /// Writes a page.
  ///
  /// - Parameters:
  ///   - page: The page before compression.
  ///   - kind: What it is.
  ///   - valueCount: The number of values, with those that are null.
  ///   - output: Receives the header and the page at its end.
  /// - Returns: The number of bytes of the header, and of the page before compression.
  mutating func write(
    _ page: [UInt8], _ kind: Kind, valueCount: Int, into output: inout [UInt8]
  ) -> Int {
    compressed.removeAll(keepingCapacity: true)
    compress(page)
    var checksum = Checksum32()
    checksum.add(compressed.span)
    let header = Self.header(
      kind, valueCount: valueCount, size: page.count, compressedSize: compressed.count,
      checksum: checksum.value)
    output += header
    output += compressed
    return header.count + page.count
  }

  private mutating func compress(_ page: [UInt8]) {
    if snappy != nil {
      snappy?.encode(page.span, into: &compressed)
    } else if zstd != nil {
      let isDone = zstd?.encode(page.span, into: &compressed) ?? false
      precondition(isDone, "there is no memory to compress \(page.count) bytes")
    } else {
      compressed += page
    }
  }

  private static func header(
    _ kind: Kind, valueCount: Int, size: Int, compressedSize: Int, checksum: UInt32
  ) -> [UInt8] {
    var writer = ThriftWriter()
    writer.element { writer in
      switch kind {
      case .data: writer.write(Int32(0), field: 1)
      case .dictionary: writer.write(Int32(2), field: 1)
      }
      writer.write(Int32(size), field: 2)
      writer.write(Int32(compressedSize), field: 3)
      writer.write(Int32(bitPattern: checksum), field: 4)
      switch kind {
      case .data(let encoding):
        writer.structure(field: 5) { writer in
          writer.write(Int32(valueCount), field: 1)
          writer.write(Int32(encoding.rawValue), field: 2)
          writer.write(Int32(ParquetEncoding.runLength.rawValue), field: 3)
          writer.write(Int32(ParquetEncoding.runLength.rawValue), field: 4)
        }
      case .dictionary:
        writer.structure(field: 7) { writer in
          writer.write(Int32(valueCount), field: 1)
          writer.write(Int32(ParquetEncoding.plain.rawValue), field: 2)
        }
      }
    }
    return writer.bytes
  }
}
