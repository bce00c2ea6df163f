/// A way to read a slot as elements of a time.
struct DigitForm: Sendable, Hashable {
  /// One element, and its number of digits.
  struct Part: Sendable, Hashable {
    /// The element.
    var element: TimeElement
    /// The number of digits, or letters.
    var count: Int
  }

  /// The elements, in order.
  var parts: [Part]
  /// The number of digits after them that mean something else.
  var rest = 0
  /// Whether the digits have no leading zeros, as in `month=1`; for a form of one element.
  var isUnpadded = false

  /// The number of digits.
  var count: Int { parts.reduce(rest) { $0 + $1.count } }

  /// Whether the year has two digits.
  var isShortYear: Bool { parts.contains { $0.element == .shortYear } }

  /// Whether it is a date of six digits.
  var isShortDate: Bool {
    parts.count == 3 && parts.contains { $0.element == .shortYear }
      && parts.contains { $0.element == .day } && parts.contains { $0.element == .month }
  }

  /// Whether a year of two digits comes after day and month.
  var hasLateShortYear: Bool {
    parts.count > 1 && parts[parts.count - 1].element == .shortYear
  }

  /// Whether it has a year of four digits and a day, and nothing else before or after the time.
  var isWholeDate: Bool {
    rest == 0 && parts[0].element == .year
      && parts.contains { $0.element == .day || $0.element == .dayOfYear }
  }

  /// Whether it has a year, of two digits or four, before a day.
  var isDate: Bool {
    rest == 0 && parts[0].element.kind == .year
      && parts.contains { $0.element == .day || $0.element == .dayOfYear }
  }

  /// Whether digits with these forms can't be this time, since they can be a better date.
  ///
  /// A year of four digits is better than one of two before an hour. Six digits may be both. Where more digits can be a date in all names, hundredths of seconds
  /// would be a coincidence.
  ///
  /// - Parameter forms: All forms that the digits have in all names.
  /// - Returns: Whether a date is more likely.
  func isOutdone(by forms: [DigitForm]) -> Bool {
    if isShortYear, count == 8 {
      return forms.contains { other in
        other.rest == 0 && other.parts.contains { $0.element == .year }
      }
    }
    guard parts[0].element == .hour else { return false }
    if forms.contains(where: \.isWholeDate) { return true }
    return parts.contains { $0.element == .fraction } && forms.contains(where: \.isDate)
  }

  /// The template of the elements, without further digits.
  var template: String {
    parts.map { "\(isUnpadded ? "%-" : "%")\($0.element.rawValue)" }.joined()
  }

  /// Creates a form from codes; digits after `f` are its length, `+3` means further digits.
  private init(_ text: String) {
    parts = []
    for character in text {
      if let element = TimeElement(code: character) {
        let count =
          switch element {
          case .year: 4
          case .dayOfYear: 3
          case .fraction: 1
          default: 2
          }
        parts.append(Part(element: element, count: count))
      } else if let number = character.wholeNumberValue {
        if parts.last?.element == .fraction, rest == 0 {
          parts[parts.count - 1].count = number
        } else {
          rest = number
        }
      } else {
        rest = 1
      }
    }
  }

  /// A form of one element.
  ///
  /// - Parameters:
  ///   - element: The element.
  ///   - count: Its number of digits, or letters.
  init(_ element: TimeElement, count: Int) { parts = [Part(element: element, count: count)] }

  /// A form of two elements of two digits each.
  ///
  /// - Parameters:
  ///   - element: The first element.
  ///   - count: The number of digits of each.
  ///   - next: The second element.
  init(_ element: TimeElement, count: Int, then next: TimeElement) {
    parts = [Part(element: element, count: count), Part(element: next, count: count)]
  }

  private static let texts = [
    "Y", "Ym", "Ymd", "YmdH", "YmdHM", "YmdHMS", "YmdHMSf1", "YmdHMSf2", "YmdHMSf3", "YmdHMSf6",
    "Yj", "YjH", "YjHM", "YjHMS", "YjHMSf1", "YjHMSf2", "YjHMSf3", "YjHMSf6",
    "ymd", "dmy", "mdy", "dmY", "mdY", "ymdH", "ymdHM", "ymdHMS", "yj", "yjH", "yjHM", "yjHMS", "y",
    "m", "md", "mdH", "mdHM", "mdHMS", "d", "dH", "dHM", "dHMS", "j", "jH", "jHM", "jHMS",
    "H", "HM", "HMS", "HMSf1", "HMSf2", "HMSf3", "HMSf6", "M", "MS", "S",
    "f1", "f2", "f3", "f6", "ymd+3", "Ymd+3",
  ]

  /// All forms of digits.
  static let all = texts.map { DigitForm($0) }

  /// Forms that only directories have: in a name, they could be anything.
  static let ofDirectories = ["ym"].map { DigitForm($0) }

  /// Forms of one element without leading zeros.
  static let unpadded = [TimeElement.month, .day, .hour, .minute, .second].map { element in
    var form = DigitForm(element, count: 2)
    form.isUnpadded = true
    return form
  }

  /// Whether there are as many digits as this form has.
  func hasLength(of digits: ArraySlice<UInt8>) -> Bool {
    isUnpadded ? digits.count <= count : digits.count == count
  }

  /// Tells whether digits can have this form.
  ///
  /// - Parameters:
  ///   - digits: The digits.
  ///   - isStop: Whether they may tell a stop, which may be at hour 24.
  /// - Returns: Whether each element is in its range.
  func covers(_ digits: ArraySlice<UInt8>, isStop: Bool = false) -> Bool {
    if isUnpadded {
      return digits.count <= count && (digits.count == 1 || digits.first != UInt8(ascii: "0"))
        && parts[0].element.range.contains(digits.number)
    }
    var index = digits.startIndex
    for part in parts {
      let value = digits[index..<index + part.count].number
      let isEndOfDay = isStop && part.element == .hour && value == 24
      guard part.element.range.contains(value) || isEndOfDay else { return false }
      index += part.count
    }
    return true
  }
}

extension TimeElement {
  /// The values that names can have.
  fileprivate var range: ClosedRange<Int> {
    switch self {
    case .year: 1957...2060
    case .month: 1...12
    case .day: 1...31
    case .dayOfYear: 1...366
    case .hour: 0...23
    case .minute: 0...59
    case .second: 0...60
    default: 0...999_999_999
    }
  }
}

extension ArraySlice<UInt8> {
  /// The value of digits.
  var number: Int { reduce(0) { Swift.min($0, 1 << 50) &* 10 &+ Int($1 &- 0x30) } }
}
