internal import Formats

extension Report {
  /// Sorts notices by their content alone.
  package static func sorted(_ notices: [Notice]) -> [Notice] {
    notices.sorted { left, right in
      let places = [left, right].map { ($0.uri ?? "", $0.code, $0.message) }
      if places[0] != places[1] { return places[0] < places[1] }
      return !left.isTransient && right.isTransient
    }
  }

  /// Sorts timelines by target and dataset.
  package static func sorted(_ timelines: [Timeline]) -> [Timeline] {
    timelines.sorted {
      $0.target == $1.target
        ? ExactText($0.dataset) < ExactText($1.dataset) : $0.target < $1.target
    }
  }

  /// Sorts findings by their content alone: by file, place and code.
  package static func sorted(_ findings: [Finding]) -> [Finding] { findings.sorted(by: isBefore) }

  /// Orders findings by file, place and code.
  package static func isBefore(_ left: Finding, _ right: Finding) -> Bool {
    if left.location.uri != right.location.uri { return left.location.uri < right.location.uri }
    let (line, other) = (left.location.line ?? 0, right.location.line ?? 0)
    if line != other { return line < other }
    let (column, another) = (left.location.column ?? 0, right.location.column ?? 0)
    if column != another { return column < another }
    // A Parquet file has rows instead of lines.
    let (row, next) = (left.location.row ?? 0, right.location.row ?? 0)
    if left.location.line == nil, right.location.line == nil, row != next { return row < next }
    if left.rule != right.rule { return left.rule < right.rule }
    if left.message != right.message { return left.message < right.message }
    let names = [left.fingerprint, right.fingerprint]
    if names[0] != names[1] { return names[0] < names[1] }
    return left.details.lexicographicallyPrecedes(right.details)
  }
}

extension Finding {
  /// Other details that distinguish findings at one place, so their order never depends on chance.
  fileprivate var details: [String] {
    let numbers = [
      occurrences, location.endLine, location.endColumn, location.row, location.rowGroup,
      location.fieldIndex,
      location.byteOffset, excerpt?.column, excerpt?.length,
    ].map { $0.map(String.init) }
    let texts = [
      severity.rawValue, countedIn, dataset, location.pointer, location.field, expected, actual,
      excerpt?.text,
      causedBy, suppression?.reason, suppression?.owner, suppression?.expires, baseline?.rawValue,
      fix?.description, fix?.safety.rawValue,
    ]
    return (numbers + texts).map { $0 ?? "" }
      + related.flatMap { [$0.uri, $0.line.map(String.init) ?? "", $0.message] }
      + (fix?.edits.flatMap { ["\($0.range)", $0.text] } ?? [])
  }
}
