/// The sections of a settings file: `[name]`, then one `key = value` or `key: value` per line.
///
/// It reads what Amazon's tools read: comments with `#` or `;`, and settings that are nested by
/// indentation below a key without a value. All keys of a section may be indented alike.
package struct INIFile: Sendable, Hashable {
  private var sections: [String: [String: String]] = [:]
  private var nested: [String: [String: [String: String]]] = [:]
  /// The number of the first line that is not a section, a setting or a comment; nil without one.
  package private(set) var firstUnreadLine: Int?

  /// Reads a text; lines that are not a section, a setting or a comment are skipped.
  ///
  /// - Parameter text: The text.
  package init(_ text: String) {
    var section: String?
    var parent: String?
    var indent: Int?
    let lines = Self.withoutMark(text).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (number, whole) in lines.enumerated() {
      let line = Self.trimmed(whole)
      if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
      if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
        let name = Self.trimmed(line[line.index(after: line.startIndex)..<end])
        section = name
        (parent, indent) = (nil, nil)
        if sections[name] == nil { sections[name] = [:] }
        continue
      }
      let spaces = whole.prefix { $0 == " " || $0 == "\t" }.count
      let isNested = indent.map { spaces > $0 } ?? false
      guard let section, let mark = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
        // A value may go on in lines that are indented.
        if !isNested { firstUnreadLine = firstUnreadLine ?? number + 1 }
        continue
      }
      let key = Self.trimmed(line[..<mark]).lowercased()
      var value = Self.trimmed(line[line.index(after: mark)...])
      if let comment = value.indices.first(where: { Self.beginsComment(value, at: $0) }) {
        value = Self.trimmed(value[..<comment])
      }
      if isNested {
        guard let parent else { continue }
        nested[section, default: [:]][parent, default: [:]][key] = value
      } else {
        indent = spaces
        sections[section]?[key] = value
        parent = value.isEmpty ? key : nil
      }
    }
  }

  /// The text without a byte order mark.
  private static func withoutMark(_ text: String) -> Substring {
    let first = text.unicodeScalars.first
    return first == "\u{FEFF}" ? Substring(text.unicodeScalars.dropFirst()) : text[...]
  }

  /// A comment after a value has a space before it.
  private static func beginsComment(_ value: String, at index: String.Index) -> Bool {
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

  /// The settings below a key of a section; nil if the key has no settings below it.
  package subscript(section: String, below key: String) -> [String: String]? {
    nested[section]?[key]
  }

  /// The names of the sections, as written between the brackets.
  package var names: [String] { Array(sections.keys) }
}
