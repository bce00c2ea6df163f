internal import Formats
internal import SharedCloudRegistry

extension Timeline {
  /// How far the starts of consecutive rows are apart.
  public struct Cadence: Sendable, Hashable {
    /// The median distance in seconds, of those of a second or more; exact if they are all the
    /// same, else right to six per cent.
    public var seconds: Int
    /// The number of these distances.
    public var distances: Int
    /// The number of rows that start in the same second as the row before.
    public var sameStarts: Int

    /// Makes a cadence.
    package init(seconds: Int, distances: Int, sameStarts: Int) {
      self.seconds = seconds
      self.distances = distances
      self.sameStarts = sameStarts
    }
  }

  /// An index file whose rows are not known.
  public struct UnreadFile: Sendable, Hashable {
    /// Why the rows of an index file are not known.
    public enum Reason: String, Sendable, Hashable {
      /// There is no such file, although the catalog claims the year, or files of other years are
      /// around it.
      case missing
      /// It could not be read, or holds something else.
      case unreadable
    }

    /// The year; nil for a file without a year, or if all files of the dataset are meant.
    public var year: Int?
    /// The last year, if the files of several consecutive years are missing; otherwise nil.
    public var lastYear: Int?
    /// The path or address of the file; nil for a file that is missing.
    public var uri: String?
    /// Why its rows are not known.
    public var reason: Reason

    /// Makes an unread file.
    package init(year: Int?, lastYear: Int? = nil, uri: String?, reason: Reason) {
      self.year = year
      self.lastYear = lastYear
      self.uri = uri
      self.reason = reason
    }

    /// All its years; nil if it has none.
    package var years: ClosedRange<Int>? {
      year.map { $0...Swift.max($0, lastYear ?? $0) }
    }
  }

  /// The largest number of unread files that a timeline lists.
  package static let mostUnread = 50

  /// The days that the catalog claims; nil if it claims none that can be read.
  package var claimedDays: Span? {
    guard let claimed, let start = Self.time(claimed.start), let stop = Self.time(claimed.stop)
    else { return nil }
    let (from, last) = (Self.day(of: start), Self.day(of: stop))
    guard from <= last else { return nil }
    // A dataset that stops as a day begins does not cover that day, unless a row starts then.
    let isAtMidnight = stop.nanoseconds == 0 && stop.seconds == Int64(last) * 86400
    let hasInstant =
      covered.last?.to == last + 1 && self.last.flatMap(Self.time).map { $0 == stop } ?? false
    return Span(from: from, to: isAtMidnight && from < last && !hasInstant ? last : last + 1)
  }

  /// The days in which gaps are looked for, and of which shares are told: from the earlier of the
  /// claimed start and the first row to the later of the claimed stop and the last row.
  package var period: Span? {
    let spans = [claimedDays, covered.first, covered.last, unknown.first, unknown.last]
      .compactMap(\.self)
    guard let from = spans.map(\.from).min(), let to = spans.map(\.to).max() else { return nil }
    return Span(from: from, to: to)
  }

  /// Whether no index file of the dataset was found.
  package var hasNoIndexFiles: Bool {
    years.isEmpty && !unread.isEmpty && unread.allSatisfy { $0.reason == .missing }
  }

  /// The days of a calendar year.
  package static func days(ofYear year: Int) -> Span {
    Span(
      from: Int(CalendarDate(year: year, month: 1, day: 1).daysSince1970),
      to: Int(CalendarDate(year: year + 1, month: 1, day: 1).daysSince1970))
  }

  /// The day of a time, counted from 1970-01-01.
  static func day(of time: SCRTime) -> Int {
    Int((time.seconds >= 0 ? time.seconds : time.seconds - 86399) / 86400)
  }

  private static func time(_ text: String) -> SCRTime? {
    do throws(SCRTimeError) {
      return try SCRTime(parsing: text)
    } catch {
      // A claim that is not a time has its own finding.
      return nil
    }
  }
}

extension Timeline {
  /// Sorts unread files and makes those that are missing in consecutive years one.
  ///
  /// - Parameter files: The files.
  /// - Returns: The files, in order; those of the most years if they are too many.
  static func joined(_ files: [UnreadFile]) -> [UnreadFile] {
    var result: [UnreadFile] = []
    for file in Set(files).sorted(by: isBefore) {
      if let last = result.last, let year = file.year, file.reason == .missing,
        last.reason == .missing, last.uri == nil, file.uri == nil,
        let years = last.years, years.upperBound + 1 == year
      {
        result[result.count - 1].lastYear = year
      } else {
        result.append(file)
      }
    }
    guard result.count > mostUnread else { return result }
    let byLength = result.sorted { ($1.years?.count ?? 1) < ($0.years?.count ?? 1) }
    return byLength.prefix(mostUnread).sorted(by: isBefore)
  }

  private static func isBefore(_ one: UnreadFile, _ other: UnreadFile) -> Bool {
    (one.year ?? .min, one.uri ?? "", one.reason.rawValue)
      < (other.year ?? .min, other.uri ?? "", other.reason.rawValue)
  }
}

extension [Timeline.Span] {
  /// The days of these spans that are in no other spans; both are in order and apart.
  package func subtracting(_ others: [Timeline.Span]) -> [Timeline.Span] {
    var result: [Timeline.Span] = []
    var index = others.startIndex
    for span in self {
      var from = span.from
      while index < others.endIndex, others[index].to <= from { index += 1 }
      var next = index
      while next < others.endIndex, others[next].from < span.to {
        if from < others[next].from { result.append(.init(from: from, to: others[next].from)) }
        from = Swift.max(from, others[next].to)
        next += 1
      }
      if from < span.to { result.append(.init(from: from, to: span.to)) }
    }
    return result
  }

  /// The same days as spans in order and apart.
  package var joined: [Timeline.Span] {
    var result: [Timeline.Span] = []
    for span in sorted(by: { $0.from < $1.from }) {
      if let last = result.last, span.from <= last.to {
        result[result.count - 1].to = Swift.max(last.to, span.to)
      } else {
        result.append(span)
      }
    }
    return result
  }
}
