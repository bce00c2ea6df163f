internal import Formats
internal import SharedCloudRegistry
internal import Synchronization

/// Makes a draft, step by step.
struct Drafting {
  let publisher: Publisher
  let present: PresentRegistry
  var plan: RegistryPlan
  private var rowsBefore: [Int: PresentRows] = [:]
  private var isComplete = true

  var mission: Mission { publisher.mission }
  var options: Publisher.Options { publisher.options }

  init(_ publisher: Publisher, _ present: PresentRegistry) {
    self.publisher = publisher
    self.present = present
    plan = RegistryPlan(destination: publisher.destination)
    plan.isNew = present.catalog == nil
  }

  /// Refuses to publish over a registry that can't be merged with this one.
  mutating func refuseForeign() {
    let endpoint = present.catalog?.root["endpoint"]?.string ?? ""
    let slashed = endpoint.hasSuffix("/") ? endpoint : endpoint + "/"
    if let list = present.catalog?.root["catalog"]?.elements,
      list.contains(where: { $0["loc"] != nil })
    {
      plan.refusals.append(.init(reason: "the destination has a registry of a version before 0.3"))
    }
    if !endpoint.isEmpty, slashed != publisher.mission.endpoint {
      plan.refusals.append(.init(reason: "the destination has the registry of \(endpoint)"))
    }
  }

  /// Whether rows whose files are not listed stay in the index.
  private var keepsMissing: Bool { !options.prunes || isSelective || !isComplete }

  /// Whether the sources show only some of the files.
  private var isSelective: Bool { options.isPartial || options.since != nil }

  /// The years of a dataset's present index to read: those in which files of the sources start, and
  /// their neighbours, whose rows may stop in them; nil for all.
  private func years(of number: Int, _ gathering: borrowing FileGathering) -> ClosedRange<Int>? {
    guard isSelective, let years = gathering.counts.years[number] else { return nil }
    return years.lowerBound - 1...years.upperBound + 1
  }

  /// Makes the draft.
  mutating func draft(
    from sources: [PublishingSource]
  ) async throws(PublishingError) -> RegistryDraft {
    refuseForeign()
    let hasRows = !present.datasets.isEmpty
    var gathering = FileGathering(mission, memory: options.memory)
    // If several sources list a file, its latest state counts.
    for source in sources {
      try await read(source, isJoined: sources.count > 1, into: &gathering)
    }
    if hasRows { try await readPresent(into: &gathering) }
    let (datasets, counts) = (gathering.datasets, gathering.counts)
    for (id, patterns) in gathering.rivals.sorted(by: { $0.key < $1.key }) {
      let lines = patterns.map { mission.datasets[$0].line }.sorted().map(String.init)
      plan.refusals.append(
        .init(dataset: id, reason: "lines \(lines.joined(separator: " and ")) both define it"))
    }
    if counts.files == 0 { plan.refusals.append(.init(reason: "no file belongs to a dataset")) }
    let written: (spool: SpoolFile, files: [IndexWriter.YearFile], summaries: [Int: DatasetSummary])
    let rest: RowsAhead.Rest
    do throws(StoreError) {
      let files = JoinedFiles(try gathering.finish(), keepsMissing: keepsMissing)
      let parts = Set(rowsBefore.filter { $0.value.years != nil }.keys)
      let rows = RowsAhead(RowAssembly(files, of: mission, datasets, parts: parts))
      var writer = try IndexWriter(mission, datasets)
      let progress = options.progress
      rest = try await rows.forEachBatch { rows throws(StoreError) in
        try writer.append(rows)
        progress.rows.add(rows.count, ordering: .relaxed)
      }
      written = try writer.finish()
    } catch {
      throw PublishingError(.write, error)
    }
    var staging = Staging(self, datasets, written.spool, written.files)
    staging.rowsBefore = rowsBefore
    staging.removed = rest.removed
    staging.dropped = rest.dropped
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
    let (since, progress) = (options.since, options.progress)
    let summary: ListingSummary
    do throws(StoreError) {
      let ahead = ListingAhead(
        source.content, takesDetails: mission.asksForDetails || since != nil || isJoined)
      summary = try await gathering.takeAll(of: ahead, source.address, writtenSince: since) {
        counts, read in
        progress.keys.store(read, ordering: .relaxed)
        progress.files.store(counts.files, ordering: .relaxed)
      }
    } catch {
      throw PublishingError(.source, error)
    }
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
    plan.refusals.append(
      .init(reason: "\(source.name) is incomplete: \(summary.faultCount.counted("fault"))"))
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
        let years = years(of: number, gathering)
        rowsBefore[number] = try await gathering.takeRows(
          of: dataset, as: number, in: years, faults: faults)
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
}
