import Formats
import Testing

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Fixes in SARIF")
struct SARIFFixTests {
  /// The fix of a finding on the last two characters of the line `ab日c`.
  private func fixes(
    _ fix: Fix, uri: String = "ds/x.csv", _ change: (inout Finding) -> Void = { _ in }
  ) throws -> String? {
    var made = TestReport(targets: ["catalog.json"])
    made.add("IDX014", uri, line: 4) { finding in
      finding.location.column = 3
      finding.location.byteOffset = 102
      finding.excerpt = .init(text: "ab日c", column: 3, length: 2)
      finding.fix = fix
      change(&finding)
    }
    return try SARIFDocument(made.report).onlyRun().at("results/0")?.json("fixes")
  }

  private func expected(_ replacements: String) -> String {
    #"[{"description":{"text":"fix"},"artifactChanges":[{"artifactLocation":"#
      + #"{"uri":"ds/x.csv","uriBaseId":"SRCROOT"},"replacements":["# + replacements + "]}]}]"
  }

  /// A range of bytes, and the region for it.
  static let regions: [(Range<Int>, String)] = [
    (102..<105, #""startLine":4,"startColumn":3,"endColumn":4"#),
    (100..<102, #""startLine":4,"startColumn":1,"endColumn":3"#),
    (106..<106, #""startLine":4,"startColumn":5,"endColumn":5"#),
    // Within a character, before and after the line: the columns are not known.
    (103..<105, #""byteOffset":103,"byteLength":2"#),
    (99..<102, #""byteOffset":99,"byteLength":3"#),
    (105..<107, #""byteOffset":105,"byteLength":2"#), (0..<0, #""byteOffset":0,"byteLength":0"#),
  ]

  @Test("have columns if the line gives them, else bytes", arguments: regions)
  func region(_ range: Range<Int>, _ region: String) throws {
    let content = region.contains("byte") ? #""binary":"WHk=""# : #""text":"Xy""#
    #expect(
      try fixes(Fix("fix", .safe, edits: [.init(range: range, text: "Xy")]))
        == expected("{\"deletedRegion\":{\(region)},\"insertedContent\":{\(content)}}"))
  }

  @Test func `are omitted if they are unsafe, without edits or for a file elsewhere`() throws {
    let edits = [Fix.Edit(range: 102..<103, text: "x")]
    #expect(try fixes(Fix("fix", .unsafe, edits: edits)) == nil)
    #expect(try fixes(Fix("fix", .safe)) == nil)
    #expect(try fixes(Fix("fix", .safe, edits: edits), uri: "s3://b/x.csv") == nil)
  }

  @Test func `do not trust an excerpt that has lost bytes`() throws {
    let fix = Fix("fix", .safe, edits: [.init(range: 102..<103, text: "")])
    let text = try fixes(fix) { $0.excerpt = .init(text: "ab\u{FFFD}c", column: 3, length: 1) }
    #expect(text?.contains("byteOffset") == true)
    let far = try fixes(fix) { $0.excerpt = .init(text: "ab", column: 9, length: 1) }
    #expect(far?.contains("byteOffset") == true)
  }

  @Test func `of several findings are combined, without overlapping edits`() throws {
    var made = TestReport(targets: ["catalog.json"])
    for (line, range) in [(4, 10..<12), (5, 20..<24), (6, 22..<23), (7, 24..<24)] {
      made.add("IDX014", "ds/x.csv", line: line) { finding in
        finding.fix = Fix("fix", .safe, edits: [.init(range: range, text: "")])
      }
    }
    let replacements =
      try SARIFDocument(made.report).onlyRun()
      .at("results/0/fixes/0/artifactChanges/0/replacements")?.items ?? []
    #expect(replacements.map { $0.text("deletedRegion/byteOffset") } == ["10", "20", "24"])
  }

  static let encodings: [(String, String)] = [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"),
    ("\u{FF}\u{3FF}", "w7/Pvw=="),
  ]

  @Test("bytes are written in base 64", arguments: encodings)
  func base64(_ text: String, _ expected: String) {
    #expect(Base64.encode(text.utf8) == expected)
  }
}
