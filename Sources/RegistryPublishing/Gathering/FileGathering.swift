internal import Formats
package import Listings
package import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

/// Reads listings, and assigns their objects to the datasets of a mission.
package struct FileGathering: ~Copyable {
  private let matchers: MatcherPool
  private var matcher: BatchMatcher
  private var sorter: FileSorter
  /// The counts of the objects so far.
  package private(set) var counts = FileCounts()
  /// The files so far that have no checksum, if checksums are wanted.
  private(set) var gaps = ChecksumGaps()
  /// The objects so far that are not files of datasets, if they are kept.
  private var unclaimed = UnclaimedObjects()
  /// The newest time of an object of the last listing that is not in the future.
  private(set) var newest: Instant?
  /// The places that the sources list.
  var scopes: SourceScopes
  /// The number of rows outside of these places.
  private(set) var outside = 0
  /// The number of rows in directories and links whose content no source lists, and the first.
  private(set) var unlisted: (count: Int, first: [UInt8]) = (0, [])

  /// The maximum number of batches in work or waiting.
  private static let ahead = 8

  /// Creates a file gathering.
  ///
  /// - Parameters:
  ///   - mission: The mission.
  ///   - memory: About how many bytes of memory to use for sorting.
  ///   - pages: The keys of the pages of the registry, below the endpoint.
  ///   - keepsUnclaimed: Whether objects that are not files of datasets are kept, too: then the rows
  ///     of a present index tell whether their files are gone.
  package init(
    _ mission: Mission, memory: Int = 64 << 20, pages: Set<String> = [],
    keepsUnclaimed: Bool = false
  ) {
    matcher = BatchMatcher(mission, pages: pages, keepsUnclaimed: keepsUnclaimed)
    matchers = MatcherPool(matcher)
    sorter = FileSorter(memory: memory)
    scopes = SourceScopes(base: mission.base)
  }

  /// The datasets so far.
  package var datasets: [KeyMatcher.Dataset] { matcher.datasets }

  /// Adds a dataset of which no file was listed, or finds it.
  func number(of dataset: KeyMatcher.Dataset) -> Int { matcher.number(of: dataset) }

  /// The ids that several patterns make, with the numbers of the patterns.
  var rivals: ExactDictionary<Set<Int>> { matcher.rivals }

  /// Matches all objects of a listing, several batches at the same time.
  ///
  /// - Parameters:
  ///   - listing: The listing.
  ///   - address: The address that its keys are relative to; nil for the base of the mission.
  ///   - since: Objects that were written earlier are skipped; nil to match all.
  ///   - now: The present time; nil to take times in the future for true.
  ///   - checksums: Where checksums come from; nil if none are wanted.
  ///   - sites: Where the lists of sites can be read; nil if nowhere.
  ///   - note: Receives the counts of the keys matched so far, and the number of keys read.
  /// - Returns: The summary of the listing.
  /// - Throws: ``StoreError`` when it can't be read, or a temporary file can't be written.
  mutating func takeAll(
    of listing: ListingAhead, address: String?,
    writtenSince since: SCRTime? = nil, now: Instant? = nil, checksums: ChecksumSource? = nil,
    sites: SiteCandidates.Place? = nil, note: (FileCounts, _ read: Int) -> Void = { _, _ in }
  ) async throws(StoreError) -> ListingSummary {
    var begun = MatchesInOrder()
    var read = counts.objects
    let matchers = matchers
    let since = since?.instant
    newest = nil
    var candidates = SiteCandidates(in: sites)
    func begin(_ batch: ListingBatch) -> Task<BatchMatcher.Outcome, Never> {
      Task.detached(executorPreference: matchers.executor) {
        var batch = batch
        if let since { batch.keep { $0.lastModified.map { $0 >= since } ?? true } }
        let newest = batch.newestTime(until: now)
        var outcome = await matchers.match(batch, of: address, checksums: checksums)
        outcome.newest = newest
        return outcome
      }
    }
    let summary = try await listing.read { batch throws(StoreError) in
      read += batch.count
      var batch = batch
      candidates.take(from: &batch)
      begun.append(begin(batch))
      if begun.count >= Self.ahead { try add(await begun.removeFirst()) }
      note(counts, read)
    }
    let (pages, others) = await candidates.settled()
    if !others.isEmpty { begun.append(begin(others)) }
    while begun.count > 0 { try add(await begun.removeFirst()) }
    try add(matcher.leaveOut(pages: pages, of: address))
    unclaimed.sort()
    note(counts, read)
    return summary
  }

  private mutating func add(_ outcome: BatchMatcher.Outcome) throws(StoreError) {
    counts.add(outcome.counts)
    gaps.add(outcome.gaps)
    unclaimed.add(outcome.unclaimed)
    if let time = outcome.newest { newest = newest.map { max($0, time) } ?? time }
    try sorter.add(outcome.files)
  }

  /// Matches objects.
  ///
  /// - Parameters:
  ///   - batch: The objects.
  ///   - address: The address that their keys are relative to; nil for the base of the mission.
  /// - Throws: ``StoreError`` when a temporary file can't be written.
  package mutating func take(_ batch: ListingBatch, of address: String?) throws(StoreError) {
    try add(matcher.match(batch, of: address))
  }

  /// The names of a dataset's further columns.
  func columnNames(of dataset: Int) -> [String] { matcher.columnNames(of: dataset) }

  /// Whether the names of a dataset's files have their stops.
  func isStopNamed(_ dataset: Int) -> Bool { matcher.isStopNamed(dataset) }

  /// The information in the name of a file of the present index.
  mutating func parsed(
    by datakey: [UInt8], of dataset: Int
  ) -> (start: Int64, cutOff: Int64, version: Range<Int>)? {
    matcher.parsed(by: datakey, of: dataset)
  }

  /// The state of a row's file that is not among the files of its dataset.
  mutating func state(of datakey: [UInt8]) -> UnindexedState {
    switch scopes.answer(for: datakey) {
    case .listed: return unclaimed.state(of: datakey)
    case .outside: outside += 1
    case .unlisted: unlisted = (unlisted.count + 1, unlisted.count > 0 ? unlisted.first : datakey)
    }
    return .unseen
  }

  /// How many objects that are not files of datasets could not be kept.
  var unkept: Int { unclaimed.rest }

  /// Adds a file that is not from a listing.
  package mutating func add(_ file: IndexedFile) throws(StoreError) { try sorter.add(file) }

  /// Finishes and returns the files in order.
  package consuming func finish() throws(StoreError) -> SortedFiles { try sorter.finish() }
}

/// Batches in work, in the order of the listing.
private struct MatchesInOrder {
  private var tasks: [Task<BatchMatcher.Outcome, Never>] = []

  var count: Int { tasks.count }

  mutating func append(_ task: Task<BatchMatcher.Outcome, Never>) { tasks.append(task) }

  mutating func removeFirst() async -> BatchMatcher.Outcome { await tasks.removeFirst().value }
}
