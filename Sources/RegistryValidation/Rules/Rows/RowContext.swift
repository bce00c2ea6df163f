internal import Formats
package import SharedCloudRegistry

/// The times whose precision is the measure for those of a file.
package enum PrecisionBasis: Sendable {
  /// Most times of the file.
  case file
  /// Most times of the other files of the dataset, since the file has two precisions equally often.
  case otherFiles
  /// The finer half of the times of the file, for want of anything else.
  case half
}

/// Facts from outside the row that decide whether it is right.
package struct RowContext: Sendable {
  /// Where the columns are.
  package var layout: IndexLayout
  /// The bytes of most times of the file.
  var timeLength: Int
  /// Which times have the usual length.
  package var precisionBasis = PrecisionBasis.file
  /// The times that are compared with those of the catalog, which other digits would contradict:
  /// the earliest start and the latest stop.
  package var ends: (start: SCRTime?, stop: SCRTime?)
  /// The bytes of most times of the file after their form is fixed.
  package var mendedTimeLength: Int
  /// Whether `static` is allowed as a time.
  var allowsStatic: Bool
  /// The start of each datakey.
  var bucket: [UInt8]
  /// Judges datakeys that begin with something else.
  var buckets: DatakeyBuckets
  /// The year of the file; nil if unknown.
  var year: Int?
  /// The year of the file, as seconds since 1970.
  var secondsOfYear: Range<Int64>?
  /// The start of the last row whose start is not doubtful.
  var previousStart: SCRTime?
  /// The start of the last row whose start is doubtful, and why.
  var doubtfulStart: (start: SCRTime, doubt: StartDoubt)?
  /// Whether the row to compare with may not be the row before.
  var isPreviousSkipped = false
  /// The latest time that is not in the future; nil if the present time is unknown.
  var latest: SCRTime?

  /// Takes the facts that most rows of the file show.
  package init(
    layout: IndexLayout, timeLength: Int, allowsStatic: Bool, bucket: [UInt8], year: Int?
  ) {
    self.layout = layout
    self.timeLength = timeLength
    mendedTimeLength = timeLength
    self.allowsStatic = allowsStatic
    self.bucket = bucket
    buckets = DatakeyBuckets(bucket: String(decoding: bucket, as: UTF8.self))
    self.year = year
    secondsOfYear = year.map { SCRTime.secondsOfYear($0) }
  }

  /// The context before the first row has been seen.
  package static let unknown = RowContext(
    layout: .standard, timeLength: 0, allowsStatic: false, bucket: [], year: nil)
}

extension IndexSummary {
  /// The times that are compared with those of the catalog.
  package var ends: (start: SCRTime?, stop: SCRTime?) { (earliestStart ?? firstStart, latestStop) }
}
