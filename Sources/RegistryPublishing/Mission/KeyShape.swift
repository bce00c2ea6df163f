internal import SharedCloudRegistry

/// A template that matches a key and similar keys.
struct KeyShape {
  /// The template; nil if no time can be found.
  let template: String?

  /// Looks at a key.
  init(_ key: String) {
    var shape = Shaping()
    for (number, segment) in key.split(separator: "/", omittingEmptySubsequences: false)
      .enumerated()
    {
      if number > 0 { shape.text += "/" }
      shape.take(Array(segment.utf8))
    }
    template = shape.hasYear ? shape.text : nil
  }
}

/// A template that is being built.
private struct Shaping {
  var text = ""
  var hasYear = false
  /// The smallest element of time in the directories so far.
  private var times = 0
  private var hasStop = false

  /// Takes one segment of a key.
  mutating func take(_ segment: [UInt8]) {
    var index = 0
    times = 0
    while index < segment.count {
      let rest = segment[index...]
      let digits = rest.prefix { $0 &- 0x30 < 10 }
      if digits.isEmpty {
        index += takeText(rest, before: index > 0 ? segment[index - 1] : nil)
      } else {
        take(Array(digits), isWhole: digits.count == segment.count)
        index += digits.count
      }
    }
  }

  /// Reads bytes up to the next digit, or a version; returns their number.
  private mutating func takeText(_ rest: ArraySlice<UInt8>, before: UInt8?) -> Int {
    let isStart = before.map { $0 == 0x5F || $0 == 0x2D || $0 == 0x2E } ?? false
    if rest.first.map({ $0 | 0x20 == 0x76 }) ?? false, isStart {
      let version = rest.dropFirst().prefix { $0 &- 0x30 < 10 || $0 == 0x2E }
      let bare = version.last == 0x2E ? version.dropLast() : version
      if let first = bare.first, first != 0x2E {
        append(rest.prefix(1))
        text += "{version}"
        return 1 + bare.count
      }
    }
    let plain = rest.prefix { byte in !(byte &- 0x30 < 10) }
    // The letter of a version starts a separate piece.
    let end = plain.indices.dropFirst().first { index in
      plain[index] | 0x20 == 0x76 && [0x5F, 0x2D, 0x2E].contains(plain[index - 1])
    }
    let piece = plain[..<(end ?? plain.endIndex)]
    append(piece)
    return piece.count
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>) {
    for byte in String(decoding: bytes, as: UTF8.self) {
      switch byte {
      case "%": text += "%%"
      case "{", "}", "*": text += "*"
      default: text.append(byte)
      }
    }
  }

  private mutating func take(_ digits: [UInt8], isWhole: Bool) {
    if let template = Self.date(digits) {
      hasYear = true
      times += 1
      // A second date in the name is the stop.
      text += times == 2 && !hasStop ? "%{stop:\(template)}" : template
      if times == 2 { hasStop = true }
    } else if times > 0, digits.count == 6, Self.isTime(digits[...]) {
      text += times > 1 ? "%{stop:%H%M%S}" : "%H%M%S"
    } else if times > 0, digits.count == 4, Self.isTime(digits[...]) {
      text += times > 1 ? "%{stop:%H%M}" : "%H%M"
    } else if hasYear, isWhole, digits.count == 2, Self.number(digits[...]) <= 31 {
      // In a directory below a year: a month, then a day.
      text += text.contains("%m") ? "%d" : "%m"
    } else if hasYear, isWhole, digits.count == 3, (1...366).contains(Self.number(digits[...])) {
      text += "%j"
    } else {
      append(digits[...])
    }
  }

  /// The template of digits that can be a date, with or without a time of day.
  private static func date(_ digits: [UInt8]) -> String? {
    guard digits.count >= 4, (1957...2099).contains(number(digits[..<4])) else { return nil }
    switch digits.count {
    case 4: return "%Y"
    case 6: return isMonth(digits[4...]) ? "%Y%m" : nil
    case 7: return (1...366).contains(number(digits[4...])) ? "%Y%j" : nil
    case 8: return isDay(digits[4...]) ? "%Y%m%d" : nil
    case 10: return isDay(digits[4..<8]) && number(digits[8...]) < 24 ? "%Y%m%d%H" : nil
    case 12: return isDay(digits[4..<8]) && isTime(digits[8...]) ? "%Y%m%d%H%M" : nil
    case 14: return isDay(digits[4..<8]) && isTime(digits[8...]) ? "%Y%m%d%H%M%S" : nil
    default: return nil
    }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int {
    digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  private static func isMonth(_ digits: ArraySlice<UInt8>) -> Bool {
    (1...12).contains(number(digits.prefix(2)))
  }

  private static func isDay(_ digits: ArraySlice<UInt8>) -> Bool {
    isMonth(digits) && (1...31).contains(number(digits.dropFirst(2)))
  }

  /// Hours and minutes, and seconds if there are six digits.
  private static func isTime(_ digits: ArraySlice<UInt8>) -> Bool {
    number(digits.prefix(2)) < 24 && number(digits.dropFirst(2).prefix(2)) < 60
      && (digits.count < 6 || number(digits.dropFirst(4)) <= 60)
  }
}
