/// Which files of a dataset to read, and how.
public struct FileQuery: Sendable {
  /// Which rows belong to a time range.
  public enum Selection: Sendable, Hashable {
    /// Rows that overlap it: they stop at its start or later, and start before its end.
    ///
    /// A row without stop lasts until the next row of its file starts; the last row lasts to the
    /// end of the year.
    case overlapping
    /// Rows that start in it.
    case startingInRange
  }

  /// The order of the records.
  public enum Order: Sendable, Hashable {
    /// By start; unsorted index files are sorted.
    case time
    /// The order of the index files.
    case asWritten
  }

  /// The start of the time range, inclusive; nil for no limit.
  public var from: SCRTime?
  /// The end of the time range, exclusive; nil for no limit.
  public var to: SCRTime?
  /// Which rows belong to the time range.
  public var selection = Selection.overlapping
  /// The order of the records.
  public var order = Order.time
  /// The maximum number of index files that are fetched ahead.
  public var filesAhead = 3
  /// The maximum number of bytes of index files that are in memory as rows.
  public var memory = 16 << 20
  /// Whether columns that the specification does not name are read from Parquet index files.
  package var hasExtras = true
  /// How many bytes of each index file to read; nil for all.
  var bytesPerFile: Int?
  /// Called for everything skipped or repaired, from any thread.
  public var onFault: @Sendable (ReadingFault) -> Void = { _ in }

  /// Selects the files of a time range.
  ///
  /// - Parameters:
  ///   - from: The start of the time range, inclusive; nil for no limit.
  ///   - to: The end of the time range, exclusive; nil for no limit.
  public init(from: SCRTime? = nil, to: SCRTime? = nil) {
    self.from = from
    self.to = to
  }

  /// Whether all rows belong to the time range.
  var isUnbounded: Bool { from == nil && to == nil }

  /// Returns whether a row belongs to the time range.
  func contains(start: SCRTime, end: SCRTime?) -> Bool {
    if let to, start >= to { return false }
    guard let from else { return true }
    guard selection == .overlapping, let end else { return start >= from }
    // A stop before its start is a fault, but the start still places the row.
    return end >= from || start >= from
  }
}
