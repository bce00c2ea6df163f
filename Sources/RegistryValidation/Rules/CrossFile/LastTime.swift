internal import SharedCloudRegistry

/// The last time that the rows of a dataset show: a stop, or the start of a row whose stop is
/// missing or can't be known.
struct LastTime: Sendable {
  /// The time.
  let time: SCRTime
  /// Whether it is a stop.
  let isStop: Bool

  /// Finds the last time; nil if no row has one.
  ///
  /// - Parameter files: The index files of the dataset.
  init?(of files: [DatasetAgreement.YearFile]) {
    let stop = files.compactMap(\.summary.latestStop).max()
    let start = files.compactMap(\.summary.lastStart).max()
    guard let last = [stop, start].compactMap(\.self).max() else { return nil }
    time = last
    isStop = stop == last
  }

  /// The time in words.
  ///
  /// - Parameter areAllRead: Whether the times of all rows are known.
  /// - Returns: The words, such as "the rows end at 2015-09-01T00:00:00Z".
  func words(areAllRead: Bool) -> String {
    guard isStop else { return "a row starts at \(time.text)" }
    return "the \(areAllRead ? "" : "readable ")rows end at \(time.text)"
  }
}
