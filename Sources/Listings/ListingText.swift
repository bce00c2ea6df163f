internal import Formats

/// Fields of listings, from bytes.
enum ListingText {
  /// Reads a size; nil if it is not a possible size.
  static func size(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard !bytes.isEmpty, bytes.count < 20 else { return nil }
    var value = 0
    for byte in bytes {
      let digit = byte &- 0x30
      guard digit < 10, value <= ListingEntry.largestSize / 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  /// Reads a size; nil if it is not a possible size.
  static func size(_ bytes: Span<UInt8>) -> Int? {
    guard !bytes.isEmpty, bytes.count < 20 else { return nil }
    var value = 0
    for index in 0..<bytes.count {
      let digit = bytes[index] &- 0x30
      guard digit < 10, value <= ListingEntry.largestSize / 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  /// Returns whether bytes are ASCII, and decode to themselves if keys are URL-encoded.
  static func isPlain(_ bytes: Span<UInt8>, isEncoded: Bool) -> Bool {
    var index = 0
    while index + 8 <= bytes.count {
      let word = ByteWord(bytes, at: index)
      var other = word.nonASCIIBytes
      if isEncoded {
        other |= word.bytes(equalTo: UInt8(ascii: "%")) | word.bytes(equalTo: UInt8(ascii: "+"))
      }
      if other != 0 { return false }
      index += 8
    }
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x80 { return false }
      if isEncoded, byte == UInt8(ascii: "%") || byte == UInt8(ascii: "+") { return false }
      index += 1
    }
    return true
  }

  /// Reads a text; nil if it is not UTF-8.
  static func text(_ bytes: Span<UInt8>) -> String? {
    bytes.validText
  }

  /// Reads a text; nil if it is not UTF-8.
  static func text(_ bytes: ArraySlice<UInt8>) -> String? {
    String(validating: bytes, as: UTF8.self)
  }

  /// A short form of bytes, for messages.
  static func excerpt(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes.prefix(60), as: UTF8.self)
    return "\"\(text)\(bytes.count > 60 ? "…" : "")\""
  }

  /// Decodes URL encoding as S3 writes it, where a space may be `+`; nil if it is broken.
  static func decoded(_ text: String) -> String? {
    let bytes = text.utf8.span
    let isPlain = bytes.indices.allSatisfy {
      bytes[$0] != UInt8(ascii: "%") && bytes[$0] != UInt8(ascii: "+")
    }
    if isPlain { return text }
    return PercentEncoding.decode(text.replacing("+", with: " "))
  }
}
