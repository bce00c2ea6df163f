internal import ObjectStorage

/// The bytes of a data file part by part, compared with its record as they arrive.
package struct CheckedContent {
  private let reader: any ObjectReader
  private var check: ContentCheck

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - record: The file.
  ///   - dataset: Its dataset.
  /// - Throws: ``ReadingError``.
  package init(_ record: FileRecord, of dataset: Dataset) async throws(ReadingError) {
    let content = try await OpenedContent(record, of: dataset)
    reader = content.reader
    check = ContentCheck(record, origin: content.origin)
  }

  /// Waits for the next bytes.
  ///
  /// - Returns: The bytes; nil after the last.
  /// - Throws: ``ReadingError``, also if the file differs from the size or checksum in its record.
  package mutating func next() async throws(ReadingError) -> [UInt8]? {
    let reader = reader
    let part = try await ReadingError.of { () async throws(StoreError) in try await reader.next() }
    guard let part else {
      try check.finish()
      return nil
    }
    try check.add(part)
    return part
  }
}
