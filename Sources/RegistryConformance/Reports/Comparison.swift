internal import Formats
public import RegistryReports
internal import RegistryValidation

/// Several implementations side by side: how many cases of each area and level they passed.
public struct Comparison: Sendable {
  /// One implementation.
  public struct Column: Sendable {
    /// Its name and version.
    public var name: String
    /// The version of the suite.
    public var suiteVersion: String
    /// The SHA-256 of `suite.json`.
    public var suiteDigest: String
    /// Its verdict: `conformant`, `not-conformant` or `undetermined`.
    public var verdict: String
    /// The outcomes of the decisive cases, by area and level.
    var counts: [Row: RunReport.Count] = [:]
    /// The outcome of each case, by id.
    var outcomes: [String: String] = [:]
  }

  /// The compared implementations.
  struct Row: Sendable, Hashable {
    var area: String
    var level: RequirementLevel
  }

  /// The implementations.
  public private(set) var columns: [Column] = []
  private var areas: [String] = []

  /// Makes an empty comparison.
  public init() {}

  /// Adds the results of a run.
  ///
  /// - Parameter report: The report.
  public mutating func add(_ report: RunReport) {
    let one = report.implementation
    var column = Column(
      name: "\(one.name) \(one.version)", suiteVersion: report.suiteVersion,
      suiteDigest: report.suiteDigest, verdict: report.verdict.rawValue)
    for result in report.results {
      add(
        result.id, row: Row(area: result.area, level: result.level), outcome: result.outcome,
        counts: result.counts,
        to: &column)
    }
    columns.append(column)
  }

  /// Adds the results of a run from its JSON report.
  ///
  /// - Parameters:
  ///   - bytes: The report.
  ///   - name: The file, for messages.
  /// - Throws: `UnusableFile` with the place of the first fault.
  public mutating func add(reading bytes: [UInt8], name: String) throws(UnusableFile) {
    let root = try SuiteFormats.report.root(of: bytes, name: name)
    let one = root["implementation"]
    var column = Column(
      name: "\(one?["name"]?.text ?? "") \(one?["version"]?.text ?? "")",
      suiteVersion: root["suite"]?["version"]?.text ?? "",
      suiteDigest: root["suite"]?["digest"]?.text ?? "", verdict: root["verdict"]?.text ?? "")
    for result in root["cases"].map({ Array($0.elements) }) ?? [] {
      guard let outcome = result["outcome"].flatMap({ CaseResult.Outcome(rawValue: $0.text) }),
        let level = result["level"].flatMap({ RequirementLevel(rawValue: $0.text) })
      else { continue }
      add(
        result["id"]?.text ?? "", row: Row(area: result["area"]?.text ?? "", level: level),
        outcome: outcome,
        counts: result["status"]?.text == "stable", to: &column)
    }
    columns.append(column)
  }

  private mutating func add(
    _ id: String, row: Row, outcome: CaseResult.Outcome, counts: Bool,
    to column: inout Column
  ) {
    if !areas.contains(row.area) { areas.append(row.area) }
    column.outcomes[id] = outcome.rawValue
    if counts { column.counts[row, default: RunReport.Count()].add(outcome) }
  }

  /// Whether all ran the same suite.
  public var isOfOneSuite: Bool { Set(columns.map(\.suiteDigest)).count <= 1 }
}

// MARK: - Writing

extension Comparison {
  /// The matrix as text, Markdown or JSON.
  ///
  /// - Parameter format: `text`, `markdown` or `json`; others are written as text.
  /// - Returns: The bytes, in UTF-8.
  public func written(as format: RunFormat) -> [UInt8] {
    switch format {
    case .json: JSONWriter.writeHarmless(value)
    case .markdown: Array(markdown.utf8)
    default: Array(text.utf8)
    }
  }

  private var rows: [Row] {
    areas.flatMap { area in
      [RequirementLevel.must, .should, .may].map { Row(area: area, level: $0) }
    }.filter { row in columns.contains { $0.counts[row] != nil } }
  }

  private func cells(_ row: Row) -> [String] {
    columns.map { column in column.counts[row].map { "\($0.passed)/\($0.total)" } ?? "-" }
  }

  private var totals: [String] {
    columns.map { column in
      let all = column.counts.filter { $0.key.level == .must }.values
      return "\(all.reduce(0) { $0 + $1.passed })/\(all.reduce(0) { $0 + $1.total })"
    }
  }

  private var warning: String {
    isOfOneSuite ? "" : "the results are not comparable: their suites differ"
  }

  private var text: String {
    let head = ["area", "level"] + columns.map { HarmlessText.of($0.name) }
    let body = rows.map { [$0.area, $0.level.rawValue] + cells($0) }
    let foot = [
      ["all", "MUST"] + totals, ["verdict", ""] + columns.map { HarmlessText.of($0.verdict) },
    ]
    return TextTable.text([head] + body + foot) + (warning.isEmpty ? "" : warning + "\n")
  }

  private var markdown: String {
    let head = ["Area", "Level"] + columns.map { MarkdownText.sentence($0.name) }
    let body = rows.map { [MarkdownText.sentence($0.area), $0.level.rawValue] + cells($0) }
    let foot = [
      ["**all**", "MUST"] + totals,
      ["**verdict**", ""] + columns.map { MarkdownText.sentence($0.verdict) },
    ]
    let table = MarkdownPage.table(
      head, alignment: "ll" + String(repeating: "r", count: columns.count), rows: body + foot)
    return table + (warning.isEmpty ? "" : "\n\(warning.capitalizedFirst).\n")
  }

  private var value: JSONValue {
    let areas = rows.map { row -> JSONValue in
      [
        "area": .string(row.area), "level": .string(row.level.rawValue),
        "counts": .array(columns.map { Self.value(of: $0.counts[row]) }),
      ]
    }
    let ids = Set(columns.flatMap(\.outcomes.keys)).sorted()
    let cases = ids.map { id -> (key: String, value: JSONValue) in
      (id, .array(columns.map { column in column.outcomes[id].map { .string($0) } ?? .null }))
    }
    return [
      "schemaVersion": 1, "sameSuite": .bool(isOfOneSuite),
      "implementations": .array(
        columns.map {
          [
            "name": .string($0.name), "suite": .string($0.suiteVersion),
            "verdict": .string($0.verdict),
          ]
        }),
      "areas": .array(areas), "cases": .object(cases),
    ]
  }

  private static func value(of count: RunReport.Count?) -> JSONValue {
    guard let count else { return .null }
    return ["passed": .number(count.passed), "total": .number(count.total)]
  }
}
