internal import SharedCloudRegistry

/// Faults of the columns of an index file: missing, in another order, undeclared.
///
/// Spec: SCR 1.1 §3.2, the columns; §3.4, further columns are declared in an info document.
extension IndexCheck {
  /// Whether each row ends in commas that separate nothing.
  func endsInCommas(_ layout: IndexLayout) -> Bool {
    let extra = layout.columnCount - layout.ownColumnCount
    return extra > 0 && summary.rows > 0 && rowsEndingInCommas == summary.rows
      && header?.names.count != layout.columnCount && expectation.parameters?.count != extra
  }

  /// Reports on the columns that most rows show.
  mutating func reportColumns(_ layout: IndexLayout) {
    if layout.stop == nil, table.requiresStop {
      report(
        .stopColumnMissing,
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
        .rowsEndInCommas,
        "each row ends in a comma: \(names)\(rows) row\(rows == 1 ? "" : "s") "
          + "\(layout.columnCount) fields", expected: "no comma after filesize")
    }
    if !layout.isInOrder {
      report(
        .columnsInAnotherOrder, "columns are in the order start, datakey, filesize, stop",
        expected: table.header(hasStop: true),
        fix: summary.isPlausible ? Fix("put the columns into the order of the spec", .safe) : nil)
    }
    let extra = layout.columnCount - layout.ownColumnCount
    guard expectation.isInfoKnown, !endsInCommas(layout) else { return }
    let names = header?.extraNames(in: layout)
    guard let parameters = expectation.parameters else {
      if extra > 0 { reportUndeclared(extra, names: names ?? []) }
      return
    }
    reportDifference(parameters, extra: extra, names: names)
  }

  /// Reports columns without info document, except checksum columns, which the spec defines.
  ///
  /// Reading: contradiction 31 of the spec; where there is an info document they must be in it.
  private mutating func reportUndeclared(_ extra: Int, names: [String]) {
    let defined = [table.checksumNames.checksum, table.checksumNames.algorithm]
    let count = extra - names.filter { defined.contains($0.lowercased()) }.count
    guard count > 0 else { return }
    report(
      .extraColumnsUndeclared,
      "\(count) column\(count == 1 ? "" : "s") after filesize, but no info file declares "
        + (count == 1 ? "it" : "them"))
  }

  private mutating func reportDifference(_ parameters: [String], extra: Int, names: [String]?) {
    let declared = parameters.joined(separator: ", ")
    if parameters.count != extra {
      return report(
        .extraColumnsDiffer,
        "\(extra) column\(extra == 1 ? "" : "s") after filesize, but the info file declares "
          + "\(parameters.count)", expected: declared)
    }
    let found = Set((names ?? []).map { $0.lowercased() })
    // Names in a header are advisory; only the same names in another order are a fault.
    guard let names, found == Set(parameters.map { $0.lowercased() }),
      names.map({ $0.lowercased() }) != parameters.map({ $0.lowercased() })
    else { return }
    report(
      .extraColumnsDiffer, "columns after filesize are in another order than in the info file",
      expected: declared)
  }
}
