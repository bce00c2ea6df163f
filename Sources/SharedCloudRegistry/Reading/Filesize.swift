/// What the text of a filesize says.
package enum Filesize {
  /// A number of bytes.
  case bytes(Int)
  /// A number below zero.
  case negative
  /// A number that no integer of 64 bits holds.
  case tooLarge
  /// Something else.
  case notAnInteger

  /// Reads decimal digits, with a minus sign if need be.
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
