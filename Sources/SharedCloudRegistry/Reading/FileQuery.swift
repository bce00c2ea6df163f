/// Which files of a dataset are asked for, and how they are to be read.
public struct FileQuery: Sendable {
  /// Which rows belong to a stretch of time.
  public enum Selection: Sendable, Hashable {
    /// Those whose time touches it: they stop at its start or later, and start before its end.
    ///
    /// A row without stop lasts until the next row of its file, the last one until the year ends.
    case overlapping
    /// Those that start in it.
    case startingInRange
  }

  /// The order in which records come.
  public enum Order: Sendable, Hashable {
    /// By start; index files that are out of order are put in order.
    case time
    /// As the index files have them.
    case asWritten
  }

  /// The start of the time, which belongs to it; nil for all from the first.
  public var from: SCRTime?
  /// The end of the time, which does not belong to it; nil for all to the last.
  public var to: SCRTime?
  /// Which rows belong to the time.
  public var selection = Selection.overlapping
  /// The order in which records come.
  public var order = Order.time
  /// The most index files that are fetched ahead of the one that is read.
  public var filesAhead = 3
  /// The most bytes of index files that are in memory as rows.
  public var memory = 16 << 20
  /// How much of each index file is looked at; nil for all of it.
  var bytesPerFile: Int?
  /// Is told what was left out or read in another way; it may be called from any thread.
  public var onFault: @Sendable (ReadingFault) -> Void = { _ in }

  /// Asks for the files of a stretch of time.
  ///
  /// - Parameters:
  ///   - from: The start of the time, which belongs to it; nil for all from the first.
  ///   - to: The end of the time, which does not belong to it; nil for all to the last.
  public init(from: SCRTime? = nil, to: SCRTime? = nil) {
    self.from = from
    self.to = to
  }

  /// Whether all rows belong to the time.
  var isUnbounded: Bool { from == nil && to == nil }

  /// Tells whether a row belongs to the time.
  func contains(start: SCRTime, end: SCRTime?) -> Bool {
    if let to, start >= to { return false }
    guard let from else { return true }
    guard selection == .overlapping, let end else { return start >= from }
    // A stop before its start is a fault; the start still says that the row is there.
    return end >= from || start >= from
  }
}
