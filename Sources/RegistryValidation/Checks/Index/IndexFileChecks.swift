internal import SharedCloudRegistry

/// Findings about the whole index file, after its last row.
extension IndexCheck {
  mutating func reportWholeFile(
    endsWithLineFeed: Bool, size: Int, lines: Int, hasByteOrderMark: Bool
  ) {
    if lines == 0 {
      return report(
        "IDX003", "file is empty: it has 0 bytes", fix: HeaderFixes.headerOfEmptyFile(table))
    }
    if hasByteOrderMark {
      report(
        "IDX009", "file begins with a byte order mark",
        fix: Fix("remove the byte order mark", .safe, edits: [.init(range: 0..<3, text: "")]))
    }
    if !endsWithLineFeed {
      rows.file.report("IDX011", "the last line has no line end") {
        $0.location.line = lines
        $0.location.column = 1
        $0.fix = Fix(
          "end the last line with LF", .safe, edits: [.init(range: size..<size, text: "\n")])
      }
    }
    reportHeader(start: hasByteOrderMark ? 3 : 0)
    guard let layout else {
      return report("IDX004", "file has no rows, only a header")
    }
    reportColumns(layout)
  }

  /// Reports content that is not what the name of the file says.
  ///
  /// - Returns: Why the rows were not evaluated.
  mutating func reportForeign(_ foreign: ForeignContent) -> String {
    switch foreign.kind {
    case .gzip:
      report("IDX049", "the content is compressed with gzip", expected: "rows, as the name says")
    case .shifted:
      report(
        "IDX054",
        "columns are shifted by one: a column comes before start in "
          + "\(foreign.rows ?? 0) rows", expected: table.header(hasStop: true))
    case .blank, .other:
      report(
        "IDX053", "the content is not an index file: it is \(foreign.description)",
        expected: "rows of start, stop, datakey and filesize, separated by commas")
    }
    return foreign.description
  }

  /// Reports that rows and header do not show the columns.
  ///
  /// - Returns: Why the rows were not evaluated.
  mutating func reportUnknownLayout(_ reason: String) -> String {
    report("IDX055", "the columns are not known: \(reason)", expected: table.header(hasStop: true))
    return "the columns are not known: \(reason)"
  }

  private mutating func report(
    _ code: String, _ message: String, expected: String? = nil, fix: Fix? = nil
  ) {
    rows.file.report(code, message) {
      $0.location.line = 1
      $0.location.column = 1
      $0.location.byteOffset = 0
      $0.expected = expected
      $0.identity = code
      $0.fix = fix
    }
  }

  private mutating func reportHeader(start: Int) {
    guard let header else {
      return report(
        "IDX008", "file has no header line", expected: table.header(hasStop: layout?.stop != nil),
        fix: layout.flatMap {
          summary.isPlausible
            ? HeaderFixes.missing($0, table, parameters: expectation.parameters, at: start) : nil
        })
    }
    let text = header.names.joined(separator: ", ")
    if !header.hasHash {
      report(
        "IDX005", "header \"\(text)\" does not begin with #", expected: "# \(text)",
        fix: HeaderFixes.hash(before: header))
    }
    guard let layout else { return }
    reportNames(header, layout)
    let names2 = Set(header.names.map { $0.lowercased() })
    let hasChecksum = names2.contains("checksum")
    let hasAlgorithm = names2.contains("checksum_algorithm")
    if hasChecksum != hasAlgorithm {
      report(
        "IDX045",
        hasChecksum
          ? "column checksum has no checksum_algorithm"
          : "column checksum_algorithm has no checksum",
        expected: "both columns, or neither")
    }
  }

