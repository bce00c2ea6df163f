internal import Files
internal import Formats
internal import Listings
internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry
internal import Synchronization

/// Makes a draft, step by step.
struct Drafting {
  let publisher: Publisher
  let present: PresentRegistry
  /// How old the sources are.
  private(set) var ages = SourceAges()
  /// Whether somebody else published since the run began, so that the present rows may be newer than
  /// a listing that was made before.
  private let isRetry: Bool
  var plan: RegistryPlan
  var rowsBefore: [Int: PresentRows] = [:]
  private var isComplete = true

  var mission: Mission { publisher.mission }
  var options: Publisher.Options { publisher.options }

  init(_ publisher: Publisher, present: PresentRegistry, isRetry: Bool = false) {
    self.publisher = publisher
    self.present = present
    self.isRetry = isRetry
    plan = RegistryPlan(destination: publisher.destination)
    plan.isNew = present.catalog == nil
    plan.allowed = publisher.options.allowed
    plan.isPartial = isSelective
  }

  /// Whether rows whose files are not listed stay in the index.
  private var keepsMissing: Bool { !options.prunes || !tellsMissing }

  /// Whether a file that is not listed is gone.
  private var tellsMissing: Bool { !isSelective && isComplete && !isOvertaken }

  /// Whether a row whose file is listed with another key has moved: a listing of any age may show
  /// the key that the file had before.
  private var tellsMoves: Bool {
    tellsMissing && (ages.unknown == nil || options.allowed.contains(.olderEvidence))
  }

  /// Whether rows may have been published after a listing was made and the run began.
  private var isOvertaken: Bool { isRetry && ages.hasListing }

  /// Whether the sources show only some of the files.
  var isSelective: Bool { options.isPartial || options.since != nil }

  /// The years of a dataset's present index to read: those in which files of the sources start, and
  /// their neighbours, whose rows may stop in them; nil for all.
  func years(of number: Int, gathering: borrowing FileGathering) -> ClosedRange<Int>? {
    guard isSelective, let years = gathering.counts.years[number] else { return nil }
    return years.lowerBound - 1...years.upperBound + 1
  }

  /// Makes the draft.
  mutating func draft(
    from sources: [PublishingSource]
  ) async throws(PublishingError) -> RegistryDraft {
    refuseForeign()
    refuseOtherBucket()
    if options.prunes { try await fixPresent() }
    let site = await SiteManifest(in: present.place.storage, below: present.place.key)
    var gathering = FileGathering(
      mission, memory: options.memory, pages: Set(site.files.keys),
      keepsUnclaimed: !isSelective && !present.datasets.isEmpty)
    // If several sources list a file, its latest state counts.
    let lists = try await checksumLists()
    for source in sources {
      let checksums =
        mission.asksForChecksums
        ? ChecksumSource(source.content, lists: lists, base: mission.base) : nil
      try await read(
        source, isJoined: sources.count > 1, checksums: checksums, into: &gathering)
    }
    if isOvertaken, options.prunes, !isSelective {
      plan.notices.append(
        "somebody else published since this run began, so no row is removed: it may be newer than the "
          + "listing; run it again to prune")
    }
    noteGaps(in: gathering)
    noteMissingChecksums(gathering.gaps)
    try await readPresent(into: &gathering)
    noteScopes(of: gathering)
    let (datasets, counts) = (gathering.datasets, gathering.counts)
    for (id, patterns) in gathering.rivals {
      let lines = patterns.map { mission.datasets[$0].line }.sorted().map(String.init)
      plan.refuse(
        unless: .duplicateTemplate, dataset: id,
        reason: "lines \(lines.joined(separator: " and ")) both define it")
    }
    if counts.files == 0 { plan.refuse(unless: .empty, reason: "no file belongs to a dataset") }
    let written: (spool: SpoolFile, files: [IndexWriter.YearFile], summaries: [Int: DatasetSummary])
    let rest: RowsAhead.Rest
    do throws(StoreError) {
      let sorted = try gathering.finish()
      let distances = try StartDistances.forMaximumGaps(of: mission, datasets: datasets, in: sorted)
      plan.notices += StartDistances.notices(distances, datasets: datasets)
      let files = JoinedFiles(sorted, keepsMissing: keepsMissing)
      let parts = Set(rowsBefore.filter { $0.value.years != nil }.keys)
      let rows = RowsAhead(
        RowAssembly(
          files, of: mission, datasets: datasets, parts: parts, distances: distances,
          tellsMoves: tellsMoves))
      var writer = try IndexWriter(mission, datasets: datasets)
      let progress = options.progress
      rest = try await rows.forEachBatch { rows throws(StoreError) in
        try writer.append(rows)
        progress.rows.add(rows.count, ordering: .relaxed)
      }
      written = try writer.finish()
    } catch {
      throw PublishingError(.write, from: error)
    }
    for (number, sizes) in rest.contradictions.sorted(by: { $0.key < $1.key }) {
      refuse(sizes, dataset: datasets[number].id)
    }
    var staging = Staging(self, datasets: datasets, spool: written.spool, files: written.files)
    staging.rowsBefore = rowsBefore
    staging.replacesReadOnly = true
    staging.removed = rest.removed
    staging.dropped = rest.dropped
    do throws(StoreError) {
      var draft = try await staging.draft(written.summaries)
      draft.counts = counts
      return draft
    } catch {
      throw PublishingError(reading: error)
    }
  }
}

