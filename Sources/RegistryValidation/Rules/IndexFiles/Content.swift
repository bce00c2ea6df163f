internal import SharedCloudRegistry

/// Faults of an index file as a whole: it has nothing, or something else, or no proper end.
///
/// Spec: SCR 1.1 §4, "text, csv format", one row per data file.
extension IndexCheck {
  /// Reports on the whole file, after its last row.
  mutating func reportWholeFile(
    endsWithLineFeed: Bool, size: Int, lines: Int, hasByteOrderMark: Bool
  ) {
    if lines == 0 {
      return report(
        .emptyFile, "file is empty: it has 0 bytes", fix: HeaderRecipe.headerOfEmptyFile(table))
    }
    if hasByteOrderMark {
      report(
        .indexByteOrderMark, "file begins with a byte order mark",
        fix: Fix("remove the byte order mark", .safe, edits: [.init(range: 0..<3, text: "")]))
    }
    if !endsWithLineFeed {
      rows.file.report(.finalLineEndMissing, "the last line has no line end") {
        $0.location.line = lines
        $0.location.column = 1
        // It may be the only sign that the file is truncated.
        $0.fix = Fix(
          "end the last line with LF", .unsafe, edits: [.init(range: size..<size, text: "\n")])
      }
    }
    reportHeader(start: hasByteOrderMark ? 3 : 0)
    guard let layout else {
      // A line that was too long to be read may be a row.
      guard summary.skippedLines == 0 else { return }
      return report(.noRows, "file has no rows, only a header")
    }
    reportColumns(layout)
  }

  /// Reports content that is not what the name of the file says.
  ///
  /// - Returns: Why the rows were not evaluated.
  mutating func reportForeign(_ foreign: ForeignContent) -> String {
    switch foreign.kind {
    case .gzip:
      report(
        .compressedWithGzip, "the content is compressed with gzip",
        expected: "rows, as the name says")
    case .shifted:
      report(
        .columnsShifted,
        "columns are shifted by one: a column comes before start in "
          + (foreign.rows ?? 0).of("row"), expected: table.header(hasStop: true))
    case .rearranged:
      report(.columnsShifted, foreign.description, expected: table.header(hasStop: true))
    case .swallowed:
      report(
        .carriageReturnInHeader,
        "the header holds all rows, since lines end with carriage returns alone "
          + "(\(foreign.rows ?? 0) rows)", expected: "a line feed at the end of each line")
    case .blank: report(.emptyFile, "file is empty: it has \(foreign.description)")
    case .other:
      report(
        .contentOfAnotherKind, "the content is not an index file: it is \(foreign.description)",
        expected: "rows of start, stop, datakey and filesize, separated by commas")
    }
    return foreign.description
  }

  /// Reports that rows and header do not show the columns.
  ///
  /// - Returns: Why the rows were not evaluated.
  mutating func reportUnknownLayout(_ reason: String) -> String {
    report(
      .columnsNotKnown, "the columns are not known: \(reason)",
      expected: table.header(hasStop: true))
    return "the columns are not known: \(reason)"
  }

  /// Reports a line that was too long to be read.
  mutating func reportLongLine(_ length: Int) {
    summary.skippedLines += 1
    let rule = RuleID.lineTooLong
    rows.file.report(rule, "line \(scanner.line) has \(length) bytes and was not looked at") {
      $0.location.line = scanner.line
      $0.location.column = 1
      $0.location.byteOffset = scanner.lineOffset
      $0.expected = "at most \(lineLimit) bytes"
      $0.actual = "\(length) bytes"
    }
  }

  /// Reports a fault of the file, not of one of its lines.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - message: The fault.
  ///   - expected: What the rule expects.
  ///   - fix: The recipe.
  mutating func report(
    _ rule: RuleID, _ message: String, expected: String? = nil, fix: Fix? = nil
  ) {
    rows.file.report(rule, message) {
      $0.location.line = 1
      $0.location.column = 1
      $0.location.byteOffset = 0
      $0.expected = expected
      $0.identity = rule.code
      $0.fix = fix
    }
  }
}
