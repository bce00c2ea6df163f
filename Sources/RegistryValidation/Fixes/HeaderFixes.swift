internal import SharedCloudRegistry

/// Computes fixes for the header of an index file.
enum HeaderFixes {
  /// The header with the names of the specification, followed by the names of further columns.
  ///
  /// - Parameters:
  ///   - layout: Where the columns are; the header has the order of the specification.
  ///   - table: The names of the columns.
  ///   - extra: The names of the further columns.
  /// - Returns: The line, without its end.
  static func text(_ layout: IndexLayout, _ table: IndexTable, extra: [String]) -> String {
    ([table.header(hasStop: layout.stop != nil)] + extra).joined(separator: ", ")
  }

  /// The header line with correct names; nil if the names of further columns are not known.
  static func names(
    for header: IndexHeader, _ layout: IndexLayout, _ table: IndexTable
  ) -> String? {
    // A name without a column may mean that the rows lost it.
    guard layout.isInOrder, header.names.count <= layout.columnCount else { return nil }
    let extraCount = layout.columnCount - layout.ownColumnCount
    if extraCount == 0 { return text(layout, table, extra: []) }
    guard header.hasPlainNames, let extra = header.extraNames(in: layout),
      extra.allSatisfy({ !$0.isEmpty })
    else { return nil }
    return text(layout, table, extra: extra)
  }

  /// Corrects the names of a header.
  static func names(of header: IndexHeader, _ layout: IndexLayout, _ table: IndexTable) -> Fix? {
    names(for: header, layout, table).map { text in
      Fix(
        "use the column names of the specification", .safe,
        edits: [.init(range: header.offset..<header.offset + header.length, text: text)])
    }
  }

  /// Puts the missing `#` before a header.
  static func hash(before header: IndexHeader) -> Fix {
    Fix(
      "put # before the header", .safe,
      edits: [.init(range: header.offset..<header.offset, text: "# ")])
  }

  /// The header line for a file that has none; nil if the names of further columns are not known.
  static func missing(
    _ layout: IndexLayout, _ table: IndexTable, parameters: [String]?
  ) -> String? {
    let extraCount = layout.columnCount - layout.ownColumnCount
    guard layout.isInOrder else { return nil }
    if extraCount == 0 { return text(layout, table, extra: []) }
    guard let parameters, parameters.count == extraCount,
      parameters.allSatisfy({ !$0.isEmpty && !$0.utf8.contains { $0 < 0x20 || $0 == 0x2C } })
    else { return nil }
    return text(layout, table, extra: parameters)
  }

  /// Puts a header line before the rows.
  static func missing(
    _ layout: IndexLayout, _ table: IndexTable, parameters: [String]?, at start: Int
  ) -> Fix? {
    missing(layout, table, parameters: parameters).map {
      Fix("add a header line", .safe, edits: [.init(range: start..<start, text: $0 + "\n")])
    }
  }

  /// Makes an empty file an index file without rows.
  ///
  /// Unsafe, since a file may be empty because its content was lost.
  static func headerOfEmptyFile(_ table: IndexTable) -> Fix {
    Fix(
      "add the header line", .unsafe,
      edits: [.init(range: 0..<0, text: table.header(hasStop: table.requiredColumns > 3) + "\n")])
  }

  /// Removes a second header; safe if it equals the first.
  static func removal(
    of header: IndexHeader, after first: IndexHeader?, lines: Range<Int>
  ) -> Fix {
    let isSame = isRepeated(header, of: first)
    return Fix(
      "remove the second header", isSame ? .safe : .unsafe,
      edits: [.init(range: lines, text: "")])
  }

  /// Whether a header has the same names as another.
  static func isRepeated(_ header: IndexHeader, of first: IndexHeader?) -> Bool {
    header.names.map { $0.lowercased() } == first?.names.map { $0.lowercased() }
  }

  /// Removes a blank line.
  static func removalOfBlankLine(_ line: Range<Int>) -> Fix {
    Fix("remove the blank line", .safe, edits: [.init(range: line, text: "")])
  }
}
