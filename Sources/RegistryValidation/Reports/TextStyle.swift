/// Colours for a terminal, and text that can't play tricks on one.
package struct TextStyle: Sendable {
  private let usesColor: Bool

  init(_ usesColor: Bool) { self.usesColor = usesColor }

  /// The word for a severity, in its colour.
  func word(_ severity: Severity) -> String {
    switch severity {
    case .error: paint(severity.rawValue, "1;31")
    case .warning: paint(severity.rawValue, "1;33")
    case .info: paint(severity.rawValue, "1;36")
    }
  }

  /// Text that should stand out.
  func bold(_ text: String) -> String { paint(text, "1") }

  /// Text that should stand back.
  func dim(_ text: String) -> String { paint(text, "2") }

  private func paint(_ text: String, _ code: String) -> String {
    usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// Makes text from a file harmless: what a terminal would obey or hide is written as an escape.
  package static func harmless(_ text: String) -> String {
    // Nearly all text is plain, which bytes tell faster than scalars.
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
  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: true
    default: false
    }
  }
}
