/// One field of a row.
enum FieldText {
  /// Appends a field, in quotes where it could be misread without them.
  static func append(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
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
    for index in 0..<text.count {
      let byte = text[index]
      if byte == 0x2C || byte == 0x22 || byte == 0x0A || byte == 0x0D { return true }
    }
    let (first, last) = (text[0], text[text.count - 1])
    return first == 0x20 || last == 0x20 || first == 0x27 || first == 0x09
  }
}

/// Whole numbers in decimal digits.
enum DecimalText {
  /// Appends a number that is not negative.
  static func append(_ number: Int64, to bytes: inout [UInt8]) {
    var divisor: Int64 = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      bytes.append(0x30 + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }
}
