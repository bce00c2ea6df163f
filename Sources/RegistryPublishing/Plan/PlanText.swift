internal import Formats

extension RegistryPlan {
  /// The plan as text for people; nothing in it can harm a terminal.
  public var text: String {
    var lines: [String] = []
    for notice in notices { lines.append("note: \(notice)") }
    for dataset in datasets where dataset.isChanged { lines += Self.lines(of: dataset) }
    let same = datasets.count { !$0.isChanged }
    if same > 0 { lines.append("\(same.counted("dataset")) unchanged") }
    if !untouched.isEmpty {
      lines.append("not in the sources: \(untouched.count.counted("dataset")) of the catalog")
    }
    for refusal in refusals {
      lines.append("refused: \(refusal.dataset.map { "\($0): " } ?? "")\(refusal.reason)")
    }
    if isEmpty {
      lines.append("nothing changes")
    } else {
      let files = datasets.flatMap(\.files)
      let counts = [
        (files.count { $0.action == .create }, "new"),
        (files.count { $0.action == .replace }, "rewritten"),
        (files.count { $0.action == .delete }, "deleted"),
        (files.count { $0.action == .keep }, "kept"),
      ]
      let words = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
      let catalog = changesCatalog ? (isNew ? ", a new catalog" : ", the catalog") : ""
      let text = words.isEmpty ? "none" : words.joined(separator: ", ")
      lines.append("index files: \(text)\(catalog)")
    }
    return lines.map { HarmlessText.of($0) + "\n" }.joined()
  }

  private static func lines(of dataset: Dataset) -> [String] {
    let range = "\(dataset.start ?? "") to \(dataset.stop ?? "")"
    var lines = [
      "\(dataset.isNew ? "new " : "")\(dataset.id): \(dataset.rows.counted("row")), \(range)"
        + (dataset.isNew ? "" : "; before \(dataset.rowsBefore)")
        + (dataset.years.map { ", in \($0.lowerBound) to \($0.upperBound)" } ?? "")
    ]
    let changes = dataset.changes
    let words = [
      (changes.added, "new"), (changes.replaced, "replaced"), (changes.moved, "moved"),
      (changes.changed, "changed"), (changes.superseded, "superseded"),
      (changes.removed, "removed"), (changes.missing, "missing but kept"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    if !dataset.isNew, !words.isEmpty { lines.append("  rows: \(words.joined(separator: ", "))") }
    for file in dataset.files where file.action != .keep {
      lines.append("  \(file.action.rawValue) \(file.key), \(file.rows.counted("row"))")
    }
    if !dataset.isNew { lines += dataset.samples.map { "  \($0)" } }
    return lines
  }

  /// The plan as JSON.
  public var json: [UInt8] {
    JSONWriter.writeHarmless([
      "destination": .string(destination), "isNew": .bool(isNew),
      "changesCatalog": .bool(changesCatalog),
      "datasets": .array(datasets.map(Self.value)),
      "untouched": .array(untouched.map { .string($0) }),
      "notices": .array(notices.map { .string($0) }),
      "refusals": .array(
        refusals.map { refusal in
          [
            "dataset": refusal.dataset.map { .string($0) } ?? .null,
            "reason": .string(refusal.reason),
          ]
        }),
    ])
  }

  private static func value(of dataset: Dataset) -> JSONValue {
    let changes = dataset.changes
    return [
      "id": .string(dataset.id), "index": .string(dataset.index), "isNew": .bool(dataset.isNew),
      "rowsBefore": .number(dataset.rowsBefore), "rows": .number(dataset.rows),
      "start": dataset.start.map { .string($0) } ?? .null,
      "stop": dataset.stop.map { .string($0) } ?? .null,
      "years": dataset.years.map { [.number($0.lowerBound), .number($0.upperBound)] } ?? .null,
      "changes": [
        "added": .number(changes.added), "replaced": .number(changes.replaced),
        "moved": .number(changes.moved), "changed": .number(changes.changed),
        "superseded": .number(changes.superseded), "removed": .number(changes.removed),
        "missing": .number(changes.missing),
      ],
      "files": .array(
        dataset.files.map { file in
          [
            "key": .string(file.key), "year": .number(file.year), "rows": .number(file.rows),
            "action": .string(file.action.rawValue),
          ]
        }),
      "samples": .array(dataset.samples.map { .string($0) }),
    ]
  }
}
