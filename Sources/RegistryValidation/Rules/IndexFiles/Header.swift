internal import Formats
package import SharedCloudRegistry

/// Faults of the header of an index file.
///
/// Spec: SCR 1.1 §4, a first line that begins with #; the names in it are only hints.
extension IndexCheck {
  /// Reports on the header after the last row, which shows the layout.
  mutating func reportHeader(start: Int) {
    guard let header else {
      return report(
        .headerMissing, "file has no header line",
        expected: table.header(hasStop: layout?.stop != nil),
        fix: layout.flatMap {
          summary.isPlausible && beginsWithRow
            ? HeaderRecipe.missing($0, table: table, parameters: expectation.parameters, at: start)
            : nil
        })
    }
    if !header.hasHash {
      report(
        .headerWithoutHash,
        header.leadingMarks == 0
          ? "header \"\(header.text)\" does not begin with #"
          : "header \"\(header.text)\" begins with \(header.marks), not with #",
        expected: "# \(header.text)",
        fix: HeaderRecipe.hash(before: header))
    }
    guard let layout else {
      // Without rows, the client stops all the same if it can't name four columns.
      if table.requiresStop, header.names.count < 4 { reportFewNames(header, least: 4) }
      return
    }
    reportNames(header, layout: layout)
    let (checksum, algorithm) = table.checksumNames
    let hasChecksum = header.has(checksum)
    if hasChecksum != header.has(algorithm) {
      report(
        .checksumWithoutAlgorithm,
        hasChecksum
          ? "column \(checksum) has no \(algorithm)" : "column \(algorithm) has no \(checksum)",
        expected: "both columns, or neither")
    }
  }

  private mutating func reportFewNames(_ header: IndexHeader, least: Int) {
    report(
      .clientShiftsColumns,
      "header has \(header.names.count) names; the Python client needs \(least)",
      expected: "\(least) names")
  }

  private mutating func reportNames(_ header: IndexHeader, layout: IndexLayout) {
    let least = Swift.max(layout.columnCount, layout.stop == nil ? 0 : 4)
    // Commas at the end of each row have a finding of their own.
    let ownColumns = Swift.max(layout.ownColumnCount, 4)
    if header.names.count < (endsInCommas(layout) ? ownColumns : least) {
      reportFewNames(header, least: least)
    } else if layout.isInOrder, layout.stop != nil, header.names.count >= 4,
      let fault = ClientColumns(header).fault(in: layout)
    {
      report(
        .clientShiftsColumns, "the Python client reads other columns than the rows have: \(fault)",
        expected: table.header(hasStop: true))
    }
    // A NUL or a byte that is no UTF-8 has a finding of its own.
    guard !header.isDamaged else { return }
    // If all rows lack the stop, the header that has it is right.
    if layout.stop == nil, table.requiresStop, header.isComplete(in: table) { return }
    let fix = summary.isPlausible ? HeaderRecipe.names(of: header, layout, table) : nil
    if let first = header.unexpectedNames(in: layout, table: table).first {
      // If no row has the column either, the header is true; the rows have findings of their own.
      if first.name.isEmpty, layout.columnCount < 4, header.names.count == layout.columnCount {
        return
      }
      let shortRows = rows.file.tallies[.fieldsMissing]?.total ?? 0
      if first.name.isEmpty, shortRows > 0, shortRows == summary.rows { return }
      report(
        .headerNamesDiffer,
        first.name.isEmpty
          ? "header has no name for the column \(first.own)"
          : "header calls the column \(first.own) \"\(first.name)\"",
        expected: table.header(hasStop: layout.stop != nil), fix: fix)
    } else if header.names.count != layout.columnCount, !endsInCommas(layout) {
      let names = header.names.count
      report(
        .headerNamesDiffer,
        "header has \(names) names, most rows have \(layout.columnCount) fields",
        expected: "\(layout.columnCount) names")
    }
  }

  /// Reports a line after the header that begins as a header does.
  ///
  /// - Parameters:
  ///   - second: The line.
  ///   - line: Its bytes in the file, with its end.
  ///   - text: Its text.
  mutating func reportSecond(_ second: IndexHeader, at line: Range<Int>, text: String) {
    let message =
      second.hasHash
      ? "line \(scanner.line) begins with # as the header does"
      : "line \(scanner.line) has the names of columns, as the header does"
    rows.file.report(.secondHeader, message) {
      // A row that was commented out would be lost.
      if !IndexLineKind.holdsRow(Array(text.utf8).span) {
        $0.fix = HeaderRecipe.removal(of: second, after: header, lines: line)
      }
      $0.location.line = scanner.line
      $0.location.column = 1
      $0.location.byteOffset = scanner.lineOffset
      $0.excerpt = .init(text: text, column: 1, length: 0)
    }
  }

  /// Reports lines before the header, which readers take for the header or for rows.
  mutating func report(_ preamble: IndexPreamble) {
    preambleLines = preamble.lines
    summary.preamble = preamble
    let count = preamble.lines
    let words =
      preamble.isSeparator
      ? "line 1 is sep=, which only spreadsheet programs read"
      : count == 1
        ? "line 1 is neither the header nor a row"
        : "lines 1 to \(count) are neither the header nor rows"
    let found =
      preamble.isBeforeHeader ? "the header is on line \(count + 1): \(words)" : words
    rows.file.report(.secondHeader, found) {
      $0.fix = Fix(
        preamble.isSeparator ? "remove the line" : "remove what comes before the header",
        HeaderRecipe.safety(ofRemoving: preamble), edits: [.init(range: preamble.range, text: "")])
      $0.location.line = preamble.isBeforeHeader ? count + 1 : 1
      $0.location.column = 1
      $0.location.byteOffset =
        preamble.isBeforeHeader ? preamble.range.upperBound : preamble.range.lowerBound
      $0.identity = RuleID.secondHeader.code + " before the header"
    }
  }

