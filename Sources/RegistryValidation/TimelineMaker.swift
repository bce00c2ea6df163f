internal import Formats
internal import SharedCloudRegistry

/// Makes the timelines of one target from the index files that were read.
struct TimelineMaker {
  /// The name of the target.
  let target: String
  /// The entries of its catalogs, by id.
  private var entries: [ExactText: CatalogEntry] = [:]

  /// The datasets of these catalogs whose index files were looked for, by id.
  private let planned: [ExactText: PlannedDataset]
  /// The rows whose objects do not exist, by the id of their dataset.
  private let absent: [ExactText: AbsentObjects]

  /// The largest number of spans, of overlaps, of days without objects, and of bins of sizes.
  private static let limits = (spans: 100, overlaps: 60, absent: 40, bins: 80)

  init(
    target: String, catalogs: ArraySlice<DocumentResult>, planned: ArraySlice<PlannedDataset>,
    absent: [ExactText: AbsentObjects]
  ) {
    self.target = target
    self.absent = absent
    self.planned = Dictionary(
      planned.map { (ExactText($0.id), $0) }, uniquingKeysWith: { $0.joined(with: $1) })
    for entry in catalogs.flatMap(\.entries) {
      guard let id = entry.id else { continue }
      entries[ExactText(id)] = entries[ExactText(id)] ?? entry
    }
  }

  /// Makes a timeline for each dataset, in the order of the ids.
  ///
  /// - Parameters:
  ///   - files: The index files that were read.
  ///   - unread: Those whose rows could not be read; the gaps of their datasets are not known.
  /// - Returns: The timelines.
  func timelines(
    of files: ArraySlice<ValidationRun.IndexFile>, unread: ArraySlice<IndexJob>
  ) -> [Timeline] {
    var groups: [ExactText: [ValidationRun.IndexFile]] = [:]
    for id in planned.keys { groups[id] = [] }
    for file in files {
      guard let id = Self.dataset(of: file.job) else { continue }
      groups[id, default: []].append(file)
    }
    var unreadByID: [ExactText: [Timeline.UnreadFile]] = [:]
    for job in unread {
      guard let id = Self.dataset(of: job) else { continue }
      unreadByID[id, default: []].append(.init(job))
      groups[id, default: []] += []
    }
    return groups.sorted { $0.key < $1.key }.map { id, files in
      timeline(id, of: files, unread: unreadByID[id] ?? [])
    }
  }

  private static func dataset(of job: IndexJob) -> ExactText? {
    (job.expectation.dataset ?? job.name?.id).map { ExactText($0) }
  }

  private func timeline(
    _ id: ExactText, of files: [ValidationRun.IndexFile], unread: [Timeline.UnreadFile]
  ) -> Timeline {
    var bins = TimeBins()
    for file in files { bins.add(file.summary.bins) }
    let summaries = files.map(\.summary).filter { $0.firstStart != nil }
      .sorted { ($0.firstStart ?? .init(seconds: 0)) < ($1.firstStart ?? .init(seconds: 0)) }
    for (summary, next) in zip(summaries, summaries.dropFirst()) {
      guard let last = summary.lastStart, let first = next.firstStart else { continue }
      bins.addDistance(from: last, to: first)
      if let stop = summary.latestStop, first < stop {
        bins.addOverlap(until: stop, with: next.bins)
      }
    }
    let entry = entries[id]
    // No file has a name of megabytes, but a catalog may have such ids.
    let isFound = !files.isEmpty || !unread.isEmpty
    var timeline = Self.timeline(
      of: bins, dataset: isFound ? id.text : id.text.clipped, target: target)
    timeline.title = entry?.value(.title)?.string?.clipped
    timeline.rows = files.reduce(0) { $0 + $1.summary.rows }
    if let start = entry?.start, let stop = entry?.stop {
      timeline.claimed = .init(start: start.text, stop: stop.text)
    }
    let covered = Self.spans(bins.covered.tidied)
    var unreadFiles = unread + (planned[id]?.refused ?? [])
    unreadFiles += files.filter(\.hasUnknownRows).map { .init($0.job) }
    if let plan = planned[id] {
      let years = Set(files.compactMap(\.job.name?.year) + unreadFiles.compactMap(\.year))
      let missing = MissingIndexFiles(
        claim: timeline.claimedDays, stop: entry?.stop, years: years,
        hasStatic: (files.map(\.job.name?.year) + unreadFiles.map(\.year)).contains(nil))
      unreadFiles += missing.files(covered: covered, last: bins.last, isListed: plan.isListed)
    }
    timeline.settleGaps(
      covered: covered, isExact: bins.covered.daysPerUnit == 1, limit: Self.limits.spans,
      future: Self.spans(bins.future.days.tidied), unread: unreadFiles)
    if let absent = absent[id] {
      timeline.absentObjects = absent.rows
      timeline.absent = Self.spans(absent.days.coarsened(toAtMost: Self.limits.absent))
    }
    timeline.years = years(of: files, most: Timeline.mostYears - timeline.unread.count)
    return timeline
  }

