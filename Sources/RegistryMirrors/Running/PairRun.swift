internal import Listings
internal import ObjectStorage
internal import Patterns
internal import SharedCloudRegistry
internal import Synchronization

/// The steps of one comparison and what they found so far.
struct PairRun {
  let options: MirrorOptions
  let source: MirrorSide
  let mirror: MirrorSide
  let roots: MirrorRoots
  let original: MirrorCatalog?
  let copy: MirrorCatalog?
  let origin: LookOrigin
  var result: MirrorResult
  var indexes: IndexResults
  var streams: [SortedRecords] = PairAssembly.Stream.allCases.map { _ in .none }
  var names = OwnNames()
  /// The objects that the mirror lacks and has too much, to recognize objects at another place.
  var misplaced = MisplacedObjects()
  var sampled: Set<[UInt8]> = []
  var core: Set<[UInt8]> = []
  var failureMessages: [String] = []
  /// The lists of checksums, and whether they have objects.
  var lists: [ListUse] = []
  /// Why the mirror's server can't be reached; nil if it answers.
  var unreachable: String?
  /// The keys of the objects whose rows need no finding of their own.
  var settledRows: [[UInt8]] = []
  /// The directories of index files that are under no start of the map.
  var unmappedIndexes: [String] = []
  /// The objects that are the same, although a list or store states another checksum.
  var disproved: (count: Int, first: String?) = (0, nil)
  /// The index files of which only one of two is Parquet, as the user names them.
  var otherFormats: [(source: String, mirror: String)] = []
  /// The newest stop of the mirror's rows by dataset, in milliseconds, if its lag is allowed.
  var newestOfMirror: [Int: Int64] = [:]
  /// Whether the mirror is an earlier state of the source, and its lag is allowed.
  var isEarlierGeneration = false
  /// The datasets of which it was said that files were replaced silently.
  var silent: Set<String> = []

  /// A list of checksums, and whether it has been of use.
  struct ListUse {
    /// The path of the list.
    var path: String
    /// The side whose objects it is about.
    var side: String
    /// The number of its checksums.
    var count: Int
    /// The path of the first one.
    var example: String
    /// Whether an object is in it.
    var isUsed = false
  }

  init(
    options: MirrorOptions, source: MirrorSide, mirror: MirrorSide, roots: MirrorRoots,
    original: MirrorCatalog?, copy: MirrorCatalog?, origin: LookOrigin, result: MirrorResult
  ) {
    self.options = options
    self.source = source
    self.mirror = mirror
    self.roots = roots
    self.original = original
    self.copy = copy
    self.origin = origin
    self.result = result
    indexes = IndexResults(limit: options.listedPerRule)
    indexes.allowsLag = options.longestLag != nil
  }

  /// Runs all steps.
  mutating func run() async throws(MirrorError) {
    do throws(StoreError) {
      await prepareNames()
      try await compareDocuments()
      names.named = indexes.named
      // Source, mirror, source: what changes between is moving, not missing.
      let (first, second) = try await listBothSides()
      if options.looksTwice, source.isLive, source.isListable {
        keep(
          try await lister(of: source, isSource: true)?.list(), of: source, as: .sourceAgain)
      }
      noteTimes(first, and: second)
      compareListedDocuments(first, with: second)
      try await readEvidence()
      try drawSample()
      if case .parts(let looks, let mirror) = origin {
        streams[PairAssembly.Stream.looks.rawValue] = looks.streams[mirror]
      }
    } catch {
      guard !Task.isCancelled else { throw PairJoin.interruption(of: self) }
      throw MirrorError(.undetermined, saying: "\(error)")
    }
    // A listing that was cut short must not count as one.
    guard !Task.isCancelled else { throw PairJoin.interruption(of: self) }
    try await PairJoin.run(&self)
    finish()
  }

