/// The grammar of URIs.
///
/// Spec: RFC 3986, appendix A.
enum URICheck {
  /// Tells whether a string is a URI, with a scheme.
  static func isURI(_ text: Span<UInt8>) -> Bool {
    guard let end = schemeEnd(in: text) else { return false }
    return isRest(text, from: end, hasScheme: true)
  }

  /// Tells whether a string is a URI or a relative reference.
  static func isReference(_ text: Span<UInt8>) -> Bool {
    if let end = schemeEnd(in: text) { return isRest(text, from: end, hasScheme: true) }
    return isRest(text, from: 0, hasScheme: false)
  }

  /// Returns the index after the colon of a scheme; nil if there is no scheme.
  private static func schemeEnd(in text: Span<UInt8>) -> Int? {
    guard text.count > 0, text[0].isLetter else { return nil }
    for index in 1..<text.count {
      let byte = text[index]
      if byte == UInt8(ascii: ":") { return index + 1 }
      guard byte.isLetter || byte.isDigit || isOne(of: "+-.", byte) else { return nil }
    }
    return nil
  }

  private static func isRest(_ text: Span<UInt8>, from start: Int, hasScheme: Bool) -> Bool {
    var index = start
    if index + 1 < text.count, text[index] == UInt8(ascii: "/"),
      text[index + 1] == UInt8(ascii: "/")
    {
      index += 2
      guard isAuthority(text, at: &index) else { return false }
    } else if !hasScheme, let colon = firstColon(text), colon < firstSlash(text) {
      // Without a scheme, a colon in the first segment would make it look like one.
      return false
    }
    guard areCharacters(text, at: &index, more: "/:@", until: "?#") else { return false }
    if index < text.count, text[index] == UInt8(ascii: "?") {
      index += 1
      guard areCharacters(text, at: &index, more: "/:@?", until: "#") else { return false }
    }
    guard index < text.count else { return true }
    index += 1
    return areCharacters(text, at: &index, more: "/:@?", until: "")
  }

  private static func firstColon(_ text: Span<UInt8>) -> Int? {
    for index in 0..<text.count where text[index] == UInt8(ascii: ":") { return index }
    return nil
  }

  private static func firstSlash(_ text: Span<UInt8>) -> Int {
    for index in 0..<text.count where isOne(of: "/?#", text[index]) { return index }
    return text.count
  }

  private static func isAuthority(_ text: Span<UInt8>, at index: inout Int) -> Bool {
    var end = index
    while end < text.count, !isOne(of: "/?#", text[end]) { end += 1 }
    var host = index
    for position in index..<end where text[position] == UInt8(ascii: "@") { host = position + 1 }
    if host > index {
      var user = index
      guard areCharacters(text.extracting(0..<host - 1), at: &user, more: ":", until: "") else {
        return false
      }
    }
    index = end
    return isHostAndPort(text.extracting(host..<end))
  }

  private static func isHostAndPort(_ text: Span<UInt8>) -> Bool {
    var index = 0
    if text.count > 0, text[0] == UInt8(ascii: "[") {
      while index < text.count, text[index] != UInt8(ascii: "]") { index += 1 }
      guard index < text.count, isAddressLiteral(text.extracting(1..<index)) else { return false }
      index += 1
      guard index == text.count || text[index] == UInt8(ascii: ":") else { return false }
    } else {
      guard areCharacters(text, at: &index, more: "", until: ":") else { return false }
    }
    guard index < text.count else { return true }
    for position in index + 1..<text.count where !text[position].isDigit { return false }
    return true
  }

  private static func isAddressLiteral(_ text: Span<UInt8>) -> Bool {
    guard text.count > 0 else { return false }
    if text[0] | 0x20 == UInt8(ascii: "v") {
      var index = 1
      return areCharacters(text, at: &index, more: ":", until: "") && text.count > 2
    }
    return InternetAddress.isVersion6(text)
  }

  /// Skips characters that are allowed anywhere, and more; stops at a terminator or the end.
  private static func areCharacters(
    _ text: Span<UInt8>, at index: inout Int, more: String, until ends: String
  ) -> Bool {
    while index < text.count {
      let byte = text[index]
      if isOne(of: ends, byte) { return true }
      if byte == UInt8(ascii: "%") {
        guard index + 2 < text.count, text[index + 1].isHexadecimalDigit,
          text[index + 2].isHexadecimalDigit
        else { return false }
        index += 3
        continue
      }
      guard
        byte.isLetter || byte.isDigit || isOne(of: "-._~!$&'()*+,;=", byte)
          || isOne(of: more, byte)
      else { return false }
      index += 1
    }
    return true
  }

  private static func isOne(of characters: String, _ byte: UInt8) -> Bool {
    characters.utf8.contains(byte)
  }
}
