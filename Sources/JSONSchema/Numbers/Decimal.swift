/// A JSON number, exact to its last digit.
///
/// The value is a row of decimal digits without zeros at either end, times a power of ten.
/// Exponents beyond 10^17 count as that, which is more than anyone can write out.
package struct Decimal: Sendable, Hashable {
  /// Whether the number is below zero.
  package private(set) var isNegative = false
  /// The power of ten that the digits, read as an integer, are multiplied by.
  package private(set) var exponent = 0
  /// How many digits there are; 0 for zero.
  package private(set) var digitCount = 0
  /// The digits as an integer, if there are at most 19.
  private(set) var mantissa: UInt64 = 0
  /// The digits, 0 to 9 each, if there are more than 19; nothing otherwise.
  private(set) var longDigits: [UInt8] = []

  /// How many digits always fit the mantissa.
  static let shortCount = 19
  /// The largest exponent that is kept exactly, in either direction.
  static let exponentLimit = 100_000_000_000_000_000

  /// Zero.
  package init() {}

  /// Reads a number that follows the grammar of JSON.
  ///
  /// - Complexity: O(*n*); allocates only for more than 19 significant digits.
  package init(parsing text: Span<UInt8>) {
    let scan = DecimalScan(text)
    guard scan.first < scan.end else { return }
    isNegative = scan.isNegative
    exponent = scan.exponent
    digitCount = scan.count
    guard digitCount > Self.shortCount else {
      for index in scan.first..<scan.end where text[index] != UInt8(ascii: ".") {
        mantissa = mantissa &* 10 &+ UInt64(text[index] &- 0x30)
      }
      return
    }
    longDigits.reserveCapacity(digitCount)
    for index in scan.first..<scan.end where text[index] != UInt8(ascii: ".") {
      longDigits.append(text[index] &- 0x30)
    }
  }

  /// Tells whether the number has no fractional part, as 1.0 and 1e3 have none.
  package var isInteger: Bool { exponent >= 0 }

  /// The value as an integer; nil if it is not an integer or does not fit.
  package var integer: Int? {
    guard digitCount <= Self.shortCount, (0...Self.shortCount).contains(exponent) else {
      return nil
    }
    var value = mantissa
    for _ in 0..<exponent {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      value = product
    }
    return Int(exactly: value).map { isNegative ? -$0 : $0 }
  }

  /// Returns a digit, counted from the most significant; 0 after the last.
  func digit(_ index: Int) -> UInt8 {
    guard index < digitCount else { return 0 }
    guard digitCount <= Self.shortCount else { return longDigits[index] }
    return UInt8(mantissa / Self.powers[digitCount - 1 - index] % 10)
  }

  /// The powers of ten from 10^0 to 10^19.
  static let powers: [UInt64] = (0...shortCount).map { exponent in
    (0..<exponent).reduce(1) { product, _ in product * 10 }
  }
}

extension Decimal: Comparable {
  /// Orders numbers by their exact value.
  package static func < (left: Decimal, right: Decimal) -> Bool {
    guard left.sign == right.sign else { return left.sign < right.sign }
    return left.isNegative
      ? right.magnitudeIsBelow(left) : left.magnitudeIsBelow(right)
  }

  private var sign: Int { digitCount == 0 ? 0 : isNegative ? -1 : 1 }

  private func magnitudeIsBelow(_ other: Decimal) -> Bool {
    let place = exponent + digitCount
    let otherPlace = other.exponent + other.digitCount
    guard place == otherPlace else { return place < otherPlace }
    if digitCount <= Self.shortCount, other.digitCount <= Self.shortCount {
      let scaled = mantissa * Self.powers[Swift.max(0, other.digitCount - digitCount)]
      let otherScaled = other.mantissa * Self.powers[Swift.max(0, digitCount - other.digitCount)]
      return scaled < otherScaled
    }
    for index in 0..<Swift.max(digitCount, other.digitCount)
    where digit(index) != other.digit(index) {
      return digit(index) < other.digit(index)
    }
    return false
  }
}

/// The place of the significant digits of a number in its text.
struct DecimalScan {
  /// Whether the text begins with a minus sign.
  var isNegative = false
  /// The place of the first digit other than zero.
  var first = 0
  /// The end of the digits, after the last one other than zero.
  var end = 0
  /// How many digits there are between, a decimal point not counted.
  var count = 0
  /// The power of ten that belongs to the last of them.
  var exponent = 0

  init(_ text: Span<UInt8>) {
    var index = 0
    if index < text.count, text[index] == UInt8(ascii: "-") {
      isNegative = true
      index = 1
    }
    var point: Int?
    var last = -1
    first = -1
    while index < text.count, text[index] | 0x20 != UInt8(ascii: "e") {
      if text[index] == UInt8(ascii: ".") {
        point = index
      } else if text[index] != UInt8(ascii: "0") {
        if first < 0 { first = index }
        last = index
      }
      index += 1
    }
    guard first >= 0 else {
      first = 0
      return
    }
    end = last + 1
    let pointPlace = point ?? index
    let pointIsBetween = first < pointPlace && pointPlace < last
    count = end - first - (pointIsBetween ? 1 : 0)
    exponent = last < pointPlace ? pointPlace - end : pointPlace - last
    exponent += Self.exponent(in: text, from: index)
  }

  /// Reads the exponent after the letter e, if there is one.
  private static func exponent(in text: Span<UInt8>, from start: Int) -> Int {
    var value = 0
    var isNegative = false
    for index in Swift.min(start + 1, text.count)..<text.count {
      switch text[index] {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        value = Swift.min(value * 10 + Int(text[index] - 0x30), Decimal.exponentLimit)
      default: break
      }
    }
    return isNegative ? -value : value
  }
}
