/// One element of an XML document: its name, its text and the elements in it.
///
/// Comments and instructions are skipped.
package struct XMLElement: Sendable, Hashable {
  /// The name without its namespace prefix.
  package var name: String
  /// The text directly in it, with escapes undone.
  package var text: String
  /// The elements directly in it, in order.
  package var children: [XMLElement]

  /// The values of its attributes, by their names as they are written.
  package var attributes: [String: String]

  package init(
    name: String, text: String = "", children: [XMLElement] = [],
    attributes: [String: String] = [:]
  ) {
    self.attributes = attributes
    self.name = name
    self.text = text
    self.children = children
  }

  /// The first element of a name directly in it.
  package subscript(name: String) -> XMLElement? { children.first { $0.name == name } }
}
