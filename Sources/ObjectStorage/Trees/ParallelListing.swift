/// The objects of a storage, page by page, with several directories listed at the same time.
///
/// The pages come in byte order of the keys, like those of one listing. Only a few pages of each
/// directory are kept ahead.
package struct ParallelListing: Sendable {
  private let storage: any Storage
  private let prefix: String
  private let width: Int

  /// Creates a listing.
  ///
  /// - Parameters:
  ///   - storage: The storage.
  ///   - prefix: The prefix of the keys.
  ///   - width: The maximum number of directories that are listed at the same time.
  package init(_ storage: any Storage, prefix: String, width: Int) {
    self.storage = storage
    self.prefix = prefix
    self.width = Swift.max(1, width)
  }

  /// Lists.
  ///
  /// - Parameter body: Receives each page.
  /// - Throws: ``StoreError`` when something can't be listed, or what `body` throws.
  package func forEachPage(
    _ body: (ListingPage) throws(StoreError) -> Void
  ) async throws(StoreError) {
    guard width > 1 else { return try await PageReader(storage, prefix: prefix).forEach(body) }
    var query = ListingQuery(prefix: prefix, delimiter: "/")
    repeat {
      let page = try await storage.list(query)
      try query.advance(past: page, at: storage.address)
      let parts = Self.parts(of: page)
      // There is only one directory, so the branches are deeper.
      if case .directory(let only) = parts.first, parts.count == 1, query.continuation == nil,
        query.prefix != only
      {
        query = ListingQuery(prefix: only, delimiter: "/")
        continue
      }
      try await take(parts, page.failures, body)
      if query.continuation == nil { return }
    } while true
  }

  /// An object or a directory of one level.
  private enum Part {
    case objects([ListingPage.Object])
    case directory(String)
  }

  /// The parts of a page, in byte order.
  private static func parts(of page: ListingPage) -> [Part] {
    var parts: [Part] = []
    var objects = page.objects[...]
    for directory in page.prefixes {
      let before = objects.prefix { $0.key.utf8.lexicographicallyPrecedes(directory.utf8) }
      if !before.isEmpty { parts.append(.objects(Array(before))) }
      objects = objects.dropFirst(before.count)
      parts.append(.directory(directory))
    }
    if !objects.isEmpty { parts.append(.objects(Array(objects))) }
    return parts
  }

  private func take(
    _ parts: [Part], _ failures: [StoreError], _ body: (ListingPage) throws(StoreError) -> Void
  ) async throws(StoreError) {
    var ahead: [PageQueue] = []
    defer { for queue in ahead { queue.cancel() } }
    var waiting = parts.compactMap { part in
      if case .directory(let directory) = part { directory } else { nil }
    }[...]
    for part in parts {
      while ahead.count < width, let directory = waiting.popFirst() {
        ahead.append(PageQueue(PageReader(storage, prefix: directory)))
      }
      switch part {
      case .objects(let objects):
        var page = ListingPage()
        page.objects = objects
        try body(page)
      case .directory:
        let queue = ahead.removeFirst()
        defer { queue.cancel() }
        while let page = try await queue.next() { try body(page) }
      }
    }
    if !failures.isEmpty {
      var page = ListingPage()
      page.failures = failures
      try body(page)
    }
  }
}

/// Lists all objects with a prefix, one page after the other.
private struct PageReader: Sendable {
  private let storage: any Storage
  private var query: ListingQuery
  private var isAtEnd = false

  init(_ storage: any Storage, prefix: String) {
    self.storage = storage
    query = ListingQuery(prefix: prefix)
  }

  mutating func next() async throws(StoreError) -> ListingPage? {
    guard !isAtEnd else { return nil }
    let page = try await storage.list(query)
    try query.advance(past: page, at: storage.address)
    isAtEnd = page.continuation == nil
    return page
  }

  func forEach(_ body: (ListingPage) throws(StoreError) -> Void) async throws(StoreError) {
    var reader = self
    while let page = try await reader.next() { try body(page) }
  }
}

/// The next pages of a directory, requested ahead.
private final class PageQueue {
  private typealias Step = (page: ListingPage?, reader: PageReader)
  private var coming: Task<Result<Step, StoreError>, Never>?
  private var isAtEnd = false

  init(_ reader: PageReader) { coming = Self.ask(reader) }

  private static func ask(_ reader: PageReader) -> Task<Result<Step, StoreError>, Never> {
    Task.detached {
      var reader = reader
      do throws(StoreError) {
        return .success((try await reader.next(), reader))
      } catch {
        return .failure(error)
      }
    }
  }

  /// Waits for a page, and requests the one after it.
  func next() async throws(StoreError) -> ListingPage? {
    guard !isAtEnd, let coming else { return nil }
    let (page, reader) = try await coming.value.get()
    isAtEnd = page == nil
    self.coming = isAtEnd ? nil : Self.ask(reader)
    return page
  }

  func cancel() { coming?.cancel() }
}
