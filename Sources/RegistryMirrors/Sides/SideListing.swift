internal import Formats
internal import Listings
internal import ObjectStorage
internal import Patterns
internal import RegistryValidation
internal import SharedCloudRegistry

/// The result of listing one side.
struct SideListing: Sendable {
  /// The objects in order of their keys below the mirror's root.
  var records = SortedRecords.none
  /// The number of objects below the map.
  var objects = 0
  /// The objects that the map does not lead to.
  var outside = 0
  /// The objects that are no data, by the reason.
  var excluded: [ExcludedNames.Kind: Int] = [:]
  /// Why the listing is not complete; empty if it is.
  var gaps: [String] = []
  /// The newest modification time in milliseconds since 1970.
  var newest: Int64?
  /// When the listing was made, if it says so.
  var created: String?

  /// Whether a file contradicts its own checksum or count, so that each of its entries is in doubt.
  var contradictsItself = false

  /// The documents and index files of the registry, by their keys below the mirror's root; only of
  /// a listing, whose documents can't be read.
  var documents: Set<String> = []

  /// Whether an object was passed over or left out.
  var hasSeenAnything: Bool { outside > 0 || !excluded.isEmpty }

  /// The directories and links in it without content, by the side's own keys.
  var unlisted = UnlistedPlaces()
  /// What they leave open, in words; nil without such places.
  var unlistedNote: String?

  /// Whether everything was listed outside of ``unlisted``.
  var isComplete: Bool { gaps.isEmpty }
}

/// Lists one side and sorts its objects by their keys in the mirror.
struct SideLister: Sendable {
  let side: MirrorSide
  /// How keys of this side become keys below the mirror's root.
  let map: KeyMap
  /// Whether the keys are those of the source, so that the map has to be applied.
  let isSource: Bool
  /// Recognizes documents of the registry itself.
  let own: OwnNames
  /// Where the lists of the sites in it can be read; nil if nowhere.
  var sites: SiteCandidates.Place?
  /// The number of directories that are listed at a time.
  var jobs = 1
  /// Called with the number of objects of each batch.
  var progress: @Sendable (Int) -> Void = { _ in }

  /// Lists.
  ///
  /// - Returns: The objects; with gaps if something could not be listed.
  /// - Throws: ``StoreError`` if nothing can be listed, or the temporary file can't be written.
  func list() async throws(StoreError) -> SideListing {
    var listing = SideListing()
    let sorter = RecordSorter()
    let prefix: [UInt8]
    let source: SnapshotSource
    switch side.content {
    case .storage(let storage, let start, _):
      source = .storage(storage, prefix: start, jobs: jobs)
      prefix = Array(start.utf8)
    case .directory(let path, _):
      source = .directory(path)
      prefix = []
    case .listing(let file):
      source = .listing(file)
      prefix = []
    }
    let ahead = ListingAhead(source, takesDetails: true)
    var candidates = SiteCandidates(in: sites)
    let summary: ListingSummary
    do throws(StoreError) {
      summary = try await ahead.read { batch throws(StoreError) in
        progress(batch.count)
        var batch = batch
        candidates.take(from: &batch)
        for object in batch.objects where object.isPresent {
          try take(object, of: batch, below: prefix, into: sorter, counting: &listing)
        }
      }
    } catch {
      // What was listed before stays.
      try await take(candidates, below: prefix, into: sorter, counting: &listing)
      guard listing.hasSeenAnything || sorter.count > 0, error.code != .cancelled else {
        throw error
      }
      listing.gaps = ["the listing ended early: \(error)"]
      listing.records = try sorter.finish()
      listing.objects = listing.records.count
      return listing
    }
    try await take(candidates, below: prefix, into: sorter, counting: &listing)
    // A verification has no such option, but it takes a snapshot, which has it.
    listing.gaps = summary.faults.map {
      $0.description.replacing(
        "; pass --links follow to follow it",
        with: "; verify a snapshot of it, made with --links follow, to follow it")
    }
    if let fault = summary.addressFault { listing.gaps.append(fault) }
    if case .listing = side.content, let first = summary.unlisted.first {
      listing.unlisted.add(summary.unlisted)
      listing.unlistedNote =
        "the listing names directories or links without content: \(first)"
        + (summary.unlisted.count > 1 ? " and \(summary.unlisted.count - 1) more" : "")
        + "; list all files, such as with rclone lsjson -R --files-only"
    }
    listing.contradictsItself = summary.faults.contains { $0.code == .differs }
    if summary.faultCount > summary.faults.count {
      listing.gaps.append("\(summary.faultCount - summary.faults.count) more faults")
    }
    listing.created = summary.created
    listing.records = try sorter.finish()
    listing.objects = listing.records.count
    return listing
  }

