internal import ObjectStorage
internal import SharedCloudRegistry
internal import Synchronization

extension PairRun {
  /// Lists the source, then the mirror; two files are read at the same time.
  mutating func listBothSides() async throws(StoreError) -> (
    source: SideListing?, mirror: SideListing?
  ) {
    let one = lister(of: source, isSource: true)
    let other = lister(of: mirror, isSource: false)
    let listings: (SideListing?, SideListing?)
    if source.isLive || mirror.isLive {
      let first = try await one?.list()
      try await findGeneration()
      listings = (first, try await other?.list())
    } else {
      async let first = Self.listing(by: one)
      async let second = Self.listing(by: other)
      listings = (try await first.get(), try await second.get())
      try await findGeneration()
    }
    keep(listings.0, of: source, as: .source)
    keep(listings.1, of: mirror, as: .mirror)
    return listings
  }

  private static func listing(by lister: SideLister?) async -> Result<SideListing?, StoreError> {
    do throws(StoreError) {
      return .success(try await lister?.list())
    } catch {
      return .failure(error)
    }
  }

  /// What lists a side; nil if it can't be listed.
  func lister(of side: MirrorSide, isSource: Bool) -> SideLister? {
    guard side.isListable else { return nil }
    let progress = options.progress
    var lister = SideLister(side: side, map: roots.keys, isSource: isSource, own: names)
    lister.sites = side.sites ?? (isSource ? mirror : source).sitesOfListing
    lister.jobs = Swift.max(1, options.jobs / 4)
    lister.progress = { progress.listed.add($0, ordering: .relaxed) }
    return lister
  }

  /// Keeps what a listing gave as one of the streams.
  mutating func keep(
    _ listing: SideListing?, of side: MirrorSide, as stream: PairAssembly.Stream
  ) {
    guard let listing else { return }
    streams[stream.rawValue] = listing.records
    for gap in listing.gaps + [listing.unlistedNote].compactMap(\.self)
    where !result.gaps.contains("\(side.name): \(gap)") {
      result.gaps.append("\(side.name): \(gap)")
    }
    incomplete[stream] = !listing.isComplete
    unlisted[stream] = listing.unlisted
    if listing.contradictsItself { doubtfulListing = doubtfulListing ?? side.name }
    if stream == .source { result.outside.source = listing.outside }
    if stream == .mirror {
      result.outside.mirror = listing.outside
      for (kind, count) in listing.excluded { result.excluded[kind.rawValue] = count }
    }
  }

  /// Notes how far the newest objects are apart, and what listings say of their own age.
  mutating func noteTimes(_ first: SideListing?, and second: SideListing?) {
    if let one = first?.newest, let other = second?.newest {
      result.lag.objects = Int((one - other) / 1000)
    }
    listingTimes = (Self.made(first, of: source), Self.made(second, of: mirror))
    noteAges()
    for (side, listing) in [(source, first), (mirror, second)] {
      guard let created = listing?.created, case .listing = side.content else { continue }
      result.evidence.append(
        .init(kind: "listing", uri: side.name, sha256: "", created: created))
    }
  }

  /// When a listing was made, in milliseconds since 1970; nil if it does not say it, or if the side
  /// itself was listed.
  private static func made(_ listing: SideListing?, of side: MirrorSide) -> Int64? {
    guard case .listing = side.content, let text = listing?.created else { return nil }
    return IndexRow.time(Array(text.utf8)[...])?.milliseconds
  }

  /// Says that one listing is more than a day older than the other.
  private mutating func noteAges() {
    guard let one = listingTimes.source, let other = listingTimes.mirror,
      abs(one - other) > 86_400_000
    else {
      return
    }
    let (first, second) = one < other ? (source, mirror) : (mirror, source)
    result.assumptions.append(
      "the listing of \(first.name) was made at \(SCRTime(seconds: min(one, other) / 1000).text), "
        + "\(abs(one - other) / 86_400_000) days before that of \(second.name); objects that are "
        + "known to be newer are unknown, others may be reported as missing or extra")
  }
}
