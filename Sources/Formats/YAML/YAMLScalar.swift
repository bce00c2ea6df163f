/// The value of a YAML scalar without quotes, by its text.
///
/// Spec: YAML 1.2.2 §10.3.2, the core schema. So `no`, `on` and `12:30` are strings.
enum YAMLScalar: Sendable, Hashable {
  case null
  case `true`
  case `false`
  /// A number, with the text it has in JSON.
  case number([UInt8])
  /// One of `.inf`, `-.inf` and `.nan`, which JSON does not have.
  case notFinite
  /// A hexadecimal or octal number of more than 64 bits.
  case tooLong
  case string

  /// Finds the value of a text.
  init(_ text: Span<UInt8>) {
    guard text.count > 0 else {
      self = .null
      return
    }
    switch text[0] {
    case UInt8(ascii: "~"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"),
      UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"):
      self = Self.word(text)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      self = Self.radixNumber(text) ?? Self.decimalNumber(text) ?? Self.notFinite(text) ?? .string
    default: self = .string
    }
  }

  private static func word(_ text: Span<UInt8>) -> YAMLScalar {
    guard text.count <= 5 else { return .string }
    return switch String(decoding: (0..<text.count).map { text[$0] }, as: UTF8.self) {
    case "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE": .true
    case "false", "False", "FALSE": .false
    default: .string
    }
  }

  private static func notFinite(_ text: Span<UInt8>) -> YAMLScalar? {
    guard text.count <= 5 else { return nil }
    switch String(decoding: (0..<text.count).map { text[$0] }, as: UTF8.self) {
    case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf",
      "-.Inf", "-.INF":
      return .notFinite
    default: return nil
    }
  }

  /// Reads `0x1F` and `0o17`, which have no sign.
  private static func radixNumber(_ text: Span<UInt8>) -> YAMLScalar? {
    guard text.count > 2, text[0] == UInt8(ascii: "0") else { return nil }
    let shift: UInt64
    switch text[1] {
    case UInt8(ascii: "x"): shift = 4
    case UInt8(ascii: "o"): shift = 3
    default: return nil
    }
    var value: UInt64 = 0
    var isTooLong = false
    for index in 2..<text.count {
      guard let digit = hexValue(text[index]), digit < 1 << shift else { return nil }
      isTooLong = isTooLong || value >> (64 - shift) != 0
      value = value << shift | digit
    }
    return isTooLong ? .tooLong : .number(Array(String(value).utf8))
  }

  private static func hexValue(_ byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - 0x30)
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - 0x61 + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - 0x41 + 10)
    default: nil
    }
  }

  /// Reads `[-+]? ( . [0-9]+ | [0-9]+ ( . [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`.
  private static func decimalNumber(_ text: Span<UInt8>) -> YAMLScalar? {
    var index = 0
    func isNext(_ byte: UInt8) -> Bool { index < text.count && text[index] == byte }
    func digits() -> Range<Int> {
      let start = index
      while index < text.count, text[index] &- 0x30 < 10 { index += 1 }
      return start..<index
    }
    let isNegative = isNext(UInt8(ascii: "-"))
    if isNegative || isNext(UInt8(ascii: "+")) { index += 1 }
    var whole = digits()
    var fraction: Range<Int>?
    if isNext(UInt8(ascii: ".")) {
      index += 1
      fraction = digits()
    }
    guard !whole.isEmpty || !(fraction ?? 0..<0).isEmpty else { return nil }
    let exponentStart = index
    if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if isNext(UInt8(ascii: "-")) || isNext(UInt8(ascii: "+")) { index += 1 }
      guard !digits().isEmpty else { return nil }
    }
    guard index == text.count else { return nil }
    // JSON has no leading zeros and needs a digit on both sides of the decimal point.
    while whole.count > 1, text[whole.lowerBound] == UInt8(ascii: "0") {
      whole = whole.lowerBound + 1..<whole.upperBound
    }
    var number: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
    func append(_ range: Range<Int>) {
      if range.isEmpty { number.append(UInt8(ascii: "0")) }
      for position in range { number.append(text[position]) }
    }
    append(whole)
    if let fraction {
      number.append(UInt8(ascii: "."))
      append(fraction)
    }
    if exponentStart < index { append(exponentStart..<index) }
    return .number(number)
  }
}
