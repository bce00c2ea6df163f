internal import Files
internal import ObjectStorage

// Whether a file that exists needs to be fetched.

extension FileFetch {
  /// Whether a file exists and is what the index says, or what the server has if any size counts.
  ///
  /// - Parameters:
  ///   - record: The file.
  ///   - path: Its path.
  /// - Returns: The outcome; nil if it has to be fetched.
  /// - Throws: ``ReadingError`` if something else is at the path, or the file can't be read.
  func presence(of record: FileRecord, at path: String) async throws(ReadingError) -> Outcome? {
    guard let identity = FileIdentity(path) else { return nil }
    guard identity.isRegular else {
      throw ReadingError(.notWritten, address: path, detail: "it exists, but is not a file")
    }
    guard existing == .keep else { return nil }
    if let size = record.filesize, size != identity.size {
      // A file that was replaced upstream is not fetched again each time.
      guard acceptsAnySize, let info = try await allowedInfo(of: record),
        info.contentSize == identity.size, try isEqual(path, to: info)
      else { return nil }
      return .presentOtherSize(size: identity.size, sizeInIndex: size)
    }
    guard ContentCheck.hasEvidence(record) else {
      return try await info(of: record).contentSize == identity.size ? .present : nil
    }
    return try isRight(record, at: path) ? .present : nil
  }

  /// Whether a file has the MD5 that the server states; true if it states none.
  private func isEqual(_ path: String, to info: ObjectInfo) throws(ReadingError) -> Bool {
    guard info.encryption != .keyed, case .digest(let sum)? = info.etag.map(ETag.init) else {
      return true
    }
    let digest = RunningDigest(.md5)
    try forEachPart(of: path) { bytes in
      digest.add(bytes.span)
      return true
    }
    return digest.finish() == sum
  }

  /// Reads a file in parts, until the body returns false.
  private func forEachPart(
    of path: String, _ body: ([UInt8]) -> Bool
  ) throws(ReadingError) {
    do throws(StoreError) {
      let file = try OpenedFile(path)
      var position = 0
      while position < file.info.size {
        let bytes = try file.bytes(position..<Swift.min(position + (1 << 20), file.info.size))
        guard !bytes.isEmpty, body(bytes) else { return }
        position += bytes.count
      }
    } catch {
      throw ReadingError(.notWritten, address: path, detail: "it exists, but \(error.detail)")
    }
  }

  /// What the server says of the object; nil if it says nothing.
  private func allowedInfo(of record: FileRecord) async throws(ReadingError) -> ObjectInfo? {
    do throws(ReadingError) {
      return try await info(of: record)
    } catch  where [.accessDenied, .unsupported].contains(error.storage) {
      return nil
    } catch {
      throw error
    }
  }

  /// What the server says of the object.
  ///
  /// - Throws: ``ReadingError`` if it says nothing: then a file that exists may be an old one.
  private func info(of record: FileRecord) async throws(ReadingError) -> ObjectInfo {
    let place = try dataset.place(of: record)
    do throws(StoreError) {
      return try await place.storage.head(place.key)
    } catch {
      throw ReadingError(
        StoreError(
          error.code, address: error.address,
          detail: "its copy exists, but can't be compared: \(error.detail)"))
    }
  }

  /// Whether the bytes of a file have the size and checksum of the index.
  private func isRight(_ record: FileRecord, at path: String) throws(ReadingError) -> Bool {
    // A size is compared without reading.
    guard record.checksum?.isEmpty == false else { return true }
    var check = ContentCheck(record)
    var isWrong = false
    try forEachPart(of: path) { bytes in
      do throws(ReadingError) { try check.add(bytes) } catch { isWrong = true }
      return !isWrong
    }
    guard !isWrong else { return false }
    do throws(ReadingError) {
      try check.finish()
      return true
    } catch {
      return false
    }
  }
}
