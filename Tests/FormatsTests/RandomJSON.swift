import Formats
import TestSupport

/// Makes JSON texts and values at random.
struct RandomJSON {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// Returns a text with spaces and escapes in all the places and spellings that JSON allows.
  mutating func text() -> [UInt8] {
    var bytes: [UInt8] = []
    appendValue(to: &bytes, depth: 0)
    return bytes
  }

  /// Returns a value as a program would make it.
  mutating func value(depth: Int = 0) -> JSONValue {
    switch Int.random(in: 0...(depth < 5 ? 7 : 5), using: &generator) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &generator))
    case 2: return .number(Int.random(in: -1000...1000, using: &generator))
    case 3: return .number(Double.random(in: -1e9...1e9, using: &generator))
    case 4: return .string(string())
    case 5: return .utf8((0..<5).map { _ in UInt8.random(in: 0...255, using: &generator) })
    case 6:
      return .array(
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in
          value(depth: depth + 1)
        })
    default:
      return .object(
        (0..<Int.random(in: 0...4, using: &generator)).map { index in
          (key: "\(index)" + string(), value: value(depth: depth + 1))
        })
    }
  }

  private mutating func string() -> String {
    let alphabet = Array("ab \"\\/\n\t\u{1}\u{1F}\u{7F}é日😀\u{2028}0")
    return String(
      (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        alphabet.randomElement(using: &generator) ?? "a"
      })
  }

  private mutating func appendBlanks(to bytes: inout [UInt8]) {
    for _ in 0..<Int.random(in: 0...2, using: &generator) {
      bytes.append([0x20, 0x09, 0x0A, 0x0D].randomElement(using: &generator) ?? 0x20)
    }
  }

  private mutating func appendValue(to bytes: inout [UInt8], depth: Int) {
    appendBlanks(to: &bytes)
    switch Int.random(in: 0...(depth < 6 ? 5 : 3), using: &generator) {
    case 0: append(["null", "true", "false"], to: &bytes)
    case 1: append(["0", "-0", "12", "-1.50", "1e5", "2E-007", "0.1e+9"], to: &bytes)
    case 2, 3: appendString(to: &bytes)
    case 4: appendContainer("[", "]", to: &bytes, depth: depth)
    default: appendContainer("{", "}", to: &bytes, depth: depth)
    }
    appendBlanks(to: &bytes)
  }

  private mutating func appendContainer(
    _ open: String, _ close: String, to bytes: inout [UInt8], depth: Int
  ) {
    bytes += Array(open.utf8)
    appendBlanks(to: &bytes)
    for index in 0..<Int.random(in: 0...4, using: &generator) {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      if open == "{" {
        appendBlanks(to: &bytes)
        appendString(to: &bytes)
        appendBlanks(to: &bytes)
        bytes.append(UInt8(ascii: ":"))
      }
      appendValue(to: &bytes, depth: depth + 1)
    }
    bytes += Array(close.utf8)
  }

  private mutating func appendString(to bytes: inout [UInt8]) {
    let parts = [
      "a", "word", "12345678", "é", "日本", "😀", #"\""#, #"\\"#, #"\/"#, "/", #"\n"#, #"\u0041"#,
      #"\u00E9"#, #"\ud83d\ude00"#, #"\ud800"#, #"\udc00"#, "\u{7F}",
    ]
    bytes.append(UInt8(ascii: "\""))
    for _ in 0..<Int.random(in: 0...6, using: &generator) { append(parts, to: &bytes) }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ choices: [String], to bytes: inout [UInt8]) {
    bytes += Array((choices.randomElement(using: &generator) ?? "").utf8)
  }
}
