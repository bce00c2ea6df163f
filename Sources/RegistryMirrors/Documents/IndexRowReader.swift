internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Reads the rows of one index file, one after the other; those of Parquet become lines of CSV.
final class IndexRowReader {
  private let reader: any ObjectReader
  private let address: String
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  private var line = 0
  private var splitter = CSVFields()
  /// The meaning of the columns; known after the first row.
  private(set) var columns: IndexColumns?
  /// The number of bytes of the file so far, decompressed.
  private(set) var size = 0
  private let digest: RunningDigest

  /// The longest line that is read.
  private static let lineLimit = 1 << 20

  /// Opens an index file.
  ///
  /// - Parameters:
  ///   - side: The side.
  ///   - key: The key below its root.
  /// - Throws: ``StoreError`` if it can't be opened.
  init(_ side: MirrorSide, key: String) async throws(StoreError) {
    address = side.name(of: key)
    guard let (storage, _) = side.storage else {
      throw StoreError(.unsupported, address: address, detail: "a listing has no index files")
    }
    if key.hasSuffix(IndexFileName.Format.parquet.rawValue) {
      reader = ParquetIndexSource(
        try await ObjectRanges(storage, key: side.storageKey(key), isForAll: true))
      digest = RunningDigest(.sha256)
      return
    }
    let raw = try await storage.read(side.storageKey(key), .whole)
    if let format = ArchiveFormat(name: key) {
      reader = DecompressingReader(raw, format: format, address: address)
    } else {
      reader = raw
    }
    digest = RunningDigest(.sha256)
  }

  /// The SHA-256 of the rows and header; complete after the last row.
  func finishedDigest() -> String { digest.finish() }

  /// Reads the next row; nil after the last.
  ///
  /// - Throws: ``StoreError`` if the rest can't be read.
  func next() async throws(StoreError) -> IndexRow? {
    while let bytes = try await nextLine() {
      line += 1
      var text = bytes
      if line == 1, text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
      while text.last == 0x0D { text.removeLast() }
      guard text.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
      splitter.split(text.span)
      let row = IndexRow(line: line, bytes: text, splitter)
      if columns == nil {
        guard !takeHeader(row) else { continue }
        columns = IndexColumns(row: row)
      } else if text.first == UInt8(ascii: "#") {
        continue
      }
      return row
    }
    return nil
  }

  /// Takes a line as a header if it names columns.
  private func takeHeader(_ row: IndexRow) -> Bool {
    let names = row.fields.indices.map { place in
      String(row.text(place).lowercased().drop { $0 == "#" || $0 == " " })
    }
    guard names.contains("datakey") || row.bytes.first == UInt8(ascii: "#") else { return false }
    if names.contains("datakey") { columns = IndexColumns(names: names) }
    return true
  }

  private func nextLine() async throws(StoreError) -> [UInt8]? {
    while true {
      let end = buffer.span.firstIndex(of: 0x0A, from: position)
      if end < buffer.count {
        defer { position = end + 1 }
        return Array(buffer[position..<end])
      }
      if isAtEnd {
        guard position < buffer.count else { return nil }
        defer { position = buffer.count }
        return Array(buffer[position...])
      }
      buffer.removeFirst(position)
      position = 0
      guard buffer.count <= Self.lineLimit else {
        throw StoreError(
          .malformed, address: address,
          detail: "line \(line + 1) is longer than \(Self.lineLimit) bytes")
      }
      guard let more = try await reader.next() else {
        isAtEnd = true
        continue
      }
      digest.add(more.span)
      size += more.count
      buffer += more
    }
  }
}
