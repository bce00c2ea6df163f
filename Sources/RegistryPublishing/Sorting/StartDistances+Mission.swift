internal import ObjectStorage
internal import SharedCloudRegistry

extension StartDistances {
  /// The distances for the datasets with `maximum-gap: auto`.
  ///
  /// - Parameters:
  ///   - mission: The mission.
  ///   - datasets: The datasets, by number.
  ///   - files: Their files, which are read once more.
  /// - Returns: The distances by dataset.
  /// - Throws: ``StoreError`` when a temporary file can't be read.
  static func forMaximumGaps(
    of mission: Mission, datasets: [KeyMatcher.Dataset], in files: borrowing SortedFiles
  ) throws(StoreError) -> [Int: StartDistances] {
    let wanted = datasets.indices.filter {
      mission.datasets[datasets[$0].pattern].stop == .nextStartNearby
    }
    return wanted.isEmpty ? [:] : try measure(files.again(), of: Set(wanted))
  }

  /// What the distances mean for stops, dataset by dataset.
  static func notices(
    _ distances: [Int: StartDistances], datasets: [KeyMatcher.Dataset]
  ) -> [String] {
    distances.map { "\(datasets[$0.key].id): \($0.value.text)" }.sorted()
  }
}
