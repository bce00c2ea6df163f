internal import Files
internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// An index file, or an info document, in the directory of a dataset.
struct PresentIndexFile {
  /// The key below the endpoint.
  var key: String
  /// The key in the storage.
  var fullKey: String
  /// The name of an index file; nil for an info document.
  var name: IndexFileName?
  /// The ETag; nil if the storage has none.
  var etag: String?
  /// The size that a listing shows; nil if none does.
  var size: Int?

  /// Reads it as the lines of CSV.
  ///
  /// - Parameters:
  ///   - storage: Where it is.
  ///   - onLoss: Is told, in words, what the lines of a Parquet file lack.
  /// - Returns: The lines.
  /// - Throws: ``StoreError`` when it can't be read.
  func lines(
    in storage: any Storage, onLoss: (String) -> Void = { _ in }
  ) async throws(StoreError) -> StagedContent {
    let content = try await plainContent(in: storage)
    let address = storage.address + fullKey
    guard name?.format == .parquet else { return content }
    let source = ParquetIndexSource(ObjectRanges(content.object, address: address))
    var lines = try StoreError.describing(SpoolWriter())
    while let bytes = try await source.next() {
      lines.append(bytes.span)
      try StoreError.describing(lines.flushIfFull())
    }
    for loss in await source.facts.losses { onLoss(loss) }
    return try Self.content(lines)
  }

  /// Reads it, and undoes its compression.
  private func plainContent(
    in storage: any Storage
  ) async throws(StoreError) -> StagedContent {
    if name?.format.compression == nil,
      let object = try await storage.localObject(fullKey), etag == nil || object.info.etag == etag
    {
      return .object(object)
    }
    var reader = try await storage.read(fullKey, ObjectPart(matching: etag))
    // Only bytes that are as stored can be counted.
    let isStored = name?.format.compression == nil && reader.info.contentEncoding == nil
    if let compression = name?.format.compression {
      reader = DecompressingReader(
        reader, format: compression, address: storage.address + fullKey)
    }
    var writer = try StoreError.describing(SpoolWriter())
    while let bytes = try await reader.next() {
      writer.append(bytes.span)
      try StoreError.describing(writer.flushIfFull())
    }
    let content = try Self.content(writer)
    // Rows that a truncated answer lacks would be lost.
    if isStored, let size, content.size != size {
      throw StoreError.otherSize(at: storage.address + fullKey, sent: content.size, listed: size)
    }
    return content
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

  /// Makes sure that another index file of the same year has the same rows, so that none is lost
  /// with it.
  ///
  /// - Parameters:
  ///   - other: The other index file.
  ///   - storage: Where both are.
  /// - Throws: ``StoreError`` when one can't be read, or they differ.
  func requireSameRows(
    as other: PresentIndexFile, in storage: any Storage
  ) async throws(StoreError) {
    let (one, two) = (try await lines(in: storage), try await other.lines(in: storage))
    if try one.rowHash() == two.rowHash() { return }
    let name = fullKey.split(separator: "/").last.map(String.init) ?? fullKey
    throw StoreError(
      .malformed, address: storage.address + other.fullKey,
      detail: "there are two index files of one year, and \(name) has other rows; remove one of "
        + "them first")
  }
}

extension PresentIndexFile {
  /// Finds an index file by its address.
  ///
  /// - Parameters:
  ///   - address: The address.
  ///   - storage: Where it is.
  ///   - info: Its metadata in a listing; nil if it was not listed.
  init(at address: String, in storage: any Storage, listedAs info: ObjectInfo? = nil) {
    let key = String(address.utf8.dropFirst(storage.address.utf8.count)) ?? ""
    let name = key.split(separator: "/").last.map(String.init) ?? key
    self.init(key: key, fullKey: key, name: IndexFileName(name))
    if let info, info.isSizeKnown { size = info.size }
  }

  /// Makes sure that an index file that is not read has the same rows as the one that is.
  ///
  /// - Parameters:
  ///   - fault: The fault that names both; others are ignored.
  ///   - dataset: The dataset.
  /// - Throws: ``ReadingError`` when one can't be read, or they differ.
  static func judge(
    _ fault: ReadingFault, of dataset: Dataset
  ) async throws(ReadingError) {
    guard fault.kind == .secondIndex, let first = fault.otherIndex else { return }
    let storage = try dataset.indexPlace().storage
    do throws(StoreError) {
      try await PresentIndexFile(at: first, in: storage)
        .requireSameRows(as: PresentIndexFile(at: fault.address, in: storage), in: storage)
    } catch {
      throw ReadingError(error)
    }
  }
}

extension ListingPage {
  /// Makes sure that every index file of a dataset on the page can be looked at.
  ///
  /// A link to nowhere is an index file whose rows nobody has seen.
  ///
  /// - Parameter id: The id of the dataset.
  /// - Throws: ``StoreError`` with code `unavailable` if one can't.
  func requireIndexFiles(of id: String) throws(StoreError) {
    for failure in failures {
      let name = failure.address.split(separator: "/").last.map(String.init) ?? ""
      guard IndexFileName(name)?.id.hasSameBytes(as: id) ?? false else { continue }
      throw StoreError(
        .unavailable, address: failure.address,
        detail: "this index file can't be read: \(failure.detail); nothing was changed")
    }
  }
}

extension StagedContent {
  /// The number of rows in the lines of an index file.
  func rowCount() throws(StoreError) -> Int {
    var rows = 0
    try forEachRow { (_) in rows += 1 }
    return rows
  }

  /// A hash of the rows in the lines of an index file, without header and line ends.
  func rowHash() throws(StoreError) -> [UInt64] {
    var hashes: [UInt64] = [0, 0]
    try forEachRow { row in
      hashes[0] = hashes[0] &* 0x9E37_79B9_7F4A_7C15 &+ row.stableHash
      hashes[1] = hashes[1] &* 31 &+ (row + [0]).stableHash
    }
    return hashes
  }

  private func forEachRow(_ body: ([UInt8]) -> Void) throws(StoreError) {
    var rest: [UInt8] = []
    var isHeader = true
    func take(_ line: ArraySlice<UInt8>) {
      var line = line
      while line.last == 0x0D { line.removeLast() }
      let row = Array(line)
      defer { if !row.isEmpty { isHeader = false } }
      switch IndexLineKind(row.span) {
      case .row: body(row)
      case .comment where IndexLineKind.holdsRow(row.span): body(row)
      case .names where !isHeader && !IndexPreamble.isHeader(row.span): body(row)
      case .blank, .comment, .names: return
      }
    }
    try forEachChunk { bytes in
      var start = 0
      while let end = bytes[start...].firstIndex(of: 0x0A) {
        take(rest.isEmpty ? bytes[start..<end] : (rest + bytes[start..<end])[...])
        rest = []
        start = end + 1
      }
      rest += bytes[start...]
    }
    take(rest[...])
  }
}
