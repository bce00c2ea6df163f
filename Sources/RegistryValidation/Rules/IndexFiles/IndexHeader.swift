internal import SharedCloudRegistry

/// The header line of an index file, split into names.
package struct IndexHeader: Sendable {
  /// The names as written, without quotes and spaces.
  let names: [String]
  /// The line as written, without `#` and the spaces around it.
  let text: String
  /// The names as written, without the spaces around them.
  private let writtenNames: [String]
  /// The names with the spaces around them and the first one with `#`, as pandas reads them.
  let rawNames: [String]
  /// Whether the line begins with `#`.
  package let hasHash: Bool
  /// Whether a name has a NUL or a byte that is no UTF-8.
  package var isDamaged: Bool {
    (names + [marks]).contains { $0.unicodeScalars.contains { $0 == "\0" || $0 == "\u{FFFD}" } }
  }
  /// Whether the names can be rewritten: they have no quotes, inner spaces or invalid bytes.
  let hasPlainNames: Bool
  /// The bytes before the first name, if another mark or an invisible character is there instead of
  /// `#`; 0 otherwise.
  package let leadingMarks: Int
  /// The marks before the first name, in quotes and without spaces around them.
  let marks: String
  /// The number of the line.
  let line: Int
  /// Where the line begins in the file, after a byte order mark.
  var offset = 0
  /// The bytes of the line, without its end.
  var length = 0

  /// Splits a header line.
  package init(_ text: String, line: Int) {
    let start = text.drop { $0 == " " || $0 == "\t" }
    hasHash = start.first == "#"
    self.line = line
    rawNames = text.split(separator: ",", omittingEmptySubsequences: false).map { name in
      name.count > 1 && name.first == "\"" && name.last == "\""
        ? String(name.dropFirst().dropLast()) : String(name)
    }
    let bytes = Array(text.utf8)
    leadingMarks = hasHash ? 0 : IndexLineKind.leadingMarks(of: bytes.span)
    let quoted = Self.trimmed(Substring(String(decoding: bytes[..<leadingMarks], as: UTF8.self)))
    marks = "\"\(quoted)\""
    let trimmed = String(decoding: bytes[leadingMarks...], as: UTF8.self)
      .drop { $0 == " " || $0 == "\t" }
    let parts = trimmed.drop { $0 == "#" }.split(separator: ",", omittingEmptySubsequences: false)
    self.text = Self.trimmed(trimmed.drop { $0 == "#" })
    writtenNames = parts.map(Self.trimmed)
    names = parts.enumerated().map { position, name in
      let bare = name.unicodeScalars.filter { !" \t'\"".unicodeScalars.contains($0) }
      return String(position == 0 ? bare.drop { $0 == "#" } : bare[...])
    }
    hasPlainNames = zip(parts, names).allSatisfy { part, name in
      part.contains(name) && !name.unicodeScalars.contains("\u{FFFD}") && !part.contains("'")
        && !part.contains("\"")
    }
  }

  /// The columns whose name differs from the spec's name at that position, ignoring case.
  func unexpectedNames(in layout: IndexLayout, table: IndexTable) -> [(name: String, own: String)] {
    var meanings: [Int: IndexTable.Meaning] = [
      0: .start, layout.datakey: .datakey, layout.filesize: .filesize,
    ]
    if let stop = layout.stop { meanings[stop] = .stop }
    return meanings.sorted { $0.key < $1.key }.compactMap { position, meaning in
      let name = position < names.count ? names[position] : ""
      let own = table.name(of: meaning)
      guard own != name.lowercased() else { return nil }
      return (name.isEmpty ? "" : writtenNames[position], own)
    }
  }

  /// Whether the header has the columns of the spec with a stop, and no others.
  func isComplete(in table: IndexTable) -> Bool {
    names.map { $0.lowercased() } == Self(table.header(hasStop: true), line: 1).names
  }

  /// A text without the spaces and tabs around it.
  private static func trimmed(_ text: Substring) -> String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }

  /// Whether a column has a name, ignoring case.
  func has(_ name: String) -> Bool { names.contains { $0.lowercased() == name } }

  /// The names of the columns after those of the spec; nil if the header has fewer.
  func extraNames(in layout: IndexLayout) -> [String]? {
    names.count == layout.columnCount ? Array(names.dropFirst(layout.ownColumnCount)) : nil
  }
}
