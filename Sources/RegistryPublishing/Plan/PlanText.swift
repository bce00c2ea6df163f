internal import Formats

extension RegistryPlan {
  /// The plan as text for people; nothing in it can harm a terminal.
  public var text: String {
    var lines: [String] = []
    for notice in notices { lines.append("note: \(notice)") }
    for dataset in datasets where dataset.isChanged { lines += self.lines(of: dataset) }
    let same = datasets.filter { !$0.isChanged }
    if !same.isEmpty { lines.append("\(same.count.counted("dataset")) unchanged") }
    for dataset in same {
      let changes = words(of: dataset)
      if !changes.isEmpty { lines.append("\(dataset.id): \(changes.joined(separator: ", "))") }
      lines += Self.named(dataset)
    }
    lines += fieldLines
    if !untouched.isEmpty {
      let more = untouched.count - Self.nameLimit
      lines.append(
        "not in the sources: \(untouched.count.counted("dataset")) of the catalog: "
          + untouched.sorted().prefix(Self.nameLimit).joined(separator: ", ")
          + (more > 0 ? " and \(more) more, which --output json lists" : ""))
    }
    for refusal in refusals {
      lines.append(
        isForced
          ? "note: \(refusal.plainText) (allowed by --force)" : "refused: \(refusal.text)")
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

  private func lines(of dataset: Dataset) -> [String] {
    let range = "\(dataset.start ?? "") to \(dataset.stop ?? "")"
    var lines = [
      "\(dataset.isNew ? "new " : "")\(dataset.id): \(dataset.rows.counted("row")), \(range)"
        + (dataset.isNew ? "" : "; before \(dataset.rowsBefore)")
        + (dataset.years.map { ", in \($0.lowerBound) to \($0.upperBound)" } ?? "")
    ]
    let changes = words(of: dataset)
    if !changes.isEmpty { lines.append("  rows: \(changes.joined(separator: ", "))") }
    for file in dataset.files where file.action != .keep {
      let rows = file.action == .delete ? "" : ", \(file.rows.counted("row"))"
      lines.append("  \(file.action.rawValue) \(file.key)\(rows)")
    }
    if !dataset.isNew { lines += dataset.samples.map { "  \($0)" } }
    return lines + Self.named(dataset)
  }

  /// How the rows of a dataset change, in words.
  private func words(of dataset: Dataset) -> [String] {
    let changes = dataset.changes
    let older = dataset.olderVersions
    // Every row of a new dataset is new.
    return [
      (dataset.isNew ? 0 : changes.added, "new"), (changes.replaced, "replaced"),
      (changes.moved, "moved"), (changes.relocated, "moved to another key"),
      (changes.changed, "changed"), (changes.superseded, "superseded"),
      (changes.removed, "removed"), (changes.removedPresent, "of them with files that are present"),
      (isPartial ? 0 : changes.missing, "missing but kept"),
      (isPartial ? 0 : changes.unclaimed, "present but not claimed"),
      (isPartial ? 0 : changes.empty, "present but empty"),
      (older, older == 1 ? "older version skipped" : "older versions skipped"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
  }

  /// The maximum number of files of one kind that the text names, for each dataset.
  private static let nameLimit = 100

  /// The files that are gone, moved or superseded.
  private static func named(_ dataset: Dataset) -> [String] {
    let byKind = Dictionary(grouping: dataset.named, by: \.kind)
    return RowChange.Kind.allCases.flatMap { kind in
      let all = byKind[kind] ?? []
      var lines = all.prefix(nameLimit).map { "  \($0.text)" }
      if all.count > nameLimit {
        lines.append(
          "  and \(all.count - nameLimit) more \(kind.words), which --output json lists")
      }
      return lines
    }
  }

  /// The fields of the catalog that change; each change sets `modification`.
  private var fieldLines: [String] {
    fieldChanges.filter { $0.field != "modification" }.map(\.text)
  }

  /// The plan as JSON.
  public var json: [UInt8] {
    JSONWriter.writeHarmless([
      "destination": .string(destination), "isNew": .bool(isNew),
      "changesCatalog": .bool(changesCatalog), "isForced": .bool(isForced),
      "isPartial": .bool(isPartial), "datasets": .array(datasets.map(Self.value)),
      "fieldChanges": .array(fieldChanges.map(\.json)),
      "untouched": .array(untouched.map { .string($0) }),
      "notices": .array(notices.map { .string($0) }),
      "refusals": .array(
        refusals.map { refusal in
          [
            "dataset": refusal.dataset.map { .string($0) } ?? .null,
            "reason": .string(refusal.reason),
            "allow": refusal.opening.map { .string($0.rawValue) } ?? .null,
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
        "missing": .number(changes.missing), "relocated": .number(changes.relocated),
        "unclaimed": .number(changes.unclaimed), "empty": .number(changes.empty),
        "removedPresent": .number(changes.removedPresent),
      ],
      "files": .array(
        dataset.files.map { file in
          [
            "key": .string(file.key), "year": .number(file.year), "rows": .number(file.rows),
            "action": .string(file.action.rawValue),
          ]
        }),
      "samples": .array(dataset.samples.map { .string($0) }),
      "olderVersions": .number(dataset.olderVersions),
      "named": .array(dataset.named.map(\.json)),
    ]
  }
}
