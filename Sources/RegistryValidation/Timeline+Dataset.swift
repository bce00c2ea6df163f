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
    first = times.first?.text
    last = times.last?.text
    if let start = dataset.start, let stop = dataset.stop {
      claimed = Claim(start: start.text, stop: stop.text)
    }
  }
}
