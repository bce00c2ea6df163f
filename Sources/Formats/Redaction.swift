/// Removes secrets from text that people see or files keep: passwords in URLs, signatures and tokens
/// of signed URLs, the header Authorization.
package enum Redaction {
  /// The text in place of a secret.
  package static let mark = "***"

  /// Removes secrets.
  ///
  /// - Parameter text: A message, an address or a line.
  /// - Returns: The text with ``mark`` in place of each secret; the same text if it has none.
  package static func of(_ text: String) -> String {
    // Nearly all text holds none; one of these bytes is in every form of a secret.
    let mayHold = text.utf8.contains {
      $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "z")
        || $0 == UInt8(ascii: "Z")
    }
    guard mayHold else { return text }
    let bytes = Array(text.utf8)
    let ranges = secrets(in: bytes)
    guard !ranges.isEmpty else { return text }
    var result: [UInt8] = []
    var end = 0
    for range in ranges where range.lowerBound >= end {
      result += bytes[end..<range.lowerBound]
      result += mark.utf8
      end = range.upperBound
    }
    return String(decoding: result + bytes[end...], as: UTF8.self)
  }

  /// Removes secrets from a message on wrong usage, which quotes a word of the command line.
  ///
  /// A user may write `user:password@host` where a host is expected, without a scheme.
  ///
  /// - Parameter text: The message.
  /// - Returns: The message with ``mark`` in place of each secret.
  package static func ofUsage(_ text: String) -> String {
    var result = ""
    var word = ""
    for character in of(text) + "\n" {
      guard character.isWhitespace || "'\"".contains(character) else {
        word.append(character)
        continue
      }
      result += ofHost(word)
      result.append(character)
      word = ""
    }
    result.removeLast()
    return result
  }

  /// Removes `user:password` from `user:password@host`.
  private static func ofHost(_ word: String) -> String {
    guard let at = word.lastIndex(of: "@"), word[..<at].contains(":"), !word.contains("://")
    else {
      return word
    }
    return mark + word[at...]
  }

  /// Whether text may hold a secret: if not, ``of(_:)`` changes nothing.
  ///
  /// - Parameter text: The text.
  /// - Returns: Whether it has one of the bytes with which a secret begins or ends.
  package static func mayApply(to text: Span<UInt8>) -> Bool {
    for index in 0..<text.count {
      switch text[index] {
      case UInt8(ascii: "@"), UInt8(ascii: "="): return true
      // The end of "authorization:".
      case UInt8(ascii: ":") where index > 0 && text[index - 1] | 0x20 == UInt8(ascii: "n"):
        return true
      default: continue
      }
    }
    return false
  }

  /// Names of query items and of parts of the header Authorization, in lower case.
  private static let names: [[UInt8]] = [
    "x-amz-signature", "x-amz-security-token", "x-amz-credential", "x-goog-signature",
    "x-goog-credential", "signature", "credential", "awsaccesskeyid", "googleaccessid", "sig",
    "token", "access_token", "auth", "apikey", "api_key", "password", "passwd", "secret",
    "aws_secret_access_key", "aws_session_token", "aws_access_key_id", "client_secret",
  ].map { Array($0.utf8) }

  /// Whether text is one of the names, in any case.
  private static func isName(_ text: ArraySlice<UInt8>) -> Bool {
    names.contains { name in
      name.count == text.count
        && zip(name, text).allSatisfy { $0 == $1 || $0 == $1 | 0x20 && $0 &- 0x61 < 26 }
    }
  }

  /// The ranges of the secrets, in order.
  private static func secrets(in bytes: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for index in bytes.indices {
      let range: Range<Int>? =
        switch bytes[index] {
        case UInt8(ascii: "="): value(of: bytes, after: index)
        case UInt8(ascii: ":"):
          userInformation(of: bytes, at: index) ?? authorization(of: bytes, at: index)
        default: nil
        }
      if let range { found.append(range) }
    }
    return found
  }

  /// The value of `name=value`, up to a character that ends it.
  private static func value(of bytes: [UInt8], after equals: Int) -> Range<Int>? {
    let start = bytes[..<equals].lastIndex { !isNameByte($0) }.map { $0 + 1 } ?? 0
    guard isName(bytes[start..<equals]) else { return nil }
    let rest = bytes[(equals + 1)...]
    var end = rest.firstIndex { $0 <= 0x20 || "&#\"'<>,;\\".utf8.contains($0) } ?? rest.endIndex
    // In a message, the colon after an address is not part of it.
    if end > rest.startIndex, bytes[end - 1] == UInt8(ascii: ":") { end -= 1 }
    return end > rest.startIndex ? rest.startIndex..<end : nil
  }

  /// The user and password of `scheme://user:password@host`.
  private static func userInformation(of bytes: [UInt8], at colon: Int) -> Range<Int>? {
    guard bytes[colon...].starts(with: "://".utf8) else { return nil }
    let rest = bytes[(colon + 3)...]
    let end = rest.firstIndex { $0 <= 0x20 || "/?#\"'<>\\".utf8.contains($0) } ?? rest.endIndex
    // An object's key may have an at sign too, but only after a slash.
    guard let at = rest[..<end].lastIndex(of: UInt8(ascii: "@")), at > rest.startIndex else {
      return nil
    }
    return rest.startIndex..<at
  }

  /// The value of the header `Authorization: value`.
  private static func authorization(of bytes: [UInt8], at colon: Int) -> Range<Int>? {
    let name = "authorization"
    guard colon >= name.utf8.count,
      String(decoding: bytes[(colon - name.utf8.count)..<colon], as: UTF8.self).lowercased()
        == name
    else { return nil }
    let rest = bytes[(colon + 1)...].drop { $0 == 0x20 }
    let end = rest.firstIndex { $0 < 0x20 } ?? rest.endIndex
    return end > rest.startIndex ? rest.startIndex..<end : nil
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte | 0x20 &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D || byte == 0x5F
  }
}
