internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// A time range that a user typed, as times, durations, or relative to the present.
struct TypedRange: Equatable {
  /// The start, inclusive; nil for no limit.
  private(set) var start: SCRTime?
  /// The stop, exclusive; nil for no limit.
  private(set) var stop: SCRTime?

  /// Reads the values of `--start`, `--stop` and `--last`.
  ///
  /// - Parameters:
  ///   - start: A time, an interval such as `2015-09-01/P1D`, or `-P30D`; nil for no limit.
  ///   - stop: A time, a duration after the start, or `-P1D`; nil for no limit.
  ///   - last: A duration before the stop or the present; nil for none.
  ///   - now: The present.
  /// - Throws: `WrongValue`, with the option and its value.
  init(
    start: String?, stop: String?, last: String? = nil, now: SCRTime
  ) throws(WrongValue) {
    if let start { try read(start: start, hasStop: stop != nil, now: now) }
    if let stop { try read(stop: stop, now: now) }
    if let last { try read(last: last, hasStart: start != nil, now: now) }
    if let from = self.start, let to = self.stop, to < from {
      throw WrongValue("--stop is before --start")
    }
  }

  private mutating func read(start text: String, hasStop: Bool, now: SCRTime) throws(WrongValue) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      start = try Self.time(text, option: "--start", now: now)
      return
    }
    guard !hasStop else {
      throw WrongValue("--start \(TextStyle.harmless(text)) has a stop; omit --stop")
    }
    if let span = CalendarSpan(parts[0]) {
      stop = try Self.time(parts[1], option: "--start", now: now)
      start = stop.flatMap(span.before)
    } else {
      start = try Self.time(parts[0], option: "--start", now: now)
      stop =
        if let span = CalendarSpan(parts[1]) { start.flatMap(span.after) } else {
          try Self.time(parts[1], option: "--start", now: now)
        }
    }
    guard start != nil, stop != nil else { throw Self.outside(text, option: "--start") }
  }

  private mutating func read(stop text: String, now: SCRTime) throws(WrongValue) {
    guard let span = CalendarSpan(text) else {
      stop = try Self.time(text, option: "--stop", now: now)
      return
    }
    guard let start else {
      throw WrongValue(
        "--stop \(text) is a duration after the start; pass --start, or write -\(text) for that "
          + "long ago")
    }
    stop = span.after(start)
    guard stop != nil else { throw Self.outside(text, option: "--stop") }
  }

  private mutating func read(
    last text: String, hasStart: Bool, now: SCRTime
  ) throws(WrongValue) {
    guard !hasStart else { throw WrongValue("--last and --start can't be used together") }
    guard let span = CalendarSpan(text) else {
      throw WrongValue("--last \(TextStyle.harmless(text)) is not a duration such as P30D or 12h")
    }
    let end = stop ?? now
    stop = end
    start = span.before(end)
    guard start != nil else { throw Self.outside(text, option: "--last") }
  }

  /// Reads a time, `now`, or a duration before now with a minus sign.
  private static func time(
    _ text: String, option: String, now: SCRTime
  ) throws(WrongValue) -> SCRTime {
    if text == "now" { return now }
    if text.hasPrefix("-"), let span = CalendarSpan(String(text.dropFirst())) {
      guard let time = span.before(now) else { throw outside(text, option: option) }
      return time
    }
    if let time = TimeText.typed(text) { return time }
    if let offset = text.lastIndex(where: { "+-".contains($0) }), text[..<offset].contains(":"),
      TimeText.typed(String(text[..<offset])) != nil
    {
      throw WrongValue(
        "\(option) \(TextStyle.harmless(text)) has an offset from UTC; write the time in UTC, such as "
          + "2015-06-01T12:00:00Z")
    }
    let more =
      option == "--start" ? "an interval such as 2015-09-01/P1D, or -P30D" : "P1D, or -P30D"
    throw WrongValue(
      "\(option) \(TextStyle.harmless(text)) is not a time such as 2015-06-01T12:00:00Z, \(more)")
  }

  private static func outside(_ text: String, option: String) -> WrongValue {
    WrongValue("\(option) \(TextStyle.harmless(text)) leads out of the years 1 to 9999")
  }
}