  private mutating func prepareNames() async {
    names.pages = Set(SiteManifest.rootFiles)
    for side in [source, mirror] {
      guard let (storage, prefix) = side.storage else { continue }
      names.pages.formUnion(await SiteManifest(in: storage, below: prefix).files.keys)
    }
    guard let original else { return }
    names.ids = Set(original.entries.map(\.id)).union(copy?.entries.map(\.id) ?? [])
    result.datasets = original.entries.map(\.id)
    result.hasDocuments = true
  }

  /// Whether the listing of a stream is not complete.
  var incomplete: [PairAssembly.Stream: Bool] = [:]
  /// The places that the listing of a stream names without their content.
  var unlisted: [PairAssembly.Stream: UnlistedPlaces] = [:]
  /// When the listings of the sides were made, in milliseconds since 1970; nil if they don't say it.
  var listingTimes: (source: Int64?, mirror: Int64?) = (nil, nil)
  /// The side whose listing contradicts itself; nil if none does.
  var doubtfulListing: String?

  // MARK: - Evidence and sample

  private mutating func readEvidence() async throws(StoreError) {
    let keys = roots.keys
    var number = 0
    for (paths, stream, root, isSource) in [
      (options.sourceEvidence, PairAssembly.Stream.sourceEvidence, roots.source, true),
      (options.mirrorEvidence, .mirrorEvidence, roots.mirror, false),
    ] {
      let sorter = RecordSorter()
      for path in paths {
        let found = try await EvidenceFile(path: path).read(
          into: sorter, as: number, below: root
        ) { key in
          isSource ? keys.mapped(key) : keys.leads(to: key) ? Array(key) : nil
        }
        number += 1
        result.gaps += found.faults
        lists.append(
          ListUse(
            path: path, side: isSource ? "source" : "mirror", count: found.count,
            example: found.example))
        result.evidence.append(
          .init(kind: "checksums", uri: path, sha256: found.sha256, created: nil))
      }
      streams[stream.rawValue] = try sorter.finish()
    }
  }

  private mutating func drawSample() throws(StoreError) {
    guard let size = options.sample else { return }
    var sample = Sample(size: size, seed: options.seed, mostAdded: options.mostAdded)
    let assembly = assembly
    var join = RecordJoin(streams.map { $0.reader() })
    while let group = try join.next() {
      let pair: ObjectPair?
      do throws(MirrorError) {
        pair = try assembly.pair(group)
      } catch {
        throw StoreError(.malformed, address: "", detail: error.description)
      }
      guard let pair, pair.isInScope, pair.sourceRow != nil || pair.source != nil else { continue }
      sample.offer(
        pair.key, in: .init(dataset: pair.dataset, year: pair.year),
        size: pair.sourceRow?.size ?? pair.source?.size ?? 0)
    }
    sampled = sample.keys
    core = sample.core
    let drawn = sample.summary
    result.sample = drawn
    if case .parts = origin { return }
    options.notice?("\(mirror.name): reads the content of \(drawn.plan)")
  }

  /// Makes pairs from the streams.
  var assembly: PairAssembly {
    var assembly = PairAssembly(
      scope: options.scope, keys: roots.keys, sourceRoot: roots.source)
    assembly.isSourceKnown = incomplete[.source] != true
    assembly.hasSourceListing = source.isListable && !isBareSource
    assembly.isMirrorKnown = mirror.isListable && incomplete[.mirror] != true
    assembly.unlisted = (unlisted[.source] ?? .init(), unlisted[.mirror] ?? .init())
    assembly.hasSecondLook =
      incomplete[.sourceAgain] == false && assembly.isSourceKnown
      && assembly.hasSourceListing
    assembly.lacksRows = indexes.lacksRows
    assembly.doubtfulListing = doubtfulListing
    assembly.newestOfMirror = newestOfMirror
    assembly.listingTimes = listingTimes
    assembly.hasIndexes = streams[PairAssembly.Stream.expected.rawValue].count > 0
    return assembly
  }

  /// Whether the source is only a copy of the documents, without the objects that they list.
  var isBareSource: Bool {
    streams[PairAssembly.Stream.expected.rawValue].count > 0
      && streams[PairAssembly.Stream.source.rawValue].count == 0
  }
}