  private mutating func reportNames(_ header: IndexHeader, _ layout: IndexLayout) {
    let least = Swift.max(layout.columnCount, layout.stop == nil ? 0 : 4)
    // Commas at the end of each row have a finding of their own.
    let ownColumns = Swift.max(layout.ownColumnCount, 4)
    if header.names.count < (endsInCommas(layout) ? ownColumns : least) {
      report(
        "IDX082", "header has \(header.names.count) names; the Python client needs \(least)",
        expected: "\(least) names")
    }
    let fix = summary.isPlausible ? HeaderFixes.names(of: header, layout, table) : nil
    if let first = header.unexpectedNames(in: layout, table: table).first {
      report(
        "IDX007",
        first.name.isEmpty
          ? "header has no name for the column \(first.own)"
          : "header calls the column \(first.own) \"\(first.name)\"",
        expected: table.header(hasStop: layout.stop != nil), fix: fix)
    } else if header.names.count != layout.columnCount, !endsInCommas(layout) {
      let names = header.names.count
      report(
        "IDX007",
        "header has \(names) names, most rows have \(layout.columnCount) fields",
        expected: "\(layout.columnCount) names")
    }
  }

  /// Whether each row ends in commas that separate nothing.
  private func endsInCommas(_ layout: IndexLayout) -> Bool {
    let extra = layout.columnCount - layout.ownColumnCount
    return extra > 0 && summary.rows > 0 && rowsEndingInCommas == summary.rows
      && header?.names.count != layout.columnCount && expectation.parameters?.count != extra
  }

  private mutating func reportColumns(_ layout: IndexLayout) {
    if layout.stop == nil, table.requiredColumns > 3 {
      report(
        "IDX020",
        expectation.isDialectCertain
          ? "rows have no stop"
          : "rows have no stop; since no catalog tells the version, "
            + "version \(table.dialect.newestVersion) is assumed",
        expected: table.header(hasStop: true))
    }
    if endsInCommas(layout) {
      let names = header.map { "header has \($0.names.count) names, " } ?? ""
      let rows = summary.rows
      report(
        "IDX056",
        "each row ends in a comma: \(names)\(rows) row\(rows == 1 ? "" : "s") "
          + "\(layout.columnCount) fields", expected: "no comma after filesize")
    }
    if !layout.isInOrder {
      report(
        "IDX048", "columns are in the order start, datakey, filesize, stop",
        expected: table.header(hasStop: true),
        fix: summary.isPlausible ? Fix("put the columns into the order of the spec", .safe) : nil)
    }
    let extra = layout.columnCount - layout.ownColumnCount
    guard expectation.isInfoKnown, !endsInCommas(layout) else { return }
    let names = header?.extraNames(in: layout)
    guard let parameters = expectation.parameters else {
      if extra > 0 { reportUndeclared(extra, names ?? []) }
      return
    }
    reportDifference(parameters, extra, names)
  }

  /// Reports columns without info document, except checksum columns, which the spec defines.
  ///
  /// Reading: contradiction 31 of the spec; where there is an info document they must be in it.
  private mutating func reportUndeclared(_ extra: Int, _ names: [String]) {
    let defined = ["checksum", "checksum_algorithm"]
    let count = extra - names.filter { defined.contains($0.lowercased()) }.count
    guard count > 0 else { return }
    report(
      "IDX046",
      "\(count) column\(count == 1 ? "" : "s") after filesize, but no info file declares "
        + (count == 1 ? "it" : "them"))
  }

  private mutating func reportDifference(_ parameters: [String], _ extra: Int, _ names: [String]?) {
    let declared = parameters.joined(separator: ", ")
    if parameters.count != extra {
      return report(
        "IDX047",
        "\(extra) column\(extra == 1 ? "" : "s") after filesize, but the info file declares "
          + "\(parameters.count)", expected: declared)
    }
    let found = Set((names ?? []).map { $0.lowercased() })
    // Names in a header are advisory; only the same names in another order are a fault.
    guard let names, found == Set(parameters.map { $0.lowercased() }),
      names.map({ $0.lowercased() }) != parameters.map({ $0.lowercased() })
    else { return }
    report(
      "IDX047", "columns after filesize are in another order than in the info file",
      expected: declared)
  }
}
