/// Writes XML 1.0 in UTF-8: the document is well-formed whatever the strings contain.
///
/// Characters that XML forbids become U+FFFD. Line ends are kept: a reader would otherwise turn
/// those of attributes into spaces and carriage returns into line feeds.
package struct XMLWriter: Sendable {
  /// What has been written so far.
  package private(set) var bytes: [UInt8] = []
  /// The open elements.
  private var open: [OpenElement] = []

  private struct OpenElement {
    var name: String
    var hasChildren = false
    var hasText = false
  }

  /// Begins a document with its declaration.
  package init() { append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") }

  /// Begins an element.
  ///
  /// - Parameters:
  ///   - name: The name, which must be one that XML allows.
  ///   - attributes: The attributes, in the order to write.
  package mutating func begin(_ name: String, _ attributes: [(String, String)] = []) {
    beginTag(name, attributes)
    open.append(OpenElement(name: name))
  }

  /// Ends the innermost open element; does nothing if all are ended.
  package mutating func end() {
    guard let element = open.popLast() else { return }
    if element.hasChildren || element.hasText {
      if !element.hasText { beginLine() }
      append("</\(element.name)>")
    } else {
      append("/>")
    }
    if open.isEmpty { append("\n") }
  }

  /// Writes text into the innermost open element.
  package mutating func text(_ text: String) {
    guard !open.isEmpty, !text.isEmpty else { return }
    if !open[open.count - 1].hasChildren, !open[open.count - 1].hasText { append(">") }
    open[open.count - 1].hasText = true
    XMLText.append(text, isAttribute: false, to: &bytes)
  }

  /// Writes an element without children.
  ///
  /// - Parameters:
  ///   - name: The name, which must be one that XML allows.
  ///   - attributes: The attributes, in the order to write.
  ///   - text: The text between the tags; an empty text makes an empty element.
  package mutating func element(
    _ name: String, _ attributes: [(String, String)] = [], text: String = ""
  ) {
    begin(name, attributes)
    self.text(text)
    end()
  }

  private mutating func beginTag(_ name: String, _ attributes: [(String, String)]) {
    if let parent = open.last {
      if !parent.hasChildren, !parent.hasText { append(">") }
      open[open.count - 1].hasChildren = true
      // Spaces next to text would become part of it.
      if !parent.hasText { beginLine() }
    }
    append("<\(name)")
    for (key, value) in attributes {
      append(" \(key)=\"")
      XMLText.append(value, isAttribute: true, to: &bytes)
      append("\"")
    }
  }

  private mutating func beginLine() {
    append("\n")
    for _ in open { append("  ") }
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}

/// The spelling of text in XML.
package enum XMLText {
  /// Appends a text; escapes characters with a meaning in XML, replaces those XML forbids.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - isAttribute: Whether it goes between the quotes of an attribute.
  ///   - bytes: The bytes to append to.
  package static func append(_ text: String, isAttribute: Bool, to bytes: inout [UInt8]) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": bytes.append(contentsOf: "&amp;".utf8)
      case "<": bytes.append(contentsOf: "&lt;".utf8)
      // Only `]]>` must be escaped; escaping every `>` saves the search for it.
      case ">": bytes.append(contentsOf: "&gt;".utf8)
      case "\"" where isAttribute: bytes.append(contentsOf: "&quot;".utf8)
      case "\r": bytes.append(contentsOf: "&#13;".utf8)
      case "\n" where isAttribute: bytes.append(contentsOf: "&#10;".utf8)
      case "\t" where isAttribute: bytes.append(contentsOf: "&#9;".utf8)
      // The two joiners belong to words and to emoji.
      case _
      where scalar.value >= 0x7F && scalar.value | 1 != 0x200D && HarmlessText.isHarmful(scalar):
        bytes.append(contentsOf: "&#x\(String(scalar.value, radix: 16));".utf8)
      case _ where !isAllowed(scalar): bytes.append(contentsOf: [0xEF, 0xBF, 0xBD])
      default: bytes.append(contentsOf: scalar.utf8)
      }
    }
  }

  /// Tells whether a document may hold a character.
  ///
  /// Spec: XML 1.0 §2.2.
  static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...: true
    default: false
    }
  }
}
