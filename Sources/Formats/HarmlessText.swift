/// Text from a file that people will see.
package enum HarmlessText {
  /// Makes text harmless: removes secrets, and writes characters that a terminal obeys or hides as
  /// escapes.
  package static func of(_ text: String) -> String {
    let text = Redaction.of(text)
    // Nearly all text is plain; checking bytes is faster than checking scalars.
    let isPlain = text.utf8.allSatisfy { 0x20 <= $0 && $0 < 0x7F }
    guard !isPlain, text.unicodeScalars.contains(where: isHarmful) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isHarmful(scalar) {
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// Makes every line of a text harmless.
  package static func ofLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { of(String($0)) }.joined(separator: "\n")
  }

  /// Appends text, harmless.
  ///
  /// - Parameters:
  ///   - text: The text, in UTF-8.
  ///   - output: Gets it.
  package static func append(_ text: ArraySlice<UInt8>, to output: inout [UInt8]) {
    if text.span.isPrintableASCII, !Redaction.mayApply(to: text.span) {
      output.append(contentsOf: text)
    } else {
      output += of(String(decoding: text, as: UTF8.self)).utf8
    }
  }

  /// Control characters, and those that change the direction or hide.
  static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F,
      0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
      true
    default: false
    }
  }
}

extension Span<UInt8> {
  /// Whether all bytes are printable ASCII characters.
  fileprivate var isPrintableASCII: Bool {
    var index = 0
    while index &+ 8 <= count {
      let word = ByteWord(self, at: index)
      let others = word.nonASCIIBytes | word.bytes(lessThan: 0x20) | word.bytes(equalTo: 0x7F)
      if others != 0 { return false }
      index += 8
    }
    while index < count {
      guard self[index] >= 0x20, self[index] < 0x7F else { return false }
      index += 1
    }
    return true
  }
}