  /// The timeline of some bins, without what only files and catalogs know.
  ///
  /// - Parameters:
  ///   - bins: The bins.
  ///   - dataset: The id of the dataset.
  ///   - target: The name of the target.
  ///   - limit: The largest number of spans of each kind.
  /// - Returns: The timeline.
  static func timeline(
    of bins: TimeBins, dataset: String, target: String, spans limit: Int = limits.spans
  ) -> Timeline {
    let exact = bins.covered.tidied
    let days = spans(exact)
    let (covered, partly) = exact.drawn(withAtMost: limit)
    let overlapped = bins.overlapped.coarsened(
      toAtMost: limit * limits.overlaps / limits.spans)
    let sizesByBin = bins.sizesByBin
    var timeline = Timeline(
      dataset: dataset, target: target, rows: 0,
      bytes: bins.bytes, daysPerBin: covered.daysPerUnit,
      covered: clipped(spans(covered), to: days), overlaps: spans(overlapped), years: [],
      sizes: sizes(sizesByBin))
    timeline.partly = clipped(spans(partly), to: days)
    timeline.first = bins.first?.text
    timeline.last = bins.last?.text
    if let last = bins.future.last {
      timeline.future = .init(rows: bins.future.rows, last: last.text)
    }
    if let seconds = bins.distances.median {
      timeline.cadence = .init(
        seconds: seconds, distances: bins.distances.count, sameStarts: bins.distances.same)
    }
    timeline.settleGaps(
      covered: days, isExact: exact.daysPerUnit == 1, limit: limit,
      future: spans(bins.future.days.tidied))
    return timeline
  }

  /// Spans without the days before the first and after the last of others.
  private static func clipped(_ spans: [Timeline.Span], to days: [Timeline.Span]) -> [Timeline.Span]
  {
    guard let first = days.first?.from, let last = days.last?.to else { return spans }
    return spans.map { .init(from: Swift.max($0.from, first), to: Swift.min($0.to, last)) }
      .filter { $0.from < $0.to }
  }

  static func spans(_ days: DaySpans) -> [Timeline.Span] {
    days.spans.map {
      Timeline.Span(
        from: $0.lowerBound * days.daysPerUnit, to: $0.upperBound * days.daysPerUnit)
    }
  }

  private func years(of files: [ValidationRun.IndexFile], most: Int) -> [Timeline.Year] {
    let years = files.map { file in
      Timeline.Year(
        year: file.job.name?.year, uri: file.job.file.location.uri, rows: file.summary.rows,
        bytes: file.summary.bins.bytes)
    }
    let sorted = years.sorted { ($0.year ?? .max, $0.uri) < ($1.year ?? .max, $1.uri) }
    return Array(sorted.prefix(most))
  }

  /// The sizes in bins that are long enough for the limit.
  private static func sizes(_ bins: [(bin: Int, counts: SizeCounts)]) -> Timeline.Sizes? {
    guard let first = bins.first?.bin, let last = bins.last?.bin else { return nil }
    var shift = 0
    while last >> shift - first >> shift >= limits.bins { shift += 1 }
    let start = first >> shift
    var counts = [SizeCounts?](repeating: nil, count: last >> shift - start + 1)
    for (bin, more) in bins {
      var sum = counts[bin >> shift - start] ?? SizeCounts()
      sum.add(more)
      counts[bin >> shift - start] = sum
    }
    let days = TimeBins.daysPerBin << shift
    var sizes = Timeline.Sizes(
      from: start * days, days: days, files: counts.map { $0?.files ?? 0 },
      min: counts.map { $0?.least.size ?? 0 }, median: counts.map { $0?.median ?? 0 },
      max: counts.map { $0?.greatest.size ?? 0 })
    sizes.noteUnusual(in: bins.map(\.counts))
    return sizes
  }
}
