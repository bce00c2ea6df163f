/// An element of a time in a name.
package enum TimeElement: Character, Sendable, Hashable, CaseIterable {
  case year = "Y"
  case shortYear = "y"
  case month = "m"
  case shortMonthName = "b"
  case monthName = "B"
  case day = "d"
  case dayOfYear = "j"
  case hour = "H"
  case minute = "M"
  case second = "S"
  case fraction = "f"

  /// The element of a code, without its percent sign.
  init?(code: Character?) {
    guard let code, let element = TimeElement(rawValue: code) else { return nil }
    self = element
  }

  /// The pattern of its digits or letters.
  var pattern: String {
    switch self {
    case .year: "[0-9]{4}"
    case .dayOfYear: "[0-9]{3}"
    case .fraction: "[0-9]{1,9}"
    case .shortMonthName: Self.pattern(of: MonthNames.all.map { String($0.prefix(3)) })
    case .monthName: Self.pattern(of: MonthNames.all + MonthNames.abbreviations)
    default: "[0-9]{2}"
    }
  }

  /// The pattern of its digits without leading zeros, as in `month=1`; nil if it always has as many.
  var unpaddedPattern: String? {
    switch self {
    case .month, .day, .hour, .minute, .second: "[0-9]{1,2}"
    case .dayOfYear: "[0-9]{1,3}"
    default: nil
    }
  }

  /// What it tells: names of months tell the same as their numbers, and so on.
  var kind: TimeElement {
    switch self {
    case .shortYear: .year
    case .shortMonthName, .monthName: .month
    default: self
    }
  }

  /// A pattern of words in letters of either case.
  private static func pattern(of words: [String]) -> String {
    let parts = words.map { word in
      word.map { "[\($0.uppercased())\($0)]" }.joined()
    }
    return "(?:\(parts.joined(separator: "|")))"
  }
}

/// The English names of the months.
enum MonthNames {
  /// The names, in lower case.
  static let all = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]

  /// The abbreviations, in lower case, longer ones first.
  static let abbreviations = ["sept"] + all.map { String($0.prefix(3)) }

  /// The first three letters of each name, as one number.
  private static let codes = all.map { name in
    let letters = Array(name.utf8)
    return code(letters[0], letters[1], letters[2])
  }

  private static func code(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> UInt32 {
    UInt32(first | 0x20) << 16 | UInt32(second | 0x20) << 8 | UInt32(third | 0x20)
  }

  /// Tells whether a word is the name of a month, in full or abbreviated.
  ///
  /// - Parameter word: A word in letters of either case.
  /// - Returns: Whether it is one.
  static func isName(_ word: ArraySlice<UInt8>) -> Bool {
    let number = number(of: word.span)
    guard number > 0 else { return false }
    let letters = word.map { $0 | 0x20 }
    return letters.count == 3 || letters == Array(all[Int(number) - 1].utf8)
      || letters == Array("sept".utf8)
  }

  /// The number of the month whose name begins with three letters, in any case.
  ///
  /// - Parameter letters: The letters of a name, or its first three.
  /// - Returns: The number; 0 if no month has such a name.
  static func number(of letters: Span<UInt8>) -> Int32 {
    guard letters.count >= 3 else { return 0 }
    let code = code(letters[0], letters[1], letters[2])
    for index in codes.indices where codes[index] == code { return Int32(index + 1) }
    return 0
  }
}
