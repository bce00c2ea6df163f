internal import Formats

/// What sorts of bytes a line has.
struct LineBytes {
  /// Whether there is a byte 0.
  private(set) var hasNUL = false
  /// Whether there is a byte above 127.
  private(set) var isNotASCII = false

  /// Looks at every byte of a line.
  init(_ line: Span<UInt8>) {
    var all: UInt8 = 0
    var zeros: UInt8 = 0
    // Without branches, so that the compiler takes many bytes at once.
    for index in 0..<line.count {
      all |= line[index]
      zeros |= line[index] == 0 ? 1 : 0
    }
    hasNUL = zeros != 0
    isNotASCII = all >= 0x80
  }
}

/// What the text of a filesize says.
enum Filesize {
  case bytes(Int)
  case negative
  case tooLarge
  case notAnInteger

  /// Reads decimal digits, with a minus sign if need be.
  init(_ text: Span<UInt8>) {
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

extension Span<UInt8> {
  /// Whether the bytes begin with others and go on.
  func begins(with prefix: [UInt8]) -> Bool {
    guard count > prefix.count else { return false }
    for index in 0..<prefix.count where self[index] != prefix[index] { return false }
    return true
  }

  /// Whether the bytes begin with a scheme and `://`.
  var isAbsoluteAddress: Bool {
    var index = 0
    while index < count, self[index] | 0x20 &- 0x61 < 26 || (index > 0 && self[index] &- 0x2B < 15) {
      index += 1
    }
    return index > 0 && index + 3 < count && self[index] == 0x3A && self[index + 1] == 0x2F
      && self[index + 2] == 0x2F
  }

  /// Whether a datakey has a control character or a segment `..`.
  var isUnsafeKey: Bool {
    var dots = 0
    for index in 0..<count {
      let byte = self[index]
      if byte < 0x20 || byte == 0x7F { return true }
      if byte == 0x2E {
        dots += 1
        continue
      }
      // Exactly two points between slashes.
      if dots == 2, byte == 0x2F, index == 2 || self[index - 3] == 0x2F { return true }
      dots = 0
    }
    return dots == 2 && (count == 2 || self[count - 3] == 0x2F)
  }
}
