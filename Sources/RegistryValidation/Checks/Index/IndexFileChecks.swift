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
    let names = header.unexpectedNames(in: layout, table: table)
    if let first = names.first {
      let isNone = first.name.isEmpty
      report(
        "IDX007",
        isNone
          ? "header has no name for the column \(first.own)"
          : "header calls the column \(first.own) \"\(first.name)\"",
        expected: table.header(hasStop: layout.stop != nil),
        fix: summary.isPlausible ? HeaderFixes.names(of: header, layout, table) : nil)
    }
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

  private mutating func reportColumns(_ layout: IndexLayout) {
    if layout.stop == nil, table.requiredColumns > 3, expectation.isDialectCertain {
      report("IDX020", "rows have no stop", expected: table.header(hasStop: true))
    }
    if !layout.isInOrder {
      report(
        "IDX048", "columns are in the order start, datakey, filesize, stop",
        expected: table.header(hasStop: true),
        fix: summary.isPlausible ? Fix("put the columns into the order of the spec", .safe) : nil)
    }
    let extra = layout.columnCount - layout.ownColumnCount
    guard expectation.isInfoKnown else { return }
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
