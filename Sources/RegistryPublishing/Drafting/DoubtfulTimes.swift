internal import SharedCloudRegistry

extension RegistryPlan {
  /// The first year of any observation that is published as files.
  private static let firstYear = 1600
  private static let year: Int64 = 366 * 86_400_000_000

  /// Reports implausible times of a dataset.
  ///
  /// A template that reads other digits as a year gives years such as 0100 and 3000; these cause a
  /// refusal. An end more than a year from now is only a notice, since predictions have one.
  ///
  /// - Parameters:
  ///   - dataset: The dataset, with its start and stop as strings.
  ///   - summary: The summary of its rows.
  ///   - stop: How stops are found.
  ///   - now: The present time.
  mutating func doubt(
    _ dataset: Dataset, summary: DatasetSummary, stop: StopPolicy, at now: SCRTime
  ) {
    let range = "\(dataset.start ?? "") to \(dataset.stop ?? "")"
    noteGaps(of: dataset, summary: summary, stop: stop)
    if summary.start.year < Self.firstYear || summary.stop > now.microseconds + 100 * Self.year {
      refuse(
        unless: .doubtfulTimes, dataset: dataset.id,
        reason: "\(range) is implausible: other digits may have been read as the year")
    } else if summary.stop > now.microseconds + Self.year {
      notices.append("\(dataset.id): \(range) ends more than a year from now")
    }
  }

  /// Notes how little of the time rows cover, if most rows are followed by a gap.
  ///
  /// If the mission says how their stops are found, a maximum gap or duration may be too short.
  /// Fewer than ten rows support no such conclusion.
  private mutating func noteGaps(
    of dataset: Dataset, summary: DatasetSummary, stop: StopPolicy
  ) {
    switch stop {
    case .fromName, .column, .sameAsStart: return
    case .duration, .nextStart, .nextStartNearby, .period: break
    }
    let whole = summary.stop - summary.start
    guard dataset.years == nil, summary.rows >= 10, summary.gaps * 2 >= summary.rows,
      summary.covered < whole / 2
    else { return }
    let percent = (Double(summary.covered) / Double(whole) * 1000).rounded(.down) / 10
    notices.append(
      "\(dataset.id): its rows cover \(percent) % of the time, with "
        + "\(summary.gaps.counted("gap")); check stop and maximum-gap")
  }
}
