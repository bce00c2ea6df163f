import Formats
import JSONSchema
import Testing
import ValidationTestSupport

@testable import RegistryReports
@testable import RegistryValidation

@Suite("The file of a baseline")
struct BaselineFileTests {
  @Test("is read as it was written", arguments: 0..<10)
  func roundTrip(_ seed: Int) throws {
    let report = RandomReport.report(of: Array(seed..<seed + 3))
    let baseline = Baseline(of: report, name: "b.json")
    let read = try Baseline(reading: baseline.written, name: "b.json")
    #expect(read == baseline)
    #expect(read.written == baseline.written)
    let document = try JSONParser.parse(baseline.written)
    let failures = try CompiledSchema.named("baseline.schema.json").failures(in: document.root)
    #expect(failures.map(\.description) == [])
    #expect(document.root["entries"]?.count == baseline.entries.count)
  }

  @Test func `has one entry per line, in order, and no times`() throws {
    let baseline = Baseline(of: RandomReport.report(of: [1, 2, 3]), name: "b.json")
    let lines = String(decoding: baseline.written, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == baseline.entries.count + 6)
    let other = Baseline(name: "b.json", entries: baseline.entries.reversed())
    #expect(other == baseline)
  }

  /// A text, and the message for it.
  static let unusable: [(String, String)] = [
    ("", "b.json:1:1: is not JSON"),
    ("{\n<<<<<<< HEAD\n", "b.json:2:1: is not JSON"),
    ("[]", "b.json:1: is not a baseline of scregistry"),
    (#"{"schemaVersion": 1, "tool": {}}"#, "b.json:1: is not a baseline of scregistry"),
    (
      "{\"format\": \"scregistry-baseline\",\n \"schemaVersion\": 2, \"entries\": []}",
      "b.json:2:19: the baseline has schema version 2, which a newer scregistry wrote"
    ),
    (#"{"format": "scregistry-baseline", "schemaVersion": 1}"#, "entries"),
    (text(#"{"key": "a", "rule": "IDX014"}"#), "b.json:4"),
    (
      text(#"{"key": "a", "rule": "IDX014", "fingerprint": "0123456789abcdef", "line": 3}"#), "line"
    ),
    (text(#"{"key": "a", "rule": "idx", "count": 1}"#), "b.json:4:26: /entries/0/rule"),
    (text(#"{"key": "a", "rule": "IDX014", "count": 0}"#), "/entries/0/count"),
    (text(#"{"key": "a", "rule": "IDX014", "count": -1}"#), "/entries/0/count"),
    (text(#"{"key": "a", "rule": "IDX014", "count": 1.5}"#), "/entries/0/count"),
    (
      text(#"{"key": "a", "rule": "IDX014", "count": 99999999999999999999}"#),
      "count is not a whole"
    ),
    (text(#"{"key": "a", "key": "b", "rule": "IDX014", "count": 1}"#), "duplicate key"),
    (text(#"{"key": 1, "rule": "IDX014", "count": 1}"#), "/entries/0/key"),
    (
      text(
        #"{"key": "a", "rule": "IDX014", "count": 1125899906842624}, {"key": "b", "rule": "IDX014", "count": 1}"#
      ), "add up to more than"
    ),
    (String(repeating: "[", count: 100_000), "is not JSON"),
  ]

  private static func text(_ entries: String) -> String {
    "{\"format\": \"scregistry-baseline\",\n \"schemaVersion\": 1,\n \"entries\": [\n    \(entries)]}"
  }

  @Test("is refused with its line and the cause", arguments: unusable)
  func refusal(_ text: String, _ words: String) {
    let error = #expect(throws: UnusableFile.self) {
      try Baseline(reading: Array(text.utf8), name: "b.json")
    }
    let said = error.map { "\($0)" } ?? ""
    #expect(said.contains(words) && said.hasPrefix("b.json:"), "\(said)")
  }

  @Test func `of equal entries the largest count wins`() throws {
    let entry = #"{"key": "a", "rule": "IDX014", "count": 1}"#
    let more = #"{"key": "a", "rule": "IDX014", "count": 3}"#
    let read = try Baseline(
      reading: Array(Self.text("\(entry),\n\(more),\n\(entry)").utf8), name: "b")
    #expect(read.entries.map(\.count) == [3])
    #expect(read.lines == [5])
  }

  @Test func `accepts no syntax errors and no unchecked inputs unless forced`() async throws {
    let broken = TestTarget.document("{\"a\": ", key: "catalog.json", .catalog)
    let report = try await Validator.forTests().validate([broken])
    #expect(Baseline.objections(to: report).contains { $0.contains("SYN001") })
    let accepted = Baseline(of: report, name: "b.json")
    #expect(Baseline.objections(to: report, besides: accepted) == [])
    let unread = TestTarget.tree([
      "catalog.json": TestCatalog.text([
        TestCatalog.entry(id: "ds"),
        TestCatalog.entry(id: "other", index: "https://elsewhere.org/other/"),
      ]),
      "ds/ds_2010.csv": "# start, stop, datakey, filesize\n",
    ])
    let other = try await Validator.forTests().validate([unread])
    #expect(Baseline.objections(to: other).contains { $0.contains("not evaluated NET00") })
  }
}
