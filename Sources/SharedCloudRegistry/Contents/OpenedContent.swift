internal import ObjectStorage

/// A data file that is open, in the form that its index describes.
///
/// An object may be stored with a content encoding. If its size is the one in the index, its bytes
/// are the file; otherwise its content is.
struct OpenedContent: Sendable {
  /// The bytes.
  let reader: any ObjectReader
  /// Whether an encoding is undone, so that parts can't be requested.
  let isDecoded: Bool
  /// How the bytes are made from those that are stored, for messages; empty if they are the same.
  let origin: String

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - record: The file.
  ///   - dataset: Its dataset.
  /// - Throws: ``ReadingError``, also for an encoding that can't be undone.
  init(_ record: FileRecord, of dataset: Dataset) async throws(ReadingError) {
    let stored = try await dataset.open(record, .stored)
    guard let coding = ContentCoding(stored.info.contentEncoding), let size = record.filesize,
      size != stored.info.size
    else {
      (reader, isDecoded, origin) = (stored, false, "")
      return
    }
    guard coding.isKnown else {
      throw ReadingError(
        .differs, address: record.datakey,
        detail: "it is stored as \(stored.info.size) bytes with Content-Encoding: \(coding.text), "
          + "which scregistry can't decode, but the index has \(size) bytes")
    }
    var decoded = stored
    for _ in coding.names {
      decoded = DecompressingReader(ifGzip: decoded, address: record.datakey)
    }
    reader = decoded
    isDecoded = true
    origin = " (decoded from \(stored.info.size) bytes with Content-Encoding: \(coding.text))"
  }
}
