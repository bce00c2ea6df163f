internal import Formats
internal import SharedCloudRegistry

/// Makes the timelines of one target from the index files that were read.
struct TimelineMaker {
  /// The name of the target.
  let target: String
  /// The entries of its catalogs, by id.
  private var entries: [ExactText: CatalogEntry] = [:]

  /// The largest number of spans, of bins of sizes, and of years.
  private static let limits = (spans: 100, bins: 100, years: Timeline.mostYears)

  init(target: String, catalogs: ArraySlice<DocumentResult>) {
    self.target = target
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
    for file in files {
      guard let id = Self.dataset(of: file.job) else { continue }
      groups[id, default: []].append(file)
    }
    let uncertain = Set(unread.compactMap { Self.dataset(of: $0) })
    return groups.sorted { $0.key < $1.key }.map { id, files in
      var timeline = timeline(id, of: files)
      if uncertain.contains(id) || files.contains(where: { $0.summary.obstacle != nil }) {
        timeline.gapCount = nil
        timeline.coveredDays = nil
      }
      return timeline
    }
  }

  private static func dataset(of job: IndexJob) -> ExactText? {
    (job.expectation.dataset ?? job.name?.id).map { ExactText($0) }
  }

  private func timeline(_ id: ExactText, of files: [ValidationRun.IndexFile]) -> Timeline {
    var bins = TimeBins()
    for file in files { bins.add(file.summary.bins) }
    let entry = entries[id]
    var timeline = Self.timeline(of: bins, dataset: id.text, target: target)
    timeline.title = entry?.value(.title)?.string
    timeline.rows = files.reduce(0) { $0 + $1.summary.rows }
    timeline.years = years(of: files)
    timeline.first = files.compactMap(\.summary.earliestStart).min()?.text
    let ends = files.flatMap { [$0.summary.latestStop, $0.summary.lastStart] }
    timeline.last = ends.compactMap(\.self).max()?.text
    if let start = entry?.start, let stop = entry?.stop {
      timeline.claimed = .init(start: start.text, stop: stop.text)
    }
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
    let overlapped = bins.overlapped.coarsened(toAtMost: limit)
    let sizesByBin = bins.sizesByBin
    var timeline = Timeline(
      dataset: dataset, target: target, rows: 0,
      bytes: sizesByBin.reduce(0) { $0 &+ $1.counts.bytes }, daysPerBin: covered.daysPerUnit,
      covered: clipped(spans(covered), to: days), overlaps: spans(overlapped), years: [],
      sizes: sizes(sizesByBin))
    timeline.partly = clipped(spans(partly), to: days)
    let gaps = Timeline.gaps(between: days)
    timeline.gaps = gaps.longest(limit).sorted { $0.from < $1.from }
    if exact.daysPerUnit == 1 {
      timeline.gapCount = gaps.count
      timeline.coveredDays = days.reduce(0) { $0 + $1.to - $1.from }
    }
    return timeline
  }

  /// Spans without the days before the first and after the last of others.
  private static func clipped(_ spans: [Timeline.Span], to days: [Timeline.Span]) -> [Timeline.Span]
  {
    guard let first = days.first?.from, let last = days.last?.to else { return spans }
    return spans.map { .init(from: Swift.max($0.from, first), to: Swift.min($0.to, last)) }
      .filter { $0.from < $0.to }
  }

  private static func spans(_ days: DaySpans) -> [Timeline.Span] {
    days.spans.map {
      Timeline.Span(
        from: $0.lowerBound * days.daysPerUnit, to: $0.upperBound * days.daysPerUnit)
    }
  }

  private func years(of files: [ValidationRun.IndexFile]) -> [Timeline.Year] {
    let years = files.map { file in
      Timeline.Year(
        year: file.job.name?.year, uri: file.job.file.location.uri, rows: file.summary.rows,
        bytes: file.summary.bins.sizesByBin.reduce(0) { $0 &+ $1.counts.bytes })
    }
    let sorted = years.sorted { ($0.year ?? .max, $0.uri) < ($1.year ?? .max, $1.uri) }
    return Array(sorted.prefix(Self.limits.years))
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
    return Timeline.Sizes(
      from: start * days, days: days, files: counts.map { $0?.files ?? 0 },
      min: counts.map { $0?.least ?? 0 }, median: counts.map { $0?.median ?? 0 },
      max: counts.map { $0?.greatest ?? 0 })
  }
}
