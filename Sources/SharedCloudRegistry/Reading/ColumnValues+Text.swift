internal import Formats

/// Values of types that only Parquet has, as text.
extension ColumnValues {
  /// Writes a decimal number: `-12.50`.
  ///
  /// - Parameters:
  ///   - row: The row, which has a value.
  ///   - scale: The number of digits after the point, at least 0.
  ///   - output: Gets the text.
  func appendDecimal(at row: Int, scale: Int, to output: inout [UInt8]) {
    let value = unscaled(at: row)
    var digits = String(value.magnitude)
    if scale > 0, digits.utf8.count <= scale {
      digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits
    }
    if value < 0 { output.append(UInt8(ascii: "-")) }
    let whole = digits.utf8.count - scale
    output += digits.utf8.prefix(whole)
    guard scale > 0 else { return }
    output.append(UInt8(ascii: "."))
    output += digits.utf8.dropFirst(whole)
  }

  /// The digits of a decimal number as an integer, of at most 16 bytes.
  private func unscaled(at row: Int) -> Int128 {
    switch type {
    case .int32: return Int128(int32s[row])
    case .int64: return Int128(int64s[row])
    default:
      let range = byteRange(at: row)
      var value: Int128 = range.isEmpty ? 0 : bytes[range.lowerBound] >= 0x80 ? -1 : 0
      // The greatest byte is first. Of longer numbers only bytes of the sign are lost.
      for index in range { value = value << 8 | Int128(bytes[index]) }
      return value
    }
  }

  /// Writes a time of day: `12:05:30.250`.
  func appendTimeOfDay(
    at row: Int, _ unit: ParquetLogicalType.TimeUnit, to output: inout [UInt8]
  ) {
    let value = type == .int32 ? Int64(int32s[row]) : int64s[row]
    let (seconds, rest) = value.quotientAndRemainder(dividingBy: unit.perSecond)
    guard value >= 0, seconds < 86_400 else {
      output.appendDecimal(Int(value))
      return
    }
    for (index, unit) in [3600, 60, 1].enumerated() {
      if index > 0 { output.append(UInt8(ascii: ":")) }
      output += Int(seconds).dividedText(by: unit, unit == 3600 ? 24 : 60).utf8
    }
    guard rest > 0 else { return }
    let digits = String(rest + unit.perSecond).utf8.dropFirst()
    output.append(UInt8(ascii: "."))
    output += digits
  }

  /// The value of a floating-point number of two bytes.
  func half(at row: Int) -> Double {
    let place = byteRange(at: row).lowerBound
    let bits = UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
    let (exponent, fraction) = (Int(bits >> 10 & 0x1F), Double(bits & 0x3FF))
    let magnitude: Double =
      switch exponent {
      case 0: fraction / Double(1 << 24)
      case 31: fraction == 0 ? .infinity : .nan
      default: Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
      }
    return bits & 0x8000 == 0 ? magnitude : -magnitude
  }

  /// Writes an identifier: `00112233-4455-6677-8899-aabbccddeeff`.
  func appendUUID(at row: Int, to output: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    for (index, place) in byteRange(at: row).enumerated() {
      if [4, 6, 8, 10].contains(index) { output.append(UInt8(ascii: "-")) }
      output.append(digits[Int(bytes[place] >> 4)])
      output.append(digits[Int(bytes[place] & 15)])
    }
  }
}
