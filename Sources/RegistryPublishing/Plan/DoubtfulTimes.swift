internal import SharedCloudRegistry

extension RegistryPlan {
  /// The first year that anything was observed in that is published as files.
  private static let firstYear = 1600
  private static let year: Int64 = 366 * 86_400_000_000

  /// Says so where the times of a dataset can hardly be meant.
  ///
  /// A template that takes other digits for a year gives years such as 0100 and 3000; these make a
  /// refusal. What ends more than a year from now is only told, since predictions do.
  ///
  /// - Parameters:
  ///   - dataset: The dataset, with its start and stop as texts.
  ///   - summary: What its rows come to.
  ///   - now: The present time.
  mutating func doubt(_ dataset: Dataset, _ summary: DatasetSummary, at now: SCRTime) {
    let range = "\(dataset.start ?? "") to \(dataset.stop ?? "")"
    if summary.start.year < Self.firstYear || summary.stop > now.microseconds + 100 * Self.year {
      refusals.append(
        .init(
          dataset: dataset.id,
          reason: "\(range) can hardly be meant: other digits may have been taken for the year"))
    } else if summary.stop > now.microseconds + Self.year {
      notices.append("\(dataset.id): \(range) ends more than a year from now")
    }
  }
}