  /// Reports carriage returns in a header: if lines end with CR alone, the whole file is one line.
  mutating func reportInnerReturns(_ returns: Int) {
    guard returns > 0 else { return }
    let rule = RuleID.carriageReturnInHeader
    let message = "header on line \(scanner.line) has \(returns.of("carriage return"))"
    rows.file.report(rule, message) {
      $0.location.line = scanner.line
      $0.location.column = 1
      $0.location.byteOffset = scanner.lineOffset
      $0.identity = rule.code
    }
  }
}

// MARK: - Recipes

/// How faults of a header are fixed, for findings and for the repair of a file.
package enum HeaderRecipe {
  /// The header with the names of the specification, followed by the names of further columns.
  ///
  /// - Parameters:
  ///   - layout: Where the columns are; the header has the order of the specification.
  ///   - table: The names of the columns.
  ///   - extra: The names of the further columns.
  /// - Returns: The line, without its end.
  static func text(_ layout: IndexLayout, table: IndexTable, extra: [String]) -> String {
    ([table.header(hasStop: layout.stop != nil)] + extra).joined(separator: ", ")
  }

  /// The header line with correct names; nil if the names of further columns are not known.
  package static func names(
    for header: IndexHeader, _ layout: IndexLayout, _ table: IndexTable
  ) -> String? {
    // A name without a column may mean that the rows lost it.
    guard layout.isInOrder, header.names.count <= layout.columnCount else { return nil }
    let extraCount = layout.columnCount - layout.ownColumnCount
    if extraCount == 0 { return text(layout, table: table, extra: []) }
    guard header.hasPlainNames, let extra = header.extraNames(in: layout),
      extra.allSatisfy({ !$0.isEmpty })
    else { return nil }
    return text(layout, table: table, extra: extra)
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
  static func hash(before header: IndexHeader) -> Fix? {
    // The places of bytes that are no UTF-8 are not known.
    guard header.leadingMarks == 0 || !header.isDamaged else { return nil }
    let (start, end) = (header.offset, header.offset + header.length)
    guard let text = quoted(header) else {
      let marks = start..<start + header.leadingMarks
      return Fix("put # before the header", .safe, edits: [.init(range: marks, text: "# ")])
    }
    return Fix("put # before the header", .safe, edits: [.init(range: start..<end, text: text)])
  }

  /// The header with `#` and without the quotes around its names, in which a `#` is no mark; nil if
  /// it does not begin with a quote.
  package static func quoted(_ header: IndexHeader) -> String? {
    guard header.text.hasPrefix("\"") || header.text.hasPrefix("'"), !header.isDamaged else {
      return nil
    }
    return "# " + header.names.joined(separator: ", ")
  }

  /// The header line for a file that has none; nil if the names of further columns are not known.
  package static func missing(
    _ layout: IndexLayout, table: IndexTable, parameters: [String]?
  ) -> String? {
    let extraCount = layout.columnCount - layout.ownColumnCount
    guard layout.isInOrder else { return nil }
    if extraCount == 0 { return text(layout, table: table, extra: []) }
    guard let parameters, parameters.count == extraCount,
      parameters.allSatisfy({ !$0.isEmpty && !$0.utf8.contains { $0 < 0x20 || $0 == 0x2C } })
    else { return nil }
    return text(layout, table: table, extra: parameters)
  }

  /// Puts a header line before the rows.
  static func missing(
    _ layout: IndexLayout, table: IndexTable, parameters: [String]?, at start: Int
  ) -> Fix? {
    missing(layout, table: table, parameters: parameters).map {
      Fix("add a header line", .safe, edits: [.init(range: start..<start, text: $0 + "\n")])
    }
  }

  /// Makes an empty file an index file without rows.
  ///
  /// Unsafe, since a file may be empty because its content was lost.
  static func headerOfEmptyFile(_ table: IndexTable) -> Fix {
    Fix(
      "add the header line", .unsafe,
      edits: [.init(range: 0..<0, text: table.header(hasStop: table.requiresStop) + "\n")])
  }

  /// Removes a second header; safe if it equals the first.
  static func removal(
    of header: IndexHeader, after first: IndexHeader?, lines: Range<Int>
  ) -> Fix {
    removal(of: lines, isRepeated: isRepeated(header, of: first))
  }

  /// Removes the lines of a second header.
  static func removal(of lines: Range<Int>, isRepeated: Bool) -> Fix {
    Fix(
      "remove the second header", isRepeated ? .safe : .unsafe,
      edits: [.init(range: lines, text: "")])
  }

  /// How safe it is to remove lines before a header: comments may say what nothing else says.
  package static func safety(ofRemoving preamble: IndexPreamble) -> Fix.Safety {
    preamble.isSeparator ? .safe : .unsafe
  }

  /// Whether a header has the same names as another.
  package static func isRepeated(_ header: IndexHeader, of first: IndexHeader?) -> Bool {
    header.names.map { $0.lowercased() } == first?.names.map { $0.lowercased() }
  }
}
