/// Tells texts in UTF-8 from those in other encodings.
enum TextEncoding {
  /// The bytes EF BB BF, which some editors put before UTF-8.
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Tells whether a text begins with a byte order mark.
  static func hasByteOrderMark(_ text: Span<UInt8>) -> Bool {
    text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF
  }

  /// Throws a fault if a text is in UTF-16 or UTF-32, by its mark or by the places of its zeros.
  static func requireByteEncoding(_ text: Span<UInt8>) throws(SyntaxFault) {
    guard let name = wideEncoding(of: text) else { return }
    throw SyntaxFault(
      .encoding, offset: 0, "the document is in \(name), not in UTF-8", expected: "UTF-8",
      found: name)
  }

  private static func wideEncoding(of text: Span<UInt8>) -> String? {
    guard text.count >= 2 else { return nil }
    let hasFour = text.count >= 4
    switch (text[0], text[1]) {
    case (0xFF, 0xFE): return hasFour && text[2] == 0 && text[3] == 0 ? "UTF-32" : "UTF-16"
    case (0xFE, 0xFF): return "UTF-16"
    default: break
    }
    // JSON and YAML begin with ASCII, whose other bytes are zeros there.
    guard hasFour else { return nil }
    switch (text[0] == 0, text[1] == 0, text[2] == 0, text[3] == 0) {
    case (true, true, true, false), (false, true, true, true): return "UTF-32"
    case (true, true, false, false) where text[2] == 0xFE && text[3] == 0xFF: return "UTF-32"
    case (true, false, true, false), (false, true, false, true): return "UTF-16"
    default: return nil
    }
  }

  /// Throws a fault at the first byte that belongs to no UTF-8 sequence.
  static func requireUTF8(_ text: Span<UInt8>) throws(SyntaxFault) {
    var index = 0
    while index < text.count {
      if index + 8 <= text.count, ByteWord(text, at: index).nonASCIIBytes == 0 {
        index += 8
      } else if let length = UTF8Sequence.length(in: text, at: index) {
        index += length
      } else {
        throw SyntaxFault.notUTF8(in: text, at: index)
      }
    }
  }
}

extension SyntaxFault {
  /// Says that a byte belongs to no UTF-8 sequence.
  static func notUTF8(in text: Span<UInt8>, at offset: Int) -> SyntaxFault {
    let byte = SourceExcerpt.hexadecimal(text[offset])
    return SyntaxFault(
      .encoding, offset: offset, "byte \(byte) is not UTF-8", expected: "UTF-8",
      found: "byte \(byte)")
  }
}
