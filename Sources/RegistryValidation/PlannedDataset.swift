internal import ObjectStorage
internal import SharedCloudRegistry

/// A dataset whose index files were looked for, whether there are any or not.
struct PlannedDataset {
  /// The id.
  let id: String
  /// The index files that a store refused or failed to tell of.
  private(set) var refused: [Timeline.UnreadFile]
  /// Whether it is known which index files there are.
  private(set) var isListed: Bool

  init(_ dataset: DatasetFiles) {
    id = dataset.id
    isListed = dataset.gaps.directory == nil
    refused = dataset.gaps.files.map { gap, name in
      .init(
        year: name.year, uri: dataset.store?.displayName(of: gap.key), reason: .unreadable)
    }
  }

  /// The dataset, if two catalogs have entries of its id.
  func joined(with other: PlannedDataset) -> PlannedDataset {
    var joined = self
    joined.refused += other.refused
    joined.isListed = isListed && other.isListed
    return joined
  }
}

/// Finds the index files that a dataset should have and has not.
struct MissingIndexFiles {
  /// The days that the catalog claims.
  let claim: Timeline.Span?
  /// The stop that it claims.
  let stop: SCRTime?
  /// The years of the files that there are.
  let years: Set<Int>
  /// Whether there is a file without a year, which may have any row.
  let hasStatic: Bool

  /// The missing files.
  ///
  /// - Parameters:
  ///   - covered: The days that rows of other files cover.
  ///   - last: The latest stop of a row, or start without a stop.
  ///   - isListed: Whether it is known which files there are; otherwise they may be there.
  /// - Returns: The files, in the order of the years.
  func files(
    covered: [Timeline.Span], last: SCRTime?, isListed: Bool
  ) -> [Timeline.UnreadFile] {
    guard !hasStatic else { return [] }
    let reason = isListed ? Timeline.UnreadFile.Reason.missing : .unreadable
    guard let range = expected else {
      return years.isEmpty ? [.init(year: nil, uri: nil, reason: reason)] : []
    }
    // Days that are covered in part are known; a stop may be rounded.
    let isReached = last.map { last in stop.map { last.agrees(with: $0) } ?? false }
    let absent = range.filter { year in
      !years.contains(year) && (year < range.upperBound || isReached != true)
    }
    let days = absent.map { Timeline.days(ofYear: $0).clamped(to: claim) }
    let open = days.joined.subtracting(covered).flatMap { span in
      Self.year(of: span.from)...Self.year(of: span.to - 1)
    }
    return Set(open).map { .init(year: $0, uri: nil, reason: reason) }
  }

  /// The years that should have a file: those of the claim, else those between files.
  private var expected: ClosedRange<Int>? {
    let ends = claim.map { [Self.year(of: $0.from), Self.year(of: $0.to - 1)] } ?? Array(years)
    guard let first = ends.min(), let last = ends.max() else { return nil }
    return first...last
  }

  private static func year(of day: Int) -> Int {
    SCRTime(seconds: Int64(day) * 86400).year
  }
}

extension Timeline.UnreadFile {
  /// An index file that was found but not read.
  init(_ job: IndexJob) {
    self.init(year: job.name?.year, uri: job.file.location.uri, reason: .unreadable)
  }
}

extension ValidationRun.IndexFile {
  /// Whether nothing is known of the rows: the file is empty, or no time can be read.
  ///
  /// Rows without times (`static`) are known.
  var hasUnknownRows: Bool {
    guard summary.rows > 0 else { return summary.bytes == 0 }
    return summary.bins.first == nil && summary.bins.future.rows == 0
      && summary.unreadableStarts > 0
  }
}

extension Timeline.Span {
  /// The part of a span that another one has; the whole span if that has no part of it.
  func clamped(to other: Timeline.Span?) -> Timeline.Span {
    guard let other else { return self }
    let (from, to) = (Swift.max(from, other.from), Swift.min(to, other.to))
    return from < to ? .init(from: from, to: to) : self
  }
}
