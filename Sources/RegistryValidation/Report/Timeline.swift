/// What the index files of a dataset list over time.
///
/// Days are counted from 1970-01-01 in UTC. A timeline has at most 1,500 numbers, whatever the
/// dataset holds. If there are too many spans, short gaps are not drawn, but still counted.
public struct Timeline: Sendable, Hashable {
  /// The id of the dataset.
  public var dataset: String
  /// The target that has it.
  public var target: String
  /// The title that the catalog gives it.
  public var title: String?
  /// The number of rows, with those in the future.
  public var rows: Int
  /// The sum of the filesizes that could be read, in bytes, with those of rows in the future.
  public var bytes: Int
  /// The earliest start of a row, as ISO 8601; nil without one.
  ///
  /// Rows count whatever the year of their file is; those in the future do not.
  public var first: String?
  /// The latest stop of such a row, or start without a stop; nil without one.
  public var last: String?
  /// The rows that start or stop in the future; nil without any.
  ///
  /// They count as rows and bytes, but are nowhere else.
  public var future: Future?
  /// The times that the catalog claims; nil if it claims none that can be read.
  public var claimed: Claim?
  /// The number of days of the shortest span that is told apart, a power of two.
  public var daysPerBin: Int
  /// The spans of days that rows cover, in order; with gaps that are too short to be told apart.
  public var covered: [Span]
  /// The parts of these spans that have such short gaps, in order.
  public var partly: [Span] = []
  /// The longest gaps, in order of time.
  ///
  /// No row covers them, although the index files of their years were read. They are counted from
  /// the claimed start to the claimed stop, or from the first to the last row if that is more.
  public var gaps: [Span]
  /// The days whose index files are missing or could not be read, in order; the 40 longest spans.
  public var unknown: [Span] = []
  /// The index files that are missing or could not be read, in order; at most 50, of which those
  /// that are missing in consecutive years are one.
  public var unread: [UnreadFile] = []
  /// The number of gaps of a day or more; nil if it is not known.
  public var gapCount: Int?
  /// The number of days that rows cover; nil if it is not known.
  public var coveredDays: Int?
  /// The spans of days on which a row starts before an earlier row of its file stops, in order.
  public var overlaps: [Span]
  /// The days of rows whose objects do not exist, in order; empty if objects were not compared.
  public var absent: [Span] = []
  /// The number of rows whose objects do not exist; nil if objects were not compared.
  public var absentObjects: Int?
  /// How far the starts of rows are apart; nil if no two rows have starts that differ.
  public var cadence: Cadence?
  /// The years of the index files, in order.
  public var years: [Year]
  /// The sizes of the files over time; nil if no filesize could be read.
  public var sizes: Sizes?

  /// Makes a timeline.
  package init(
    dataset: String, target: String, title: String? = nil, rows: Int, bytes: Int,
    daysPerBin: Int, covered: [Span], overlaps: [Span], years: [Year], sizes: Sizes? = nil
  ) {
    self.dataset = dataset
    self.target = target
    self.title = title
    self.rows = rows
    self.bytes = bytes
    self.daysPerBin = daysPerBin
    self.covered = covered
    gaps = Self.gaps(between: covered)
    if daysPerBin == 1 {
      gapCount = gaps.count
      coveredDays = covered.reduce(0) { $0 + $1.to - $1.from }
    }
    self.overlaps = overlaps
    self.years = years
    self.sizes = sizes
  }

  /// The largest number of years that a timeline lists.
  package static let mostYears = 100

  /// The days between spans, in order.
  package static func gaps(between spans: [Span]) -> [Span] {
    zip(spans, spans.dropFirst()).map { Span(from: $0.to, to: $1.from) }
  }

  /// Days in a row.
  public struct Span: Sendable, Hashable {
    /// The first day.
    public var from: Int
    /// The day after the last one.
    public var to: Int

    /// Makes a span.
    ///
    /// - Parameters:
    ///   - from: The first day.
    ///   - to: The day after the last one.
    public init(from: Int, to: Int) {
      self.from = from
      self.to = to
    }
  }

  /// The times that a catalog claims for a dataset.
  public struct Claim: Sendable, Hashable {
    /// The start, as ISO 8601.
    public var start: String
    /// The stop, as ISO 8601.
    public var stop: String

    /// Makes a claim.
    package init(start: String, stop: String) {
      self.start = start
      self.stop = stop
    }
  }

  /// Rows that start or stop in the future.
  public struct Future: Sendable, Hashable {
    /// The number of rows.
    public var rows: Int
    /// The latest stop, or start without a stop, as ISO 8601.
    public var last: String

    /// Makes a number of rows.
    package init(rows: Int, last: String) {
      self.rows = rows
      self.last = last
    }
  }

  /// One index file of a year.
  public struct Year: Sendable, Hashable {
    /// The year in the file's name; nil for a file without a year.
    public var year: Int?
    /// The path or address of the file.
    public var uri: String
    /// The number of rows.
    public var rows: Int
    /// The sum of the filesizes, in bytes.
    public var bytes: Int

    /// Makes a year.
    package init(year: Int?, uri: String, rows: Int, bytes: Int) {
      self.year = year
      self.uri = uri
      self.rows = rows
      self.bytes = bytes
    }
  }

  /// The sizes of the files over time, in bins of equal length.
  public struct Sizes: Sendable, Hashable {
    /// The first day of the first bin.
    public var from: Int
    /// The number of days of a bin.
    public var days: Int
    /// The number of files of each bin.
    public var files: [Int]
    /// The least size of each bin, in bytes; 0 in a bin without files.
    public var min: [Int]
    /// The median, right to six per cent.
    public var median: [Int]
    /// The greatest size.
    public var max: [Int]
    /// The files whose sizes are far from those of the others, in order of time; at most ten, of
    /// each bin of 32 days the smallest and the largest one.
    public var unusual: [UnusualFile] = []
    /// The number of such files before the limit of ten.
    public var unusualCount = 0

    /// Makes the sizes of some bins.
    package init(from: Int, days: Int, files: [Int], min: [Int], median: [Int], max: [Int]) {
      self.from = from
      self.days = days
      self.files = files
      self.min = min
      self.median = median
      self.max = max
    }

    /// A file whose size is far from those of the others.
    public struct UnusualFile: Sendable, Hashable {
      /// The start of its row, as ISO 8601.
      public var start: String
      /// Its size in bytes.
      public var bytes: Int

      /// Makes a file.
      package init(start: String, bytes: Int) {
        self.start = start
        self.bytes = bytes
      }
    }
  }
}

extension [Timeline.Span] {
  /// The longest spans, the longest first; of equal ones the earlier first.
  ///
  /// - Parameter limit: The largest number of them.
  /// - Returns: The spans.
  package func longest(_ limit: Int) -> [Timeline.Span] {
    let sorted = sorted { ($1.to - $1.from, $0.from) < ($0.to - $0.from, $1.from) }
    return Array(sorted.prefix(limit))
  }
}
