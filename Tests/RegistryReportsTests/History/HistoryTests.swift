import Files
import Formats
import JSONSchema
import ObjectStorage
import TestSupport
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Histories", .temporaryFolder)
struct HistoryTests {
  private var folder: String { TemporaryFolder.current.path + "/history" }

  private func recorded(
    _ rules: [String], at time: String? = "2026-01-01T00:00:00Z",
    _ change: (inout Coverage) -> Void = { _ in }
  ) -> RecordedReport {
    var sample = TestReport(targets: [])
    sample.add(target: "s3://b/catalog.json") { coverage in
      coverage.note(.bucket)
      change(&coverage)
    }
    for (index, rule) in rules.enumerated() {
      sample.add(rule, line: index + 3) { $0.identity = rule + "\(index)" }
    }
    return RecordedReport(sample.report, named: "r", options: .forTests { $0.started = time })
  }

  @Test func `name reports by the time of their run and sort by it`() throws {
    let directory = HistoryDirectory(folder)
    #expect(
      try directory.add(recorded(["IDX014"], at: "2026-01-02T10:00:00Z"))
        == .added("2026-01-02T100000Z.json"))
    #expect(
      try directory.add(recorded([], at: "2026-01-01T10:00:00Z"))
        == .added("2026-01-01T100000Z.json"))
    let history = try directory.read()
    #expect(history.points.map(\.started) == ["2026-01-01T10:00:00Z", "2026-01-02T10:00:00Z"])
    #expect(history.points.map(\.verdict) == [.noViolations, .violations])
  }

  @Test func `keep two runs of one second, and each report once`() throws {
    let directory = HistoryDirectory(folder)
    try directory.add(recorded(["IDX014"]))
    #expect(try directory.add(recorded(["IDX015"])) == .added("2026-01-01T000000Z-2.json"))
    #expect(try directory.add(recorded(["IDX015"])) == .present("2026-01-01T000000Z-2.json"))
    #expect(try directory.read().points.count == 2)
  }

  @Test func `keep two runs of one second that found the same`() throws {
    let directory = HistoryDirectory(folder)
    try directory.add(recorded(["IDX014"]), isNewRun: true)
    #expect(
      try directory.add(recorded(["IDX014"]), isNewRun: true) == .added("2026-01-01T000000Z-2.json")
    )
    #expect(try directory.read().summary == "0 new, 0 fixed, 1 still since 2026-01-01T00:00:00Z")
  }

  @Test func `keep all runs of one second that end at the same time`() async throws {
    let report = recorded(["IDX014"])
    let directory = HistoryDirectory(folder)
    let names = try await withThrowingTaskGroup(of: HistoryDirectory.Addition.self) { group in
      for _ in 0..<12 { group.addTask { try directory.add(report, isNewRun: true) } }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(names.count == 12)
    #expect(names.contains(.added("2026-01-01T000000Z-12.json")))
    #expect(try directory.read().points.count == 12)
    let left = try DirectoryNames(of: folder).names.filter { $0.hasPrefix(".") }
    #expect(left == [])
  }

  @Test func `tell what is new, fixed and still there`() throws {
    let directory = HistoryDirectory(folder)
    try directory.add(recorded(["IDX014", "IDX015"], at: "2026-01-01T00:00:00Z"))
    try directory.add(recorded(["IDX014"], at: "2026-01-02T00:00:00Z"))
    try directory.add(recorded(["IDX014", "IDX031"], at: "2026-01-03T00:00:00Z"))
    let history = try directory.read()
    let changes = history.points.map { point in
      point.changes.map { [$0.new, $0.fixed + $0.unknown, $0.still] }
    }
    #expect(changes == [nil, [0, 1, 1], [1, 0, 1]])
    #expect(history.summary == "1 new, 0 fixed, 1 still since 2026-01-02T00:00:00Z")
    let rules = Dictionary(uniqueKeysWithValues: history.rules.map { ($0.code, $0) })
    #expect(rules["IDX014"]?.counts == [1, 1, 1])
    #expect(rules["IDX014"]?.since == "2026-01-01T00:00:00Z")
    #expect(rules["IDX015"]?.counts == [1, 0, 0])
    #expect(rules["IDX015"]?.since == nil)
    #expect(rules["IDX031"]?.since == "2026-01-03T00:00:00Z")
    #expect(history.suffix(2).points.count == 2)
    #expect(history.suffix(2).rules.first { $0.code == "IDX015" } == nil)
  }

  @Test func `call nothing new or fixed that a run did not look for`() throws {
    var history = ReportHistory()
    func add(_ rules: [String], day: Int, _ change: (inout Coverage) -> Void = { _ in }) {
      let time = "2026-01-0\(day)T00:00:00Z"
      history.add(recorded(rules, at: time, change), name: "\(day)", started: time)
    }
    func changes() -> [Int?] {
      let last = history.points.last?.changes
      return [last?.new, last?.fixed, last?.unknown, last?.still]
    }
    add(["IDX014"], day: 1)
    add([], day: 2) { $0.obstruct([.row], because: "s3://b/ds/ds_2010.csv: broken link") }
    #expect(changes() == [0, 0, 1, 0])
    #expect(history.rules.map(\.isUnknown) == [true])
    // The run did not see it, so it is not new when it is seen again.
    add(["IDX014"], day: 3)
    #expect(changes() == [0, 0, 0, 1])
    #expect(history.rules.map(\.since) == ["2026-01-01T00:00:00Z"])
    #expect(history.suffix(1).rules.map(\.since) == ["2026-01-01T00:00:00Z"])
    add([], day: 4) { $0.obstruct([.row], because: "s3://b/ds/ds_2010.csv: broken link") }
    add([], day: 5)
    #expect(changes() == [0, 1, 0, 0])
    #expect(history.rules.map(\.isUnknown) == [false])
  }

  /// The report of a bucket with the given rows of 2010; nil for no index file.
  private func report(
    _ place: String, _ rows: [String]?, hasDataset: Bool = true
  ) async throws -> Report {
    var files = ["catalog.json": Array("{\"catalog\": []}".utf8)]
    if hasDataset { files["catalog.json"] = Array(TestCatalog.oneDataset().utf8) }
    if let rows {
      let text = "# start, stop, datakey, filesize\n" + rows.map { $0 + "\n" }.joined()
      files["ds/ds_2010.csv"] = Array(text.utf8)
    }
    let store = ObjectTree(memory: files, name: place)
    return try await Validator.forTests(profile: .default).validate([
      TargetSource(name: place, content: .tree(store))
    ])
  }

  @Test(
    "call findings fixed only if their file was looked at, or left with its dataset",
    arguments: [
      ("a/", true, true, "fixed"), ("a/", false, true, "unknown"), ("a/", false, false, "fixed"),
      ("b/", true, true, "unknown"), ("b/", false, true, "unknown"),
    ])
  func lookedAt(_ place: String, _ hasFile: Bool, _ hasDataset: Bool, _ state: String) async throws
  {
    let old = try await report("a/", BaselineTests.rows([1, 2]))
    let new = try await report(
      place, hasFile ? BaselineTests.rows([]) : nil, hasDataset: hasDataset)
    let difference = ReportDifference(from: old, to: new)
    let states = difference.items.filter { $0.finding.rule == "IDX037" }
      .map { "\($0.count) \($0.state.rawValue)" }
    #expect(Set(states) == ["1 \(state)"])
    var history = ReportHistory()
    for (day, report) in [old, new, new].enumerated() {
      let time = "2026-01-0\(day + 1)T00:00:00Z"
      let recorded = RecordedReport(report, named: "r", options: .forTests { $0.started = time })
      history.add(recorded, name: "\(day)", started: time)
    }
    // It stays unknown, until a run looks.
    let isUnknown = history.rules.first { $0.code == "IDX037" }?.isUnknown
    #expect(isUnknown == (state == "unknown"))
  }

  @Test func `compare no registry with another one`() async throws {
    func report(_ place: String, _ id: String, _ catalog: String) async throws -> Report {
      let store = ObjectTree(
        memory: [
          "catalog.json": Array(catalog.utf8),
          "\(id)/\(id)_2010.csv": Array("# start, stop, datakey, filesize\n".utf8),
        ], name: place)
      return try await Validator.forTests(profile: .default).validate([
        TargetSource(name: place, content: .tree(store))
      ])
    }
    func catalog(_ id: String) -> String {
      #"{"catalog": [{"id": "\#(id)", "index": "s3://b/\#(id)/"}]}"#
    }
    let one = try await report("one/", "a", catalog("a"))
    let other = try await report("two/", "b", catalog("b"))
    let difference = ReportDifference(from: one, to: other)
    #expect(one.tally.total > 0)
    #expect(difference.count(of: .fixed) == 0)
    #expect(difference.count(of: .new) == 0)
    let moved = ReportDifference(from: one, to: try await report("two/", "a", catalog("a")))
    #expect(moved.count(of: .still) == one.tally.total)
  }

  @Test func `name files that are not reports and leave them as they are`() throws {
    let directory = HistoryDirectory(folder)
    try directory.add(recorded([]))
    for name in ["notes.txt", "other.json", "2026-02-01T000000Z.json"] {
      try TemporaryFolder.current.write("{}", to: "history/\(name)")
    }
    let history = try directory.read()
    #expect(history.points.count == 1)
    #expect(
      Set(history.unusable.map { $0.name.split(separator: "/").last.map(String.init) }).count == 3)
    #expect(try TemporaryFolder.current.text("history/notes.txt") == "{}")
  }

  @Test func `name pipes and do not wait for them`() throws {
    let directory = HistoryDirectory(folder)
    try directory.add(recorded([]))
    try TemporaryFolder.current.makePipe("history/pipe.json")
    let history = try directory.read()
    #expect(history.points.count == 1)
    #expect(history.unusable.count == 1)
  }

  @Test func `read reports with other names at the time of their run`() throws {
    let directory = HistoryDirectory(folder)
    try directory.add(recorded([], at: "2026-01-02T00:00:00Z"))
    let early = recorded(["IDX014"], at: "2026-01-01T00:00:00Z")
    let bytes = early.report.written(as: .json, options: early.options)
    try TemporaryFolder.current.write(
      String(decoding: bytes, as: UTF8.self), to: "history/z.json")
    #expect(try directory.read().points.map(\.name) == ["z.json", "2026-01-02T000000Z.json"])
  }

  @Test func `refuse a report without a time`() {
    #expect(throws: HistoryError.self) { try HistoryDirectory(folder).add(recorded([], at: nil)) }
  }

  // MARK: - Formats

  private func text(_ rules: [String], as format: HistoryFormat) throws -> String {
    let directory = HistoryDirectory(folder)
    try directory.add(recorded([], at: "2026-01-01T00:00:00Z"))
    try directory.add(recorded(rules, at: "2026-01-02T00:00:00Z"))
    return String(
      decoding: try directory.read().written(as: format, toolVersion: "1"), as: UTF8.self)
  }

  @Test(
    "have a badge that tells the verdict in words",
    arguments: [([], "no violations"), (["IDX014"], "1 error")])
  func badge(_ rules: [String], _ words: String) throws {
    #expect(try text(rules, as: .badgeSVG).contains("registry: \(words)</title>"))
    // Letters of 11 px are 4 to 8 px wide on average; a greater length would spread them.
    for part in try text(rules, as: .badgeSVG).split(separator: "textLength=\"").dropFirst() {
      let length = try #require(Int(part.prefix { $0 != "\"" }))
      let letters = part.drop { $0 != ">" }.dropFirst().prefix { $0 != "<" }.count
      #expect((letters * 4...letters * 7 - letters / 2).contains(length), "\(part.prefix(30))")
    }
    let document = try JSONParser.parse(Array(try text(rules, as: .badgeJSON).utf8))
    #expect(document.root["message"]?.string == words)
    #expect(document.root["schemaVersion"]?.integer == 1)
  }

  @Test func `are written as the schema says`() throws {
    let document = try JSONParser.parse(Array(try text(["IDX014"], as: .json).utf8))
    let failures = try CompiledSchema.named("history.schema.json").failures(in: document.root)
    #expect(failures.map(\.description) == [])
  }

  @Test func `have metrics that end as OpenMetrics demands`() throws {
    let lines = try text(["IDX014"], as: .openmetrics).split(separator: "\n")
    #expect(lines.last == "# EOF")
    #expect(lines.contains(#"scregistry_findings{severity="error"} 1"#))
    #expect(lines.contains(#"scregistry_changes{state="new"} 1"#))
    for line in lines where !line.hasPrefix("#") {
      #expect(line.split(separator: " ").count == 2, "\(line)")
    }
  }

  @Test func `have a page with the course of the findings`() throws {
    let page = try text(["IDX014"], as: .html)
    #expect(page.contains("Violations found"))
    #expect(page.contains("1 new, 0 fixed, 0 still"))
    #expect(page.contains("class=\"line-error\" d=\"M52 126L640 10\""))
    for label in ["0", "1", "2026-01-01", "2026-01-02"] {
      #expect(page.contains(">\(label)</text>"), "\(label)")
    }
  }
}
