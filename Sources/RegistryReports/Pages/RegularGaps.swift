internal import RegistryValidation

/// Gaps that a dataset has by its cadence, which say nothing of missing files.
extension Timeline {
  /// The number of distances from which a cadence is told.
  static let fewestDistances = 5

  /// The number of days from which a gap may be a missing file: the usual distance of two files,
  /// if it is known and longer than a day.
  var shortestGap: Int {
    guard let cadence, cadence.distances >= Self.fewestDistances else { return 1 }
    return Swift.max(1, (cadence.seconds + 86399) / 86400)
  }

  /// The days between files that are not further apart than usual.
  var regularGaps: [Span] {
    let least = shortestGap
    guard least > 1 else { return [] }
    return Self.gaps(between: covered).filter { $0.to - $0.from < least }.subtracting(unknown)
  }

  /// The gaps that may be missing files, in order; only the longest if they are many.
  var notableGaps: [Span] {
    let least = shortestGap
    return gaps.filter { $0.to - $0.from >= least }
  }

  /// The number of such gaps; nil if it is not known.
  var notableGapCount: Int? {
    guard let gapCount, shortestGap > 1 else { return gapCount }
    // Of more gaps than are kept, the longest are.
    let notable = notableGaps.count
    return gapCount == gaps.count || notable < gaps.count ? notable : nil
  }
}
