/// The sections of a settings file: `[name]`, then one `key = value` per line.
///
/// It reads what Amazon's tools write: comments with `#` or `;`, and settings that are nested by
/// indentation, which are skipped.
package struct INIFile: Sendable, Hashable {
  private var sections: [String: [String: String]] = [:]

  /// Reads a text; lines that are not a section, a setting or a comment are skipped.
  ///
  /// - Parameter text: The text.
  package init(_ text: String) {
    var section: String?
    for line in text.split(whereSeparator: \.isNewline) {
      let isIndented = line.first.map { $0 == " " || $0 == "\t" } ?? false
      let line = Self.trimmed(line)
      if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
      if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
        let name = Self.trimmed(line[line.index(after: line.startIndex)..<end])
        section = name
        if sections[name] == nil { sections[name] = [:] }
        continue
      }
      guard let section, !isIndented, let equals = line.firstIndex(of: "=") else { continue }
      let key = Self.trimmed(line[..<equals]).lowercased()
      var value = Self.trimmed(line[line.index(after: equals)...])
      if let comment = value.indices.first(where: { Self.beginsComment(value, $0) }) {
        value = Self.trimmed(value[..<comment])
      }
      sections[section]?[key] = value
    }
  }

  /// A comment after a value has a space before it.
  private static func beginsComment(_ value: String, _ index: String.Index) -> Bool {
    guard value[index] == "#" || value[index] == ";", index > value.startIndex else { return false }
    let before = value[value.index(before: index)]
    return before == " " || before == "\t"
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    let rest = text.drop(while: isBlank)
    guard let last = rest.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(rest[...last])
  }

  /// The settings of a section; nil if there is no such section.
  package subscript(section: String) -> [String: String]? { sections[section] }
}
