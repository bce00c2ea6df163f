/// The syntax of Internet addresses.
enum InternetAddress {
  /// Tells whether a string is four numbers up to 255 with dots between them.
  static func isVersion4(_ text: Span<UInt8>) -> Bool {
    var parts = 0
    var index = 0
    while true {
      let start = index
      var value = 0
      while index < text.count, text[index].isDigit, index - start < 3 {
        value = value * 10 + Int(text[index] - 0x30)
        index += 1
      }
      guard index > start, value <= 255, index - start == 1 || text[start] != 0x30 else {
        return false
      }
      parts += 1
      guard index < text.count else { return parts == 4 }
      guard text[index] == UInt8(ascii: "."), parts < 4 else { return false }
      index += 1
    }
  }

  /// Tells whether a string is an IPv6 address.
  ///
  /// Spec: RFC 4291, 2.2.
  static func isVersion6(_ text: Span<UInt8>) -> Bool {
    var groups = 0
    var hasGap = false
    var index = 0
    if startsGap(text, at: 0) {
      hasGap = true
      index = 2
    }
    while index < text.count {
      let start = index
      while index < text.count, text[index].isHexadecimalDigit { index += 1 }
      if index < text.count, text[index] == UInt8(ascii: ".") {
        guard isVersion4(text.extracting(start..<text.count)) else { return false }
        groups += 2
        break
      }
      guard (1...4).contains(index - start) else { return false }
      groups += 1
      guard index < text.count else { break }
      guard text[index] == UInt8(ascii: ":") else { return false }
      if startsGap(text, at: index) {
        guard !hasGap else { return false }
        hasGap = true
        index += 2
      } else {
        index += 1
        guard index < text.count else { return false }
      }
    }
    return hasGap ? groups < 8 : groups == 8
  }

  private static func startsGap(_ text: Span<UInt8>, at index: Int) -> Bool {
    index + 1 < text.count && text[index] == UInt8(ascii: ":")
      && text[index + 1] == UInt8(ascii: ":")
  }
}
