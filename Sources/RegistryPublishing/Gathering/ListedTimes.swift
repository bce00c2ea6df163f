internal import Formats
internal import Listings
internal import SharedCloudRegistry

/// The times that a listing gives for the data of one object.
struct ListedTimes: Sendable {
  /// The start as written; nil if absent.
  private let startText: String?
  /// The stop as written; nil if absent.
  private let stopText: String?

  /// Reads the times of an object.
  ///
  /// - Parameters:
  ///   - object: The object.
  ///   - batch: The batch that has its strings.
  init(_ object: ListingBatch.Object, batch: ListingBatch) {
    startText = object.dataTime.map(batch.text)
    stopText = object.dataStop.map(batch.text)
  }

  /// The start, in microseconds since 1970.
  ///
  /// - Throws: Why it is absent.
  func requireStart(_ match: KeyMatcher.Match) throws(KeyMatcher.Refusal) -> Int64 {
    try require(startText, what: "start", match: match).time
  }

  /// The stop, in microseconds since 1970, which is not before the start.
  ///
  /// As in names, a day, a month or a year means its end.
  ///
  /// - Throws: Why it is absent.
  func requireStop(_ match: KeyMatcher.Match) throws(KeyMatcher.Refusal) -> Int64 {
    let (time, period) = try require(stopText, what: "stop", match: match)
    let stop = period.map { $0.end(after: time) } ?? time
    guard stop >= match.start else {
      throw .impossible("the stop is before the start", pattern: match.pattern)
    }
    return stop
  }

  private func require(
    _ text: String?, what: String, match: KeyMatcher.Match
  ) throws(KeyMatcher.Refusal) -> (time: Int64, period: Period?) {
    guard let text else {
      throw .impossible("the listing has no column for its \(what)", pattern: match.pattern)
    }
    guard let time = Self.microseconds(text) else {
      throw .impossible(
        "the \(what) in the listing, \(text), is not a time", pattern: match.pattern)
    }
    return time
  }

  /// Reads a time with a zone, or an ISO 8601 time without one, which is in UTC.
  ///
  /// - Parameter text: The text, maybe in single quotes.
  /// - Returns: The time in microseconds since 1970, and the period if it is a whole one; nil if it
  ///   is not a time.
  private static func microseconds(_ text: String) -> (time: Int64, period: Period?)? {
    var text = text
    if text.utf8.first == 0x27, text.utf8.last == 0x27, text.utf8.count > 1 {
      text = String(text.dropFirst().dropLast())
    }
    if let time = Instant(iso8601: text) {
      return (time.seconds * 1_000_000 + Int64(time.nanoseconds) / 1000, nil)
    }
    var plain = Array(text.utf8)
    if plain.count > 10, plain[10] == 0x20 { plain[10] = UInt8(ascii: "T") }
    if plain.last != UInt8(ascii: "Z") { plain.append(UInt8(ascii: "Z")) }
    guard let time = try? SCRTime(parsing: plain.span) else { return nil }
    let period: Period? =
      switch time.precision {
      case .year: .year
      case .month: .month
      case .day: .day
      default: nil
      }
    return (time.seconds * 1_000_000 + Int64(time.nanoseconds) / 1000, period)
  }

  /// How the start differs from the one in the name; nil if it does not.
  ///
  /// A name that tells only the day, or the minute, agrees with every time in it.
  ///
  /// - Parameter match: The information in the name.
  /// - Returns: The difference, in one line.
  func difference(from match: KeyMatcher.Match) -> String? {
    guard let text = startText, !text.isEmpty else { return nil }
    guard let time = Self.microseconds(text)?.time else {
      return "the listing's time \(text) is not a time"
    }
    let lengths: [Int64] = [86_400_000_000, 60_000_000, 1_000_000]
    let length = lengths.first { match.start % $0 == 0 } ?? 1
    guard time < match.start || time >= match.start + length else { return nil }
    var writer = TimeWriter(match.start % 1_000_000 == 0 ? .second : .fraction(digits: 6))
    return "the listing has the time \(text), the name \(writer.text(match.start))"
  }
}
