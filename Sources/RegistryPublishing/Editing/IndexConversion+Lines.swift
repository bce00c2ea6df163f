internal import Files
internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

extension IndexConversion {
  /// Reads an index file as the lines of CSV.
  static func lines(
    of file: File, _ present: PresentRegistry
  ) async throws(StoreError) -> StagedContent {
    let content = try await content(of: file, present)
    guard file.name?.format == .parquet else { return content }
    return try await Self.lines(
      ofParquet: content, present.place.storage.address + file.fullKey)
  }

  /// Reads an index file, and undoes its compression.
  private static func content(
    of file: File, _ present: PresentRegistry
  ) async throws(StoreError) -> StagedContent {
    if file.name?.format.compression == nil,
      let object = try await present.observed.localObject(file.fullKey),
      object.info.etag == file.etag
    {
      return .object(object)
    }
    var reader = try await present.observed.read(
      file.fullKey, ObjectPart(matching: file.etag))
    let address = present.place.storage.address + file.fullKey
    if let compression = file.name?.format.compression {
      reader = DecompressingReader(reader, format: compression, address: address)
    }
    var writer = try StoreError.describing(SpoolWriter())
    while let bytes = try await reader.next() {
      writer.append(bytes.span)
      try StoreError.describing(writer.flushIfFull())
    }
    return try Self.content(writer)
  }

  private static func content(
    _ writer: consuming SpoolWriter
  ) throws(StoreError) -> StagedContent {
    do throws(FileError) {
      let (spool, size) = try writer.finish()
      return .spool(spool, 0..<size)
    } catch {
      throw StoreError(error)
    }
  }

  private static func lines(
    ofParquet content: StagedContent, _ address: String
  ) async throws(StoreError) -> StagedContent {
    let source = ParquetIndexSource(ObjectRanges(content.object, address: address))
    var writer = try StoreError.describing(SpoolWriter())
    while let bytes = try await source.next() {
      writer.append(bytes.span)
      try StoreError.describing(writer.flushIfFull())
    }
    return try Self.content(writer)
  }

  /// Counts the rows of an index file.
  static func rowCount(_ lines: StagedContent) throws(StoreError) -> Int {
    var rows = 0
    var lineStart = true
    try lines.forEachChunk { bytes in
      let span = bytes.span
      var index = 0
      while index < span.count {
        let byte = span[index]
        if lineStart, byte != 10, byte != 13, byte != UInt8(ascii: "#") { rows += 1 }
        let lineFeed = span.firstIndex(of: 10, from: index)
        lineStart = lineFeed < span.count
        index = lineFeed + 1
      }
    }
    return rows
  }
}
