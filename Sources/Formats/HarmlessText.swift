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
