internal import Locks

/// A storage that remembers in which state each object was read, so that only that state is
/// replaced.
///
/// The ETag comes with the bytes, from one response. A later response with another ETag means that
/// somebody else wrote meanwhile, which is an error with code `preconditionFailed`. Each directory
/// is listed once.
package final class ObservedStorage: Storage {
  /// The state in which an object was found.
  package enum State: Sendable, Hashable {
    /// It exists; its ETag, if the storage has ETags.
    case present(etag: String?)
    /// It does not exist.
    case absent
    /// The storage says neither.
    case hidden

    /// Whether both can't be states of one object that nobody changed.
    fileprivate func contradicts(_ other: State) -> Bool {
      switch (self, other) {
      case (.present(let one?), .present(let two?)): one != two
      case (.present, .absent), (.absent, .present): true
      default: false
      }
    }
  }

  /// The storage, for writing and for a new look.
  package let base: any Storage
  private let found = Lock(Found())

  private struct Found {
    /// The states of objects whose bytes or heads were read, by the bytes of their keys.
    var read: [[UInt8]: State] = [:]
    /// The listings of directories.
    var listings: [[UInt8]: Result<ListingPage, StoreError>] = [:]
    /// The states of listed objects.
    var listed: [[UInt8]: State] = [:]
    /// The sizes of objects, each with the ETag that came with it.
    var sizes: [[UInt8]: (etag: String, size: Int)] = [:]
    /// Whether objects must be as they were listed.
    var isFixed = false
    /// The first object that had changed.
    var conflict: StoreError?
  }

  /// The first error because somebody else changed an object; nil if nobody did.
  package var conflict: StoreError? { found.withLock { $0.conflict } }

  /// Lists directories, whose objects must not change from now on.
  ///
  /// Rows may be removed because of a listing of data files only if they were there before it.
  ///
  /// - Parameter directories: The keys of the directories, with their final slashes.
  /// - Throws: ``StoreError`` when they can't be listed.
  package func fix(_ directories: [String]) async throws(StoreError) {
    for directory in directories {
      do throws(StoreError) {
        _ = try await listing(of: directory)
      } catch  where [.accessDenied, .unsupported, .notFound].contains(error.code) {
        continue
      } catch {
        throw error
      }
    }
    found.withLock { $0.isFixed = true }
  }

  /// Creates an observer.
  ///
  /// - Parameter base: The storage.
  package init(_ base: any Storage) { self.base = base }

  package var address: String { base.address }

  /// The state in which an object was read; else that of its listing.
  ///
  /// - Parameter key: The key.
  /// - Returns: The state; nil if nobody looked.
  package func state(of key: String) -> State? {
    let bytes = Array(key.utf8)
    return found.withLock { found in
      if let state = found.read[bytes] ?? found.listed[bytes] { return state }
      guard case .success? = found.listings[Array(Self.directory(of: key).utf8)] else { return nil }
      return .absent
    }
  }

  /// Whether the bytes or the head of an object were requested, and it exists.
  ///
  /// - Parameter key: The key.
  /// - Returns: Whether they were; false for an object that was only listed.
  package func hasRead(_ key: String) -> Bool {
    let state = found.withLock { $0.read[Array(key.utf8)] }
    if case .present? = state { return true }
    return false
  }

  /// The part of a key up to its last slash.
  private static func directory(of key: String) -> String {
    let end = key.utf8.lastIndex(of: UInt8(ascii: "/"))
    return end.map { String(key[...$0]) } ?? ""
  }

  package func details(of key: String, part: Int?) async throws(StoreError) -> ObjectInfo {
    try await base.details(of: key, part: part)
  }

  package func head(_ key: String) async throws(StoreError) -> ObjectInfo {
    let base = base
    let info = try await observing(key) { () throws(StoreError) in
      try await base.head(key)
    } etag: {
      $0.etag
    }
    try check(info, of: key)
    return info
  }

  package func localObject(_ key: String) async throws(StoreError) -> LocalObject? {
    do throws(StoreError) {
      guard let object = try await base.localObject(key) else { return nil }
      try note(.present(etag: object.info.etag), of: key)
      return object
    } catch {
      if error.code == .notFound { try note(.absent, of: key) }
      throw error
    }
  }

  package var isLocal: Bool { base.isLocal }

  package func forgetCopy(of key: String) { base.forgetCopy(of: key) }

  /// Checks that an object is still as it was read or listed.
  ///
  /// - Parameter key: The key.
  /// - Throws: ``StoreError``, with code `preconditionFailed` if somebody else changed it.
  package func confirm(_ key: String) async throws(StoreError) {
    guard let before = state(of: key) else { return }
    var now = State.absent
    do throws(StoreError) {
      now = .present(etag: try await base.head(key).etag)
    } catch  where error.code == .notFound {
      now = .absent
    } catch {
      throw error
    }
    if before.contradicts(now) { throw conflict(at: key) }
  }

  /// Remembers that somebody else changed an object.
  private func conflict(at key: String) -> StoreError {
    let error = StoreError(
      .preconditionFailed, address: address + key,
      detail: "somebody else changed it in the meantime")
    found.withLock { $0.conflict = $0.conflict ?? error }
    return error
  }

  package func read(
    _ key: String, _ part: ObjectPart
  ) async throws(StoreError) -> any ObjectReader {
    let base = base
    let reader = try await observing(key) { () throws(StoreError) in
      try await base.read(key, part)
    } etag: {
      $0.info.etag
    }
    try check(reader.info, of: key)
    return reader
  }

  /// Checks that one state of an object has one size: otherwise a response is truncated, and rows
  /// would be lost.
  private func check(_ info: ObjectInfo, of key: String) throws(StoreError) {
    guard info.isSizeKnown, info.contentEncoding == nil, let etag = info.etag else { return }
    let before = found.withLock { found in
      let before = found.sizes[Array(key.utf8)]
      if before?.etag != etag { found.sizes[Array(key.utf8)] = (etag, info.size) }
      return before
    }
    guard let before, before.etag == etag, before.size != info.size else { return }
    throw StoreError(
      .unavailable, address: address + key,
      detail:
        "the server says both \(before.size) and \(info.size) bytes for one ETag, so an answer "
        + "may be truncated")
  }

  private func observing<Answer>(
    _ key: String, _ request: () async throws(StoreError) -> Answer, etag: (Answer) -> String?
  ) async throws(StoreError) -> Answer {
    do throws(StoreError) {
      let answer = try await request()
      try note(.present(etag: etag(answer)), of: key)
      return answer
    } catch  where error.code == .notFound {
      try note(.absent, of: key)
      throw error
    } catch  where error.code == .accessDenied {
      try note(.hidden, of: key)
      throw error
    } catch {
      throw error
    }
  }

  /// Notes a state, which must be that of earlier reads.
  private func note(_ state: State, of key: String) throws(StoreError) {
    let bytes = Array(key.utf8)
    let before = found.withLock { found in
      let before = found.read[bytes] ?? (found.isFixed ? found.listed[bytes] : nil)
      if found.read[bytes] == nil { found.read[bytes] = state }
      return before
    }
    guard let before, before.contradicts(state) else { return }
    throw conflict(at: key)
  }

  package func list(_ query: ListingQuery) async throws(StoreError) -> ListingPage {
    guard query.delimiter == "/" else { return try await base.list(query) }
    let directory = Self.directory(of: query.prefix)
    let whole: ListingPage
    if let known = found.withLock({ $0.listings[Array(directory.utf8)] }) {
      whole = try known.get()
    } else {
      whole = try await listing(of: directory)
    }
    var page = ListingPage()
    page.objects = whole.objects.filter { $0.key.utf8.starts(with: query.prefix.utf8) }
    page.prefixes = whole.prefixes.filter { $0.utf8.starts(with: query.prefix.utf8) }
    page.failures = whole.failures
    return page
  }

  private func listing(of directory: String) async throws(StoreError) -> ListingPage {
    let result: Result<ListingPage, StoreError>
    do throws(StoreError) {
      result = .success(try await allPages(of: directory))
    } catch  where [.accessDenied, .unsupported, .notFound].contains(error.code) {
      result = .failure(error)
    } catch {
      throw error
    }
    for object in (try? result.get())?.objects ?? [] { try check(object.info, of: object.key) }
    let bytes = Array(directory.utf8)
    let first = found.withLock { found in
      if let first = found.listings[bytes] { return first }
      found.listings[bytes] = result
      for object in (try? result.get())?.objects ?? [] {
        found.listed[Array(object.key.utf8)] = .present(etag: object.info.etag)
      }
      return result
    }
    return try first.get()
  }

  private func allPages(of directory: String) async throws(StoreError) -> ListingPage {
    var whole = ListingPage()
    var query = ListingQuery(prefix: directory, delimiter: "/")
    repeat {
      let page = try await base.list(query)
      whole.objects += page.objects
      whole.prefixes += page.prefixes
      whole.failures += page.failures
      try query.advance(past: page, at: address)
    } while query.continuation != nil
    return whole
  }

  package func write(
    _ bytes: [UInt8], to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    try await base.write(bytes, to: key, attributes)
  }

  package func write(
    _ content: WriteContent, to key: String, _ attributes: WriteAttributes
  ) async throws(StoreError) -> ObjectInfo {
    try await base.write(content, to: key, attributes)
  }

  package func delete(_ key: String) async throws(StoreError) { try await base.delete(key) }

  package func delete(_ key: String, matching etag: String) async throws(StoreError) {
    try await base.delete(key, matching: etag)
  }
}
