internal import Formats

/// What a field of a row looks like, whatever column it is in.
struct FieldShape {
  /// Whether it looks like a time, maybe a misspelled one: it begins with a year and has only
  /// characters that times have, or is the word for files without time.
  let isTime: Bool
  /// Whether it looks like an address, absolute or relative.
  let isAddress: Bool
  /// Whether it looks like an absolute address.
  let isAbsoluteAddress: Bool
  /// Whether it is digits only.
  let isInteger: Bool
  /// Whether it looks like a date or time as spreadsheets write them.
  let isSpreadsheetTime: Bool

  /// Examines a field.
  init(_ text: Span<UInt8>) {
    isInteger = text.count > 0 && text.digits(from: 0) == text.count
    isTime = Self.isTime(text)
    isSpreadsheetTime = !isTime && Self.isSpreadsheetTime(text)
    var hasSlash = false
    var hasScheme = false
    for index in 0..<text.count where text[index] == UInt8(ascii: "/") {
      hasSlash = true
      if index > 1, text[index - 1] == UInt8(ascii: ":"), index + 1 < text.count,
        text[index + 1] == UInt8(ascii: "/")
      {
        hasScheme = true
      }
    }
    isAddress = hasSlash && !isTime && !isSpreadsheetTime
    isAbsoluteAddress = isAddress && hasScheme
  }

  private static func isTime(_ text: Span<UInt8>) -> Bool {
    if text.count == 6 { return text.isStatic }
    // A year alone has nothing but its Z.
    if text.count == 5, text[4] == UInt8(ascii: "Z") { return text.digits(from: 0) == 4 }
    guard text.count >= 7, text.count <= 40, text.digits(from: 0) >= 4 else { return false }
    var hasMark = false
    for index in 4..<text.count {
      switch text[index] {
      case UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "T"),
        UInt8(ascii: "t"):
        hasMark = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: " "),
        UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: "Z"), UInt8(ascii: "z"),
        UInt8(ascii: "U"), UInt8(ascii: "C"):
        continue
      default: return false
      }
    }
    return hasMark
  }

  /// Whether a field is `3/1/2019 0:00`, `01.03.2019`, `1-Mar-19`, `00:00.0` or `43525.04`.
  private static func isSpreadsheetTime(_ text: Span<UInt8>) -> Bool {
    guard text.count >= 5, text.count <= 32 else { return false }
    let first = text.digits(from: 0)
    guard first >= 1, first <= 5, first < text.count else { return first == 5 }
    let mark = text[first]
    if first == 5 {
      return mark == UInt8(ascii: ".") && text.digits(from: first + 1) == text.count - first - 1
    }
    guard first <= 2 else { return false }
    var index = first + 1
    switch mark {
    case UInt8(ascii: ":"): return text.digits(from: index) == 2
    case UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"): break
    default: return false
    }
    let start = index
    while index < text.count, text[index] | 0x20 &- 0x61 < 26 { index += 1 }
    if index == start { index += text.digits(from: index) }
    let length = index - start
    guard length >= 1, length <= 9, index < text.count, text[index] == mark else { return false }
    let year = text.digits(from: index + 1)
    let end = index + 1 + year
    return (year == 2 || year == 4) && (end == text.count || text[end] == 0x20)
  }
}

extension Span<UInt8> {
  /// The number of digits from an offset on.
  fileprivate func digits(from start: Int) -> Int {
    var index = start
    while index < count, self[index] &- 0x30 < 10 { index += 1 }
    return index - start
  }
}
