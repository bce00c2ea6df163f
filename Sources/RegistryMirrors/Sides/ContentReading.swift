internal import ObjectStorage

/// Reads a copy of an object and computes all checksums that something can be compared with.
enum ContentReading {
  /// The result of reading one object.
  struct Result: Sendable {
    /// The checksums of its bytes, and its size.
    var facts: ObjectFacts
    /// The ETags that an upload in parts of a size would have.
    var parts: [(size: Int, etag: String)] = []
    /// The ETag that came with the bytes; nil if none did, or the side has none.
    var etag: String?

    /// The size and ETag, for a comparison with a listing.
    var asListed: ObjectFacts { ObjectFacts(size: facts.size, etag: etag) }
  }

  /// After how many bytes other tasks get the thread, which a local file would occupy to its end.
  private static let pause = 16 << 20

  /// Reads one copy.
  ///
  /// - Parameters:
  ///   - side: The side.
  ///   - key: The key below the side's root.
  ///   - attested: The checksums that a list or the other side states.
  ///   - uploads: The ETags that the bytes may have, of this copy and the other.
  /// - Returns: The result; nil if the object does not exist.
  /// - Throws: ``StoreError`` if it can't be read.
  static func read(
    _ side: MirrorSide, key: String, attested: [Checksum], uploads: [ObjectFacts]
  ) async throws(StoreError) -> Result? {
    guard let (storage, _) = side.storage else { return nil }
    let reader: any ObjectReader
    do throws(StoreError) {
      reader = try await storage.read(side.storageKey(key), .stored)
    } catch  where error.code == .notFound {
      return nil
    } catch {
      throw error
    }
    var algorithms: Set<ChecksumAlgorithm> = [.sha256]
    for checksum in attested where checksum.isFull { algorithms.insert(checksum.algorithm) }
    var sizes: Set<Int> = []
    for upload in uploads where upload.encryption != .keyed {
      switch upload.etag.map(ETag.init) {
      // An equal MD5 proves equality, also where an unequal one proves nothing.
      case .digest: algorithms.insert(.md5)
      case .parts(_, let count):
        sizes.formUnion(
          upload.partSize.map { [$0] }
            ?? PartSizes.candidates(forSize: reader.info.size, parts: count))
      default: break
      }
    }
    var digest = ContentDigest(algorithms, partSizes: sizes.sorted())
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    var next = pause
    while true {
      let (filled, count) = try await reader.next(into: consume buffer, from: 0)
      buffer = filled
      guard count > 0 else { break }
      guard !Task.isCancelled else {
        throw StoreError(.cancelled, address: side.name(of: key), detail: "cancelled")
      }
      digest.add(buffer.span.extracting(0..<count))
      if digest.count >= next {
        next += pause
        await Task.yield()
      }
    }
    var facts = ObjectFacts(size: digest.count)
    facts.checksums = digest.finish()
    return Result(
      facts: facts, parts: digest.finishParts(), etag: side.hasETags ? reader.info.etag : nil)
  }
}
