internal import Glibc

/// What the catalog says about the time that a dataset covers.
///
/// A stop before the start makes both unknown: either may be wrong.
struct CoverageClaim: Sendable {
  /// The start of the first file; nil if it is not known.
  let start: SCRTime?
  /// The end of the last file; nil if it is not known.
  let stop: SCRTime?
  /// The present time: no index file is for a later year.
  let present: SCRTime

  /// Judges what a catalog says.
  ///
  /// - Parameters:
  ///   - start: The start in the catalog; nil without a valid one.
  ///   - stop: The stop in the catalog; nil without a valid one.
  ///   - present: The present time.
  init(start: SCRTime?, stop: SCRTime?, present: SCRTime) {
    let isContradiction = start.flatMap { start in stop.map { $0 < start } } ?? false
    self.start = isContradiction ? nil : start
    self.stop = isContradiction ? nil : stop
    self.present = present
  }

  /// Whether it is known which years may have an index file.
  var isKnown: Bool { start != nil && stop != nil }

  /// The years in which files start, up to the present one; nil if they are not known, or future.
  var years: ClosedRange<Int>? {
    guard let start, let stop else { return nil }
    // A dataset that stops exactly when a year begins has no file that starts in it.
    let isAtTurn = SCRTime.secondsOfYear(stop.year).lowerBound == stop.seconds && start < stop
    let last = Swift.min(
      isAtTurn ? Swift.max(start.year, stop.year - 1) : stop.year, present.year)
    return start.year <= last ? start.year...last : nil
  }

  /// Whether a year may have an index file, as far as the catalog tells.
  ///
  /// - Parameter year: The year.
  /// - Returns: False if the catalog says that the dataset does not cover it.
  func allows(_ year: Int) -> Bool {
    guard !isKnown else { return years?.contains(year) == true }
    return year <= present.year && start.map { year >= $0.year } ?? true
      && stop.map { year <= $0.year } ?? true
  }
}

extension Dataset {
  /// What the catalog says about the time that it covers.
  var claim: CoverageClaim {
    CoverageClaim(start: start, stop: stop, present: SCRTime(seconds: Int64(time(nil))))
  }
}