  /// Whether a row names an object, whatever its name.
  private func isNamed(_ key: Span<UInt8>) -> Bool {
    guard !own.named.isEmpty else { return false }
    let bytes = key.indices.map { key[$0] }
    return (isSource ? map.mapped(bytes) : bytes).map(own.named.contains) ?? false
  }

  /// Notes a document of the registry.
  private func note(document key: Span<UInt8>, in listing: inout SideListing) {
    let bytes = key.indices.map { key[$0] }
    guard let mapped = isSource ? map.mapped(bytes) : bytes else { return }
    listing.documents.insert(String(decoding: mapped, as: UTF8.self))
  }

  /// Counts the pages of sites, and takes the other objects that looked like pages.
  private func take(
    _ candidates: SiteCandidates, below prefix: [UInt8], into sorter: RecordSorter,
    counting listing: inout SideListing
  ) async throws(StoreError) {
    let (pages, others) = await candidates.settled()
    for object in pages.objects {
      let key = pages.bytes.span.extracting(object.key)
      guard key.starts(with: prefix) else { continue }
      if isNamed(key.extracting(prefix.count...)) {
        try take(object, of: pages, below: prefix, into: sorter, counting: &listing)
      } else {
        listing.excluded[.own, default: 0] += 1
      }
    }
    for object in others.objects {
      try take(object, of: others, below: prefix, into: sorter, counting: &listing)
    }
  }

  private func take(
    _ object: ListingBatch.Object, of batch: ListingBatch, below prefix: [UInt8],
    into sorter: RecordSorter, counting listing: inout SideListing
  ) throws(StoreError) {
    let bytes = batch.bytes.span
    guard bytes.extracting(object.key).starts(with: prefix) else { return }
    let key = bytes.extracting(object.key.lowerBound + prefix.count..<object.key.upperBound)
    if let kind = ExcludedNames.kind(of: key) ?? own.kind(of: key), !isNamed(key) {
      listing.excluded[kind, default: 0] += 1
      if kind == .own, side.storage == nil { note(document: key, in: &listing) }
      return
    }
    var record = RecordBatch.Record()
    var rest = key
    var start: [UInt8] = []
    if isSource {
      guard let pair = map.pairs.firstIndex(where: { key.starts(with: $0.from) }) else {
        listing.outside += 1
        return
      }
      record.pair = UInt8(truncatingIfNeeded: pair)
      start = map.pairs[pair].to
      rest = key.extracting(map.pairs[pair].from.count..<key.count)
    } else {
      guard map.pairs.contains(where: { key.starts(with: $0.to) }) else {
        listing.outside += 1
        return
      }
    }
    record.size = Int64(object.size ?? -1)
    if let time = object.lastModified {
      record.modified = time.seconds * 1000 + Int64(time.nanoseconds / 1_000_000)
      listing.newest = Swift.max(listing.newest ?? .min, record.modified)
    }
    if let word = object.encryption { record.encryption = Encryption(word: batch.text(word)) }
    let etag = side.hasETags ? object.etag ?? 0..<0 : 0..<0
    try sorter.add(
      record, key: rest, prefix: start, etag: bytes.extracting(etag),
      note: bytes.extracting(object.checksum ?? 0..<0))
  }
}

extension Span where Element == UInt8 {
  /// Whether the bytes begin with others.
  func starts(with other: [UInt8]) -> Bool {
    guard count >= other.count else { return false }
    for index in other.indices where self[index] != other[index] { return false }
    return true
  }
}
