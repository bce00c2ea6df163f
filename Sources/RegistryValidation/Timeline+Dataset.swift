package import SharedCloudRegistry

extension Timeline {
  /// Makes the timeline of a dataset that a reader has read; it has no years.
  ///
  /// - Parameters:
  ///   - dataset: The dataset.
  ///   - times: What its rows show.
  ///   - spans: The largest number of spans and gaps.
  package init(_ dataset: Dataset, times: DatasetTimes, spans: Int = 100) {
    self = TimelineMaker.timeline(
      of: times.bins, dataset: dataset.id, target: dataset.catalogAddress, spans: spans)
    title = dataset.title.isEmpty ? nil : dataset.title
    rows = times.rows
    if let start = dataset.start, let stop = dataset.stop {
      claimed = Claim(start: start.text, stop: stop.text)
    }
    settleGaps(
      covered: TimelineMaker.spans(times.bins.covered.tidied),
      isExact: times.bins.covered.daysPerUnit == 1, limit: spans,
      future: TimelineMaker.spans(times.bins.future.days.tidied),
      unread: times.unreadYears.map { .init(year: $0, uri: nil, reason: .unreadable) }
        + times.missingYears.map { .init(year: $0, uri: nil, reason: .missing) })
    if times.failure != nil { (gapCount, coveredDays) = (nil, nil) }
  }
}

extension Timeline {
  /// The largest number of spans that are not known.
  private static let mostUnknown = 40

  /// Finds the gaps of the period, and what is not known of it.
  ///
  /// If index files were not read, the number of gaps is not known.
  ///
  /// - Parameters:
  ///   - covered: The days that rows cover, exactly.
  ///   - isExact: Whether each day is told apart.
  ///   - limit: The largest number of gaps that are kept.
  ///   - future: The days of rows in the future, which are no gaps.
  ///   - files: The index files that are missing or could not be read.
  mutating func settleGaps(
    covered: [Span], isExact: Bool, limit: Int, future: [Span], unread files: [UnreadFile] = []
  ) {
    let claim = claimedDays
    var days = files.compactMap(\.year).map { Self.days(ofYear: $0).clamped(to: claim) }
    // A file without a year may have rows of any time.
    if files.contains(where: { $0.year == nil }), let claim { days.append(claim) }
    let unknown = days.joined.subtracting(covered)
    self.unknown = unknown
    let gaps = period.map { [$0].subtracting((covered + unknown + future).joined) } ?? []
    self.unknown = unknown.longest(Self.mostUnknown).sorted { $0.from < $1.from }
    self.gaps = gaps.longest(limit).sorted { $0.from < $1.from }
    unread = Self.joined(files)
    let isKnown = isExact && files.isEmpty
    gapCount = isKnown ? gaps.count : nil
    coveredDays = isKnown ? covered.reduce(0) { $0 + $1.to - $1.from } : nil
  }
}
