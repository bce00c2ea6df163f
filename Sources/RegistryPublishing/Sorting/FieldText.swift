internal import Formats

/// One field of a row.
enum FieldText {
  /// Appends a field, in quotes if it could be misread without them.
  static func append(_ text: Span<UInt8>, to bytes: inout some ByteText) {
    guard needsQuotes(text) else { return bytes.append(text) }
    bytes.append(0x22)
    for index in 0..<text.count {
      if text[index] == 0x22 { bytes.append(0x22) }
      bytes.append(text[index])
    }
    bytes.append(0x22)
  }

  private static func needsQuotes(_ text: Span<UInt8>) -> Bool {
    guard !text.isEmpty else { return false }
    let (first, last) = (text[0], text[text.count - 1])
    if first == 0x20 || last == 0x20 || first == 0x27 || first == 0x09 { return true }
    var index = 0
    while index + 8 <= text.count {
      let word = ByteWord(text, at: index)
      if word.bytes(equalTo: 0x2C) | word.bytes(equalTo: 0x22) | word.bytes(lessThan: 0x20) != 0 {
        return isSpecial(text)
      }
      index += 8
    }
    return isSpecial(text.extracting(index...))
  }

  /// Tells whether a field has a comma, a quote or a line end.
  private static func isSpecial(_ text: Span<UInt8>) -> Bool {
    for index in 0..<text.count {
      let byte = text[index]
      if byte == 0x2C || byte == 0x22 || byte == 0x0A || byte == 0x0D { return true }
    }
    return false
  }
}

/// Whole numbers in decimal digits.
enum DecimalText {
  /// Appends a number that is not negative.
  static func append(_ number: Int64, to bytes: inout some ByteText) {
    var digits: [20 of UInt8] = .init(repeating: 0)
    var start = 20
    var rest = UInt64(number.magnitude)
    repeat {
      start -= 1
      digits[start] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    bytes.append(digits.span.extracting(start...))
  }
}
