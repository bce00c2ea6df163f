/// The grammar of mail addresses, without comments and folding.
///
/// Spec: RFC 5321, 4.1.2.
enum EmailCheck {
  /// Tells whether a string is a mail address.
  static func isAddress(_ text: Span<UInt8>) -> Bool {
    guard let at = separator(in: text), at > 0, at + 1 < text.count else { return false }
    let local = text.extracting(0..<at)
    let domain = text.extracting(at + 1..<text.count)
    let isLocal = local[0] == UInt8(ascii: "\"") ? isQuoted(local) : isDotted(local, isAtomByte)
    guard isLocal else { return false }
    guard domain[0] == UInt8(ascii: "[") else { return isDomain(domain) }
    return isLiteral(domain)
  }

  /// Returns the place of the last at sign that is not in quotes.
  private static func separator(in text: Span<UInt8>) -> Int? {
    var index = text.count
    while index > 0 {
      index -= 1
      if text[index] == UInt8(ascii: "@") { return index }
    }
    return nil
  }

  private static func isAtomByte(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || byte >= 0x80 || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }

  private static func isDomainByte(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || byte == UInt8(ascii: "-")
  }

  /// Tells whether a string is words of certain bytes with single dots between them.
  private static func isDotted(_ text: Span<UInt8>, _ isFine: (UInt8) -> Bool) -> Bool {
    var wordLength = 0
    for index in 0..<text.count {
      if text[index] == UInt8(ascii: ".") {
        guard wordLength > 0 else { return false }
        wordLength = 0
      } else {
        guard isFine(text[index]) else { return false }
        wordLength += 1
      }
    }
    return wordLength > 0
  }

  private static func isDomain(_ text: Span<UInt8>) -> Bool {
    guard text.count <= 255, isDotted(text, isDomainByte) else { return false }
    for index in 0..<text.count where text[index] == UInt8(ascii: "-") {
      let isAtStart = index == 0 || text[index - 1] == UInt8(ascii: ".")
      let isAtEnd = index == text.count - 1 || text[index + 1] == UInt8(ascii: ".")
      if isAtStart || isAtEnd { return false }
    }
    return true
  }

  private static func isQuoted(_ text: Span<UInt8>) -> Bool {
    guard text.count >= 2, text[text.count - 1] == UInt8(ascii: "\"") else { return false }
    var index = 1
    while index < text.count - 1 {
      if text[index] == UInt8(ascii: "\"") || text[index] < 0x20 { return false }
      index += text[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return index == text.count - 1
  }

  private static func isLiteral(_ text: Span<UInt8>) -> Bool {
    guard text.count > 2, text[text.count - 1] == UInt8(ascii: "]") else { return false }
    let content = text.extracting(1..<text.count - 1)
    let tag = Array("ipv6:".utf8)
    guard content.count > tag.count else { return InternetAddress.isVersion4(content) }
    for index in tag.indices where content[index] | 0x20 != tag[index] | 0x20 {
      return InternetAddress.isVersion4(content)
    }
    return InternetAddress.isVersion6(content.extracting(tag.count..<content.count))
  }
}
