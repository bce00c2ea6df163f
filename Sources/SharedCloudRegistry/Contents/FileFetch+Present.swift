internal import Files
internal import ObjectStorage

// Whether a file that exists needs to be fetched.

extension FileFetch {
  /// Whether a file exists and is what the index says.
  ///
  /// - Parameters:
  ///   - record: The file.
  ///   - path: Its path.
  /// - Returns: False if it has to be fetched.
  /// - Throws: ``ReadingError`` if something else is at the path, or the file can't be read.
  func isPresent(_ record: FileRecord, at path: String) async throws(ReadingError) -> Bool {
    guard let identity = FileIdentity(path) else { return false }
    guard identity.isRegular else {
      throw ReadingError(.notWritten, address: path, detail: "it exists, but is not a file")
    }
    guard existing == .keep else { return false }
    if let size = record.filesize, size != identity.size {
      // A file that was replaced upstream is not fetched again each time.
      guard acceptsAnySize else { return false }
      return try await serverSize(of: record) == identity.size
    }
    guard ContentCheck.hasEvidence(record) else {
      guard let size = try await serverSize(of: record) else { return true }
      return size == identity.size
    }
    return try isRight(record, at: path)
  }

  /// The size of the object on its server; nil if the server does not tell it.
  private func serverSize(of record: FileRecord) async throws(ReadingError) -> Int? {
    let place = try dataset.place(of: record)
    do throws(StoreError) {
      return try await place.storage.head(place.key).contentSize
    } catch  where [.accessDenied, .unsupported].contains(error.code) {
      return nil
    } catch {
      throw ReadingError(error)
    }
  }

  /// Whether the bytes of a file have the size and checksum of the index.
  private func isRight(_ record: FileRecord, at path: String) throws(ReadingError) -> Bool {
    // A size is compared without reading.
    guard record.checksum?.isEmpty == false else { return true }
    var check = ContentCheck(record)
    let file: OpenedFile
    do throws(StoreError) {
      file = try OpenedFile(path)
      var position = 0
      while position < file.info.size {
        let bytes = try file.bytes(position..<Swift.min(position + (1 << 20), file.info.size))
        guard !bytes.isEmpty else { return false }
        do throws(ReadingError) { try check.add(bytes) } catch { return false }
        position += bytes.count
      }
    } catch {
      throw ReadingError(.notWritten, address: path, detail: "it exists, but \(error.detail)")
    }
    do throws(ReadingError) {
      try check.finish()
      return true
    } catch {
      return false
    }
  }
}
