internal import Formats

extension MigrationPlan {
  /// The plan as text for people; nothing in it can harm a terminal.
  public var text: String {
    var lines = [
      "\(source): \(version.map { "states version \($0)" } ?? "states no version"), "
        + "has the fields of \(dialect)"
    ]
    if datasets.contains(where: { $0.assumedStops > 0 }) {
      let count = datasets.reduce(0) { $0 + $1.assumedStops }
      lines.append(
        "assumed: \(count.counted("row")) without stop, ending at \(policy) (--stop)")
    }
    lines += notices.map { "note: \($0)" }
    if !changes.isEmpty { lines.append("catalog: \(changes.joined(separator: ", "))") }
    lines += sharedChanges
    for dataset in datasets { lines += Self.lines(of: dataset) }
    return lines.map { HarmlessText.of($0) + "\n" }.joined()
  }

  /// What was changed in entries, with the number of entries.
  private var sharedChanges: [String] {
    var counts: [(words: String, count: Int)] = []
    for words in datasets.flatMap(\.changes) {
      if let index = counts.firstIndex(where: { $0.words == words }) {
        counts[index].count += 1
      } else {
        counts.append((words, 1))
      }
    }
    return counts.map { "entries: \($0.words) (\($0.count))" }
  }

  private static func lines(of dataset: Dataset) -> [String] {
    let name =
      dataset.id == dataset.formerID
      ? dataset.id : "\(dataset.id) (before \(dataset.formerID))"
    let words = [
      (dataset.assumedStops, "assumed stop"), (dataset.leftOut, "skipped row"),
      (dataset.repeated, "duplicate row"),
    ].filter { $0.0 > 0 }.map { ", \($0.0.counted($0.1))" }.joined()
    var lines: [String] = []
    if dataset.isMigrated { lines.append("\(name): \(dataset.rows.counted("row"))\(words)") }
    // The refusals list the problems of refused datasets.
    if !dataset.isRefused {
      lines += dataset.problems.map { "skipped: \(name): \($0)" }
    }
    guard dataset.isMigrated else { return lines }
    if !dataset.missingYears.isEmpty {
      let years = dataset.missingYears.map(String.init).joined(separator: ", ")
      lines.append("note: \(name): the catalog covers \(years), but there are no index files")
    }
    return lines + dataset.notices.map { "note: \(name): \($0)" }
  }

  /// The plan as JSON, with what changes at the destination.
  ///
  /// - Parameter registry: What changes.
  /// - Returns: The text.
  public func json(with registry: RegistryPlan) -> [UInt8] {
    JSONWriter.writeHarmless([
      "source": .string(source), "version": version.map { .string($0) } ?? .null,
      "dialect": .string(dialect), "endpoint": .string(endpoint), "stop": .string(policy),
      "changes": Self.list(changes), "notices": Self.list(notices),
      "datasets": .array(datasets.map(Self.value)), "publication": .raw(registry.json),
    ])
  }

  private static func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  private static func value(of dataset: Dataset) -> JSONValue {
    [
      "id": .string(dataset.id), "formerId": .string(dataset.formerID),
      "place": .string(dataset.place), "isMigrated": .bool(dataset.isMigrated),
      "rows": .number(dataset.rows), "assumedStops": .number(dataset.assumedStops),
      "leftOut": .number(dataset.leftOut), "repeated": .number(dataset.repeated),
      "changes": list(dataset.changes), "problems": list(dataset.problems),
      "notices": list(dataset.notices),
      "missingYears": .array(dataset.missingYears.map { .number($0) }),
    ]
  }
}
