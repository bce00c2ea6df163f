internal import Formats
internal import RegistryValidation

/// Colours for a terminal, and text that can't play tricks on one.
package struct TextStyle: Sendable {
  private let usesColor: Bool

  init(_ usesColor: Bool) { self.usesColor = usesColor }

  /// The word for a severity, in its colour.
  func word(_ severity: Severity) -> String {
    switch severity {
    case .error: paint(severity.rawValue, code: "1;31")
    case .warning: paint(severity.rawValue, code: "1;33")
    case .info: paint(severity.rawValue, code: "1;36")
    }
  }

  /// Text in bold.
  func bold(_ text: String) -> String { paint(text, code: "1") }

  /// Text in a faint colour.
  func dim(_ text: String) -> String { paint(text, code: "2") }

  private func paint(_ text: String, code: String) -> String {
    usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// Makes text from a file harmless: characters that a terminal would obey or hide are escaped.
  package static func harmless(_ text: String) -> String { HarmlessText.of(text) }
}