// MARK: - Sources

extension Drafting {
  /// Whether ETags and times are needed: rows may be newer than an old listing.
  private var takesDetails: Bool { mission.asksForDetails || !present.datasets.isEmpty }

  /// Where the lists of the sites in a source can be read: for a listing, in the registry.
  private func sites(of source: PublishingSource) -> SiteCandidates.Place? {
    switch source.content {
    case .directory(let path, _): return .init(ObjectTree(FileStorage(path)))
    case .storage(let storage, _, _): return .init(ObjectTree(storage))
    case .listing:
      let registry = ObjectTree(present.place.storage, prefix: present.place.key)
      return mission.endpoint.rest(after: source.address ?? mission.base)
        .map { .init(registry, start: $0) }
    }
  }

  private mutating func read(
    _ source: PublishingSource, isJoined: Bool, checksums: ChecksumSource?,
    into gathering: inout FileGathering
  ) async throws(PublishingError) {
    let (since, progress) = (options.since, options.progress)
    let summary: ListingSummary
    do throws(StoreError) {
      let ahead = ListingAhead(
        source.content, takesDetails: takesDetails || since != nil || isJoined)
      summary = try await gathering.takeAll(
        of: ahead, address: source.address, writtenSince: since, now: options.now.instant,
        checksums: checksums, sites: sites(of: source)
      ) {
        counts, read in
        progress.keys.store(read, ordering: .relaxed)
        progress.files.store(counts.files, ordering: .relaxed)
      }
    } catch {
      throw PublishingError(.source, from: error)
    }
    // What is no listing shows nothing, and no guard can open that.
    if source.isListing, summary.format == nil, let fault = summary.faults.first {
      throw PublishingError(.source, address: source.name, detail: fault.message)
    }
    ages.note(source, summary: summary, newest: gathering.newest, now: options.now)
    gathering.scopes.add(
      source.address, prefix: summary.prefix, unlisted: summary.unlisted)
    for note in summary.notes { plan.notices.append("\(source.name): \(note)") }
    for fault in summary.faults { plan.notices.append("\(source.name): \(fault)") }
    let more = summary.faultCount - summary.faults.count
    if more > 0 { plan.notices.append("\(source.name): and \(more.counted("more fault"))") }
    if let line = summary.firstRepeated {
      plan.notices.append(
        "\(source.name): duplicate keys: \(summary.repeated), first on line \(line)")
    }
    guard !summary.isComplete else { return }
    isComplete = false
    plan.refuse(
      unless: .incompleteSource,
      reason: "\(source.name) is incomplete: \(summary.faultCount.counted("fault"))")
  }
}
