internal import Formats
internal import RegistryValidation

/// Writes HTML: every text is escaped, and characters that hide or reorder text are shown.
package struct HTMLWriter {
  /// The page so far, in UTF-8.
  package private(set) var bytes: [UInt8] = []

  /// Writes markup as it is; never text from a file.
  package mutating func markup(_ markup: StaticString) { bytes += markup.description.utf8 }

  /// Writes a file that the program brings with it, as it is.
  package mutating func raw(_ file: [UInt8]) { bytes += file }

  /// Writes text.
  package mutating func text(_ text: String, limit: Int = 1000) {
    for byte in PageText.clipped(HarmlessText.of(text), limit: limit).utf8 {
      switch byte {
      case UInt8(ascii: "&"): markup("&amp;")
      case UInt8(ascii: "<"): markup("&lt;")
      case UInt8(ascii: ">"): markup("&gt;")
      case UInt8(ascii: "\""): markup("&quot;")
      default: bytes.append(byte)
      }
    }
  }

  /// Writes an element that holds text.
  package mutating func element(_ name: StaticString, _ attributes: [Attribute] = [], text: String)
  {
    open(name, attributes)
    self.text(text)
    close(name)
  }

  /// Writes the start of an element.
  package mutating func open(_ name: StaticString, _ attributes: [Attribute] = []) {
    markup("<")
    markup(name)
    for attribute in attributes {
      markup(" ")
      markup(attribute.name)
      guard let value = attribute.value else { continue }
      markup("=\"")
      text(value, limit: attribute.limit)
      markup("\"")
    }
    markup(">")
  }

  /// Writes the end of an element.
  package mutating func close(_ name: StaticString) {
    markup("</")
    markup(name)
    markup(">")
  }

  /// Writes an element with content.
  package mutating func element(
    _ name: StaticString, _ attributes: [Attribute] = [],
    content: (inout HTMLWriter) -> Void
  ) {
    open(name, attributes)
    content(&self)
    close(name)
  }

  /// One attribute of an element.
  package struct Attribute {
    let name: StaticString
    /// The value; nil for an attribute that is only a name.
    let value: String?
    /// The largest number of scalars of the value.
    var limit = 1000

    /// Makes an attribute.
    package init(_ name: StaticString, _ value: String?) {
      self.name = name
      self.value = value
    }

    /// An attribute with a value that the program made, of any length.
    package static func made(_ name: StaticString, _ value: String) -> Attribute {
      var attribute = Attribute(name, value)
      attribute.limit = .max
      return attribute
    }

    /// The class of an element.
    package static func style(_ name: String) -> Attribute { Attribute("class", name) }
  }
}
