internal import Formats
internal import SharedCloudRegistry

/// Makes a draft, step by step.
struct Drafting {
  let publisher: Publisher
  let present: PresentRegistry
  var plan: RegistryPlan
  private var rowsBefore: [Int: PresentRows] = [:]
  private var removed: [Int: DatasetSummary] = [:]
  private var isComplete = true

  var mission: Mission { publisher.mission }
  var options: Publisher.Options { publisher.options }

  init(_ publisher: Publisher, _ present: PresentRegistry) {
    self.publisher = publisher
    self.present = present
    plan = RegistryPlan(destination: publisher.destination)
    plan.isNew = present.catalog == nil
  }

  /// Refuses to publish over a registry that this one can't be joined with.
  mutating func refuseForeign() {
    let endpoint = present.catalog?.root["endpoint"]?.string ?? ""
    let slashed = endpoint.hasSuffix("/") ? endpoint : endpoint + "/"
    if let list = present.catalog?.root["catalog"]?.elements,
      list.contains(where: { $0["loc"] != nil })
    {
      plan.refusals.append(.init(reason: "what stands there is of a version before 0.3"))
    }
    if !endpoint.isEmpty, slashed != publisher.mission.endpoint {
      plan.refusals.append(.init(reason: "what stands there is the registry of \(endpoint)"))
    }
  }

  /// Whether rows whose files are not listed stay in the index.
  private var keepsMissing: Bool {
    !options.prunes || options.isPartial || options.since != nil || !isComplete
  }

  /// Makes the draft.
  mutating func draft(
    from sources: [PublishingSource]
  ) async throws(PublishingError) -> RegistryDraft {
    refuseForeign()
    let hasRows = !present.datasets.isEmpty
    var gathering = FileGathering(
      mission, by: hasRows ? .datakey : .time, memory: options.memory)
    // Of a file that several list, the state that was written last counts.
    for source in sources {
      try await read(source, isJoined: sources.count > 1, into: &gathering)
    }
    if hasRows { try await readPresent(into: &gathering) }
    let (datasets, counts) = (gathering.datasets, gathering.counts)
    if counts.files == 0 { plan.refusals.append(.init(reason: "no file belongs to a dataset")) }
    let written: (spool: SpoolFile, files: [IndexWriter.YearFile], summaries: [Int: DatasetSummary])
    let dropped: [Int: RowAssembly.Dropped]
    do throws(StoreError) {
      var files = try gathering.finish()
      if hasRows { files = try joined(files) }
      let rows = RowsAhead(RowAssembly(files, of: mission, datasets))
      var writer = try IndexWriter(mission, datasets)
      dropped = try await rows.forEachRow { file throws(StoreError) in try writer.append(file) }
      written = try writer.finish()
    } catch {
      throw PublishingError(.write, error)
    }
    var staging = Staging(self, datasets, written.spool, written.files)
    staging.rowsBefore = rowsBefore
    staging.removed = removed
    staging.dropped = dropped
    do throws(StoreError) {
      var draft = try await staging.draft(written.summaries)
      draft.counts = counts
      return draft
    } catch {
      throw PublishingError(.destination, error)
    }
  }
}

// MARK: - Sources

extension Drafting {
  private mutating func read(
    _ source: PublishingSource, isJoined: Bool, into gathering: inout FileGathering
  ) async throws(PublishingError) {
    let since = options.since
    let summary: ListingSummary
    do throws(StoreError) {
      let ahead = ListingAhead(
        source.content, takesDetails: mission.asksForDetails || since != nil || isJoined)
      summary = try await ahead.read { entries throws(StoreError) in
        let recent = since.map { since in
          entries.filter { $0.lastModified.map { $0 >= since } ?? true }
        }
        try gathering.take(recent ?? entries, of: source.address)
      }
    } catch {
      throw PublishingError(.source, error)
    }
    for fault in summary.faults { plan.notices.append("\(source.name): \(fault)") }
    let more = summary.faultCount - summary.faults.count
    if more > 0 { plan.notices.append("\(source.name): \(more) more faults") }
    if let line = summary.firstRepeated {
      plan.notices.append(
        "\(source.name): keys repeat: \(summary.repeated), first on line \(line)")
    }
    guard !summary.isComplete else { return }
    isComplete = false
    plan.refusals.append(
      .init(reason: "\(source.name) is not complete: \(summary.faultCount) faults"))
  }

  private mutating func readPresent(
    into gathering: inout FileGathering
  ) async throws(PublishingError) {
    let ids = Dictionary(
      gathering.datasets.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { $1 })
    for (id, dataset) in present.datasets.sorted(by: { $0.key < $1.key }) {
      guard let number = ids[id] else {
        plan.untouched.append(id)
        continue
      }
      let faults = FaultList()
      do throws(ReadingError) {
        rowsBefore[number] = try await gathering.takeRows(
          of: dataset, as: number, faults: faults)
      } catch {
        throw PublishingError(.destination, error)
      }
      for fault in faults.faults { plan.notices.append("present index of \(id): \(fault)") }
      if faults.faults.contains(where: { $0.kind != .disorder }) {
        plan.refusals.append(
          .init(dataset: id, reason: "its present index has rows that can't be read"))
      }
    }
  }

  /// Brings files of the listing and rows of the present index together.
  private mutating func joined(
    _ byKey: consuming SortedFiles
  ) throws(StoreError) -> SortedFiles {
    var sorter = FileSorter(by: .time, memory: options.memory)
    var current: IndexedFile?
    while let file = try byKey.next() {
      guard let before = current else {
        current = file
        continue
      }
      if before.dataset == file.dataset, before.datakey == file.datakey {
        current = before.joined(with: file)
      } else {
        try add(before, to: &sorter)
        current = file
      }
    }
    if let current { try add(current, to: &sorter) }
    return try sorter.finish()
  }

  private mutating func add(
    _ file: IndexedFile, to sorter: inout FileSorter
  ) throws(StoreError) {
    guard file.isListed || keepsMissing else {
      removed[Int(file.dataset), default: DatasetSummary()].takeRemoved(file)
      return
    }
    try sorter.add(file)
  }
}

extension IndexedFile {
  /// One file of what is known of it twice.
  fileprivate func joined(with other: IndexedFile) -> IndexedFile {
    if isListed == other.isListed {
      // Listed twice: what was written later is what is there now.
      var later = isEarlier(than: other) ? other : self
      later.present = present ?? other.present
      return later
    }
    var file = isListed ? self : other
    file.present = isListed ? other.present : present
    return file
  }
}
