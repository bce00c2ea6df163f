internal import Formats
internal import RegistryValidation

/// The formats a difference can be written in.
public enum DifferenceFormat: String, Sendable, Hashable, CaseIterable {
  /// One line per finding, for people.
  case text
  /// One document, as `difference.schema.json` describes it.
  case json
  /// A table, for a pull request.
  case markdown
}

extension ReportDifference {
  /// Writes the difference.
  ///
  /// - Parameters:
  ///   - format: The format.
  ///   - toolVersion: The version of this program.
  ///   - usesColor: Whether text is coloured for a terminal.
  /// - Returns: The bytes, in UTF-8.
  public func written(
    as format: DifferenceFormat, toolVersion: String, usesColor: Bool = false
  ) -> [UInt8] {
    switch format {
    case .text: Array(text(TextStyle(usesColor)).utf8)
    case .json: json(toolVersion)
    case .markdown: Array(markdown.utf8)
    }
  }

  /// The counts, in one line without LF.
  public var summary: String {
    State.allCases.compactMap { state in
      let count = count(of: state)
      return count > 0 || state != .unknown ? "\(count) \(state.rawValue)" : nil
    }.joined(separator: ", ")
  }

  // MARK: - Formats

  /// One line for each finding that is not in both, and each dataset whose coverage differs.
  private func text(_ style: TextStyle) -> String {
    findingLines(style)
      + coverage.map { change in
        let dataset = TextStyle.harmless(change.dataset.clipped)
        return style.bold("coverage ") + "\(dataset): \(change.text)\n"
      }.joined()
  }

  private func findingLines(_ style: TextStyle) -> String {
    items.filter { $0.state != .still }.map { item in
      let word = item.state.rawValue + String(repeating: " ", count: 8 - item.state.rawValue.count)
      let line =
        style.bold(word) + TextStyle.harmless(Self.place(of: item)) + ": "
        + "\(style.word(item.finding.severity)) \(item.finding.rule) "
        + TextStyle.harmless(item.finding.message) + Self.note(on: item)
      return line + "\n"
    }.joined()
  }

  private static func place(of item: Item) -> String {
    let place = item.finding.location
    return place.uri + (place.line.map { ":\($0):\(place.column ?? 1)" } ?? "")
  }

  private static func note(on item: Item) -> String {
    var notes: [String] = []
    if item.isByCount {
      notes.append("\(item.count) by count, for example this one")
    } else if item.count > 1 {
      notes.append("\(item.count) times")
    }
    if item.state == .new, item.finding.suppression != nil { notes.append("suppressed") }
    if item.state == .new, item.finding.baseline == .known { notes.append("known") }
    if item.state == .unknown {
      notes.append("the \(item.isPresent ? "earlier" : "later") run did not check for it")
    }
    return notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"
  }

  private func json(_ toolVersion: String) -> [UInt8] {
    let counts = State.allCases.map { state in
      (key: state.rawValue, value: JSONValue.number(count(of: state)))
    }
    var parts = Report.Parts(
      settings: .init(profile: .default, failLevel: failLevel, reasonsOff: [:]), rules: rules)
    parts.findings = items.map(\.finding)
    let values = ReportValues(report: Report(parts), options: .init(toolVersion: toolVersion))
    let items = items.map { item -> JSONValue in
      .present([
        ("state", .string(item.state.rawValue)), ("count", .number(item.count)),
        ("byCount", item.isByCount ? true : Optional<JSONValue>.none),
        ("finding", .object(values.finding(item.finding))),
      ])
    }
    let coverage =
      coverage.isEmpty ? Optional<JSONValue>.none : .array(coverage.map(\.value))
    return JSONWriter.writeHarmless(
      .present([
        ("schemaVersion", 1),
        ("tool", ["name": "scregistry", "version": .string(toolVersion)]),
        ("failLevel", .string(failLevel.rawValue)), ("verdict", .string(verdict.rawValue)),
        ("counts", .object(counts)), ("items", .array(items)), ("coverage", coverage),
      ]))
  }

  private var markdown: String {
    let shown = items.filter { $0.state != .still }
    // GitHub takes comments of at most 65,536 characters.
    let datasets = coverageTable(limit: 20_000)
    return "**\(summary)**\n" + findingTable(shown, limit: 60_000 - datasets.utf8.count) + datasets
  }

  /// The datasets whose coverage differs.
  private func coverageTable(limit: Int) -> String {
    guard !coverage.isEmpty else { return "" }
    var text = "\n| dataset | coverage |\n|---|---|\n"
    for (number, change) in coverage.enumerated() {
      let row =
        "| \(MarkdownText.code(change.dataset.clipped)) | \(MarkdownText.sentence(change.text)) |\n"
      guard text.utf8.count + row.utf8.count < limit else {
        return text + "\n\(coverage.count - number) more datasets are not shown.\n"
      }
      text += row
    }
    return text
  }

  private func findingTable(_ shown: [Item], limit: Int) -> String {
    guard !shown.isEmpty else { return "" }
    var text = ""
    text += "\n| | severity | rule | place | message |\n|---|---|---|---|---|\n"
    var left = limit
    for (number, item) in shown.enumerated() {
      let row =
        "| \(item.state.rawValue) | \(item.finding.severity.rawValue) | \(item.finding.rule) | "
        + MarkdownText.code(Self.place(of: item)) + " | "
        + MarkdownText.sentence(item.finding.message + Self.note(on: item)) + " |\n"
      left -= row.utf8.count
      guard left > 0 else { return text + "\n\(shown.count - number) more are not shown.\n" }
      text += row
    }
    return text
  }
}
