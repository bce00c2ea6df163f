internal import Formats
package import ObjectStorage

/// The source of a snapshot.
package enum SnapshotSource: Sendable {
  /// Another listing.
  case listing(ListingFile)
  /// The objects of a storage whose keys have a prefix, several directories at a time.
  case storage(any Storage, prefix: String, jobs: Int = 1)
  /// The files of a directory.
  case directory(String, links: LinkPolicy = .inside)

  /// The address that the keys belong to, if it is known before reading.
  package var target: String? {
    switch self {
    case .listing(let file): file.target
    case .storage(let storage, _, _): storage.address
    case .directory: nil
    }
  }

  /// The approximate number of bytes to read; 0 if it is not known.
  package var expectedSize: Int {
    if case .listing(let file) = self { file.expectedSize } else { 0 }
  }

  /// Lists the objects.
  ///
  /// - Parameters:
  ///   - takesDetails: Whether ETags and modification times are needed; it is faster without.
  ///   - take: Called with entries, in the order of the source.
  ///   - progress: Called with the number of bytes of each read.
  /// - Returns: The summary of the listing.
  /// - Throws: ``StoreError`` when the source can't be listed, or what `take` throws.
  package func read(
    takesDetails: Bool = true, take: (ListingBatch) throws(StoreError) -> Void,
    progress: (Int) -> Void
  ) async throws(StoreError) -> ListingSummary {
    switch self {
    case .listing(let file):
      return try file.read(takesDetails: takesDetails, take: take, progress: progress)
    case .storage(let storage, let prefix, let jobs):
      return try await Self.read(storage, prefix, jobs, take)
    case .directory(let path, let links): return try Self.read(path, links, take)
    }
  }

  private static func read(
    _ path: String, _ links: LinkPolicy, _ take: (ListingBatch) throws(StoreError) -> Void
  ) throws(StoreError) -> ListingSummary {
    var output = ListingOutput()
    var walk = DirectoryWalk(links: links, reportsLinks: true)
    let isThere = try walk.visitAll(from: path.isEmpty ? "." : path) {
      objects throws(StoreError) in
      for object in objects {
        output.addUnlessStaged(ListingEntry(key: object.key, size: object.size))
      }
      try take(output.take())
    }
    guard isThere else {
      throw walk.failures.first
        ?? StoreError(.notFound, address: path, detail: "no such directory")
    }
    for gap in walk.gaps where gap.kind.isFailure {
      output.fault(gap.error, as: gap.kind == .failed ? .unreadable : .brokenLink)
    }
    output.summary.unlisted = walk.skippedLinks
    output.summary.notes = (walk.report?.lines ?? []) + output.staged.lines
    return output.summary
  }

  private static func read(
    _ storage: any Storage, _ prefix: String, _ jobs: Int,
    _ take: (ListingBatch) throws(StoreError) -> Void
  ) async throws(StoreError) -> ListingSummary {
    var output = ListingOutput()
    output.summary.prefix = prefix
    let listing = ParallelListing(storage, prefix: prefix, width: jobs)
    try await listing.forEachPage { page throws(StoreError) in
      for object in page.objects { output.addUnlessStaged(ListingEntry(object)) }
      for failure in page.failures { output.fault(failure) }
      try take(output.take())
    }
    output.summary.notes = output.staged.lines
    return output.summary
  }
}

extension ListingOutput {
  /// Adds an entry, unless it is a file of an interrupted publication.
  fileprivate mutating func addUnlessStaged(_ entry: ListingEntry) {
    if StagedFiles.contain(entry.key.utf8) { return staged.skip(entry.key) }
    add(entry)
  }

  /// Notes a part that could not be listed.
  fileprivate mutating func fault(
    _ error: StoreError, as code: ListingFault.Code = .unreadable
  ) {
    file = error.address
    fault(code, line: 0, message: error.detail)
    file = ""
  }
}

extension ListingEntry {
  /// Creates an entry from an object of a storage.
  fileprivate init(_ object: ListingPage.Object) {
    self.init(key: object.key, size: object.info.size)
    etag = object.info.etag
    lastModified = object.info.lastModified.flatMap(Instant.init(iso8601:))
  }
}
