internal import CBrotli

/// Decompresses pages of any codec that is supported.
struct ParquetDecompressor: ~Copyable {
  private var zstd: ZstdDecoder?
  private var gzip: GzipPageDecoder?

  /// Throws a fault unless pages of a codec can be read.
  static func check(_ codec: ParquetCodec?, number: Int64) throws(ParquetFault) -> ParquetCodec {
    switch codec {
    case .lzo, .lz4Hadoop:
      throw ParquetFault(
        .unsupported,
        "the codec \(codec?.name ?? "") is not supported; write the file with ZSTD or SNAPPY")
    case nil: throw ParquetFault(.unsupported, "the codec \(number) is unknown")
    case let codec?: return codec
    }
  }

  /// The maximum number of bytes that a byte of input can become; nil for codecs without one.
  private static func growth(_ codec: ParquetCodec) -> Int? {
    switch codec {
    case .none, .lzo, .lz4Hadoop: 1
    case .snappy: 32
    case .lz4: 255
    case .gzip: 1032
    case .zstd, .brotli: nil
    }
  }

  /// Throws a fault if a page cannot have the size that it declares, before memory is reserved.
  static func check(size: Int, compressed: Int, codec: ParquetCodec) throws(ParquetFault) {
    guard let growth = growth(codec) else { return }
    guard size / growth <= compressed + 64 else {
      throw ParquetFault(
        .damaged, "a page of \(compressed) bytes in \(codec.name) cannot become \(size) bytes")
    }
  }

  /// Decompresses a page.
  ///
  /// - Parameters:
  ///   - input: The page as it is in the file.
  ///   - codec: Its codec.
  ///   - output: Receives the page.
  ///   - range: The place for exactly all.
  /// - Throws: ``ParquetFault`` if the page is damaged, or the codec is not there.
  mutating func decompress(
    _ input: Span<UInt8>, codec: ParquetCodec, into output: inout MutableSpan<UInt8>,
    in range: Range<Int>
  ) throws(ParquetFault) {
    let problem: String?
    switch codec {
    case .none:
      problem =
        input.count == range.count
        ? nil : "it has \(input.count) bytes, but its header says \(range.count)"
      if problem == nil {
        output.copy(from: input, at: 0, to: range.lowerBound, count: range.count)
      }
    case .snappy: problem = SnappyDecoder.decode(input, into: &output, in: range)
    case .lz4: problem = LZ4Decoder.decode(input, into: &output, in: range)
    case .zstd:
      if zstd == nil { zstd = ZstdDecoder() }
      problem = zstd?.decode(input, into: &output, in: range)
    case .gzip:
      if gzip == nil { gzip = GzipPageDecoder() }
      problem = gzip?.decode(input, into: &output, in: range)
    case .brotli: problem = try Self.decodeBrotli(input, into: &output, in: range)
    case .lzo, .lz4Hadoop: problem = "the codec is not supported"
    }
    if let problem {
      throw ParquetFault(.damaged, "a page in \(codec.name) is damaged: \(problem)")
    }
  }

  private static func decodeBrotli(
    _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, in range: Range<Int>
  ) throws(ParquetFault) -> String? {
    var count = range.count
    let code = unsafe output.withUnsafeMutableBufferPointer { output in
      let output = unsafe UnsafeMutableBufferPointer(rebasing: output[range])
      return unsafe input.withUnsafeBufferPointer { input in
        unsafe registry_brotli_decode(input.baseAddress, input.count, output.baseAddress, &count)
      }
    }
    guard Int(code) != registry_brotli_missing else {
      throw ParquetFault(
        .unsupported,
        "the codec BROTLI needs libbrotlidec.so.1, which is not installed (Debian: libbrotli1)")
    }
    guard Int(code) == registry_brotli_done else { return "not Brotli data" }
    return count == range.count ? nil : "it has \(count) bytes, but the page \(range.count)"
  }
}
