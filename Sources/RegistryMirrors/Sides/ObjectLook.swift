internal import ObjectStorage
internal import SharedCloudRegistry

/// Looks at single objects of one side by requests.
struct ObjectLook: Sendable {
  let side: MirrorSide

  /// Requests the facts about an object, with its checksums.
  ///
  /// - Parameters:
  ///   - key: The key below the side's root.
  ///   - parts: Whether to request the part size of an object that was uploaded in parts.
  /// - Returns: The facts; nil if it does not exist.
  /// - Throws: ``StoreError`` if it can't be told.
  func facts(of key: String, parts: Bool) async throws(StoreError) -> ObjectFacts? {
    guard let (storage, _) = side.storage else { return nil }
    let info: ObjectInfo
    do throws(StoreError) {
      info = try await storage.details(of: side.storageKey(key), part: nil)
    } catch  where error.code == .notFound {
      return nil
    } catch {
      throw error
    }
    var facts = Self.facts(info, hasETags: side.hasETags)
    if case .storage(_, _, true) = side.content {
      if !info.isSizeKnown { facts.size = nil }
      // S3 names the encryption if there is any but its own.
      if facts.encryption == .unknown { facts.encryption = .plain }
    } else {
      try await Self.refusePage(info, at: side.storageKey(key), in: storage)
      // A web server may encode what it sends, so its size is not that of the file.
      facts.size = info.contentSize
    }
    if parts, let etag = facts.etag, case .parts(_, let count) = ETag(etag) {
      facts.partSize = await Self.partSize(
        of: side.storageKey(key), in: storage, count: count, size: info.size)
    }
    return facts
  }

  /// Refuses a page that a web server sends with success for a file that it lacks.
  ///
  /// The content type alone proves nothing: many servers label every file as a page.
  private static func refusePage(
    _ info: ObjectInfo, at key: String, in storage: any Storage
  ) async throws(StoreError) {
    guard info.isPage, ![".html", ".htm", ".xhtml"].contains(where: key.lowercased().hasSuffix)
    else { return }
    let reader = try await storage.read(key, ObjectPart(range: 0..<512))
    guard let start = try await reader.next(), ForeignContent(textOf: start.span)?.isPage ?? false
    else { return }
    throw StoreError(
      .malformed, address: storage.address + key,
      detail: "the server sent a web page, not the object")
  }

  /// The most parts of which each is asked for its size.
  private static let mostParts = 100

  /// The size of all parts but the last of an upload; nil if they differ, or it can't be told.
  ///
  /// The first part alone tells nothing of the others: programs may upload parts of any sizes.
  private static func partSize(
    of key: String, in storage: any Storage, count: Int, size: Int
  ) async -> Int? {
    func sizeOf(part: Int) async -> Int? {
      do throws(StoreError) {
        let info = try await storage.details(of: key, part: part)
        // A server that does not know parts answers with the complete object.
        let knowsParts = info.details["x-amz-mp-parts-count"] != nil || info.size < size
        return knowsParts ? info.size : nil
      } catch {
        // Not every store knows parts; then the size is inferred from the bytes, or not known.
        return nil
      }
    }
    guard let first = await sizeOf(part: 1), count > 0, first * (count - 1) < size,
      size <= first * count
    else { return nil }
    guard count > 2 else { return first }
    guard count <= mostParts else { return nil }
    for part in 2..<count {
      guard await sizeOf(part: part) == first else { return nil }
    }
    return first
  }

  /// The facts that a response states.
  static func facts(_ info: ObjectInfo, hasETags: Bool) -> ObjectFacts {
    var facts = ObjectFacts(size: info.size, etag: hasETags ? info.etag : nil)
    facts.checksums = info.checksums
    facts.encryption = info.encryption
    return facts
  }
}
