/// Words before digits, which may say what the digits are.
extension NameGroup.Slot {
  /// The word that touches the digits, or that only separators divide from them, in lower case; empty
  /// without a word.
  var word: String {
    let rest = before.reversed().drop { !$0.isLetter }
    return String(decoding: rest.prefix { $0.isLetter }.reversed().map { $0 | 0x20 }, as: UTF8.self)
  }

  /// Whether a letter touches the digits.
  var isGlued: Bool { before.last?.isLetter ?? false }

  /// Whether the word names an element of a time, such as `m`, `month=` or `doy`.
  ///
  /// - Parameter element: The element that the digits begin with.
  /// - Returns: Whether it does; also if there is no word.
  func isNamed(as element: TimeElement) -> Bool {
    kind == .monthName || word.isEmpty || Self.calendarWords[element.kind]?.contains(word) ?? false
  }

  /// Whether the word names the time of processing, such as `c`, `p` and `prod`.
  var isProcessing: Bool {
    Self.processingWords.contains(word) || isGlued && ["c", "p"].contains(word)
  }

  /// Whether the word names a stop, such as `e` and `to`; also if there is no word.
  var mayNameStop: Bool { word.isEmpty || Self.stopWords.contains(word) }

  private static let calendarWords: [TimeElement: Set<String>] = [
    .year: ["y", "yr", "year"],
    .month: ["m", "mo", "mon", "month", "date"],
    .day: ["d", "dd", "day", "dom"],
    .dayOfYear: ["d", "day", "doy", "dy", "yday", "j"],
    .hour: ["t", "h", "hh", "hr", "hour", "ut", "utc", "time"],
    .minute: ["h", "m", "min", "minute"],
    .second: ["m", "s", "sec", "second"],
  ]

  private static let processingWords: Set<String> = [
    "prod", "proc", "processed", "produced", "created", "creation", "generated", "gen", "pub",
    "published", "upd", "updated",
  ]

  private static let stopWords: Set<String> = [
    "e", "end", "ends", "stop", "to", "te", "until", "till", "through", "thru",
  ]
}
