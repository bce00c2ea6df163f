/// The meaning of the text of a filesize.
package enum Filesize {
  /// A number of bytes.
  case bytes(Int)
  /// A number less than zero.
  case negative
  /// A number that does not fit into 64 bits.
  case tooLarge
  /// Something else.
  case notAnInteger

  /// Reads decimal digits, with an optional minus sign.
  package init(_ text: Span<UInt8>) {
    var index = 0
    let isNegative = text.count > 1 && text[0] == UInt8(ascii: "-")
    if isNegative { index = 1 }
    guard index < text.count else {
      self = .notAnInteger
      return
    }
    var value = 0
    var isTooLarge = false
    while index < text.count {
      let digit = Int(text[index]) - 0x30
      guard digit >= 0, digit <= 9 else {
        self = .notAnInteger
        return
      }
      let (product, first) = value.multipliedReportingOverflow(by: 10)
      let (sum, second) = product.addingReportingOverflow(digit)
      isTooLarge = isTooLarge || first || second
      value = isTooLarge ? 0 : sum
      index += 1
    }
    if isNegative {
      self = value == 0 && !isTooLarge ? .bytes(0) : .negative
    } else {
      self = isTooLarge ? .tooLarge : .bytes(value)
    }
  }
}

extension Filesize {
  /// The value of eight digits, the first in the lowest byte; bytes of 0 count as the digit 0.
  @inline(__always)
  static func ofEightDigits(_ word: UInt64) -> UInt64 {
    let digits = word & 0x0F0F_0F0F_0F0F_0F0F
    let pairs = (digits &* 10 &+ digits >> 8) & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* 100 &+ pairs >> 16) & 0x0000_FFFF_0000_FFFF
    return (fours &* 10000 &+ fours >> 32) & 0xFFFF_FFFF
  }
}
