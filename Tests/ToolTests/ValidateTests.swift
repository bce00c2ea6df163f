import Formats
import Foundation
import JSONSchema
import Testing

@Suite("scregistry validate")
struct ValidateTests {
  private static func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test func `reads a catalog from standard input`() throws {
    let catalog = try Self.text(TestData.faulty + "/catalog.json")
    let run = try ToolProcess(["validate", "-"], input: catalog)
    #expect(run.code == 1)
    #expect(run.output.contains("<stdin>:17:23: error TIM001"))
  }

  @Test func `reads an index file from standard input`() throws {
    let index = try Self.text(TestData.faulty + "/sdo/aia/registries/aia_0094_2020.csv")
    let run = try ToolProcess(["validate", "-"], input: index)
    #expect(run.code == 1)
    #expect(run.output.contains("<stdin>:22:1: error IDX014"))
    #expect(run.error.contains("40 rows"))
  }

  @Test func `reads standard input as --kind says`() throws {
    let run = try ToolProcess(["validate", "--kind", "info", "-"], input: "{}")
    #expect(run.output.contains(" INF"))
    let index = try ToolProcess(["validate", "--kind", "index", "-"], input: "{}")
    #expect(index.output.contains(" IDX"))
  }

  @Test func `checks an empty standard input`() throws {
    let run = try ToolProcess(["validate", "-"], input: "")
    #expect(run.code == 1)
    #expect(run.output.contains("IDX003"))
  }

  @Test func `writes findings to standard output and the summary to standard error`() throws {
    let run = try ToolProcess(["validate", TestData.faulty])
    #expect(!run.output.contains("rules evaluated"))
    #expect(run.error.split(separator: "\n").count == 1)
    let quiet = try ToolProcess(["validate", "--quiet", TestData.faulty])
    #expect(quiet.output == run.output)
    #expect(quiet.error.isEmpty)
  }

  @Test func `writes only JSON to standard output`() throws {
    let run = try ToolProcess(["validate", "-o", "json", "--deterministic", TestData.faulty])
    let report = try JSONParser.parse(Array(run.output.utf8)).root
    #expect(report["verdict"]?.text == "violations")
    #expect(report["run"] == nil)
    let again = try ToolProcess(["validate", "-o", "json", "--deterministic", TestData.faulty])
    #expect(again.output == run.output)
    let jobs = try ToolProcess(
      ["validate", "-o", "json", "--deterministic", "--jobs", "8", TestData.faulty])
    #expect(jobs.output == run.output)
  }

  @Test func `writes several formats at once`() throws {
    let folder = try ScratchFolder()
    let json = folder.url.appending(path: "a.json").path
    let lines = folder.url.appending(path: "a=b.ndjson").path
    let run = try ToolProcess([
      "validate", "-o", "text", "-o", "json=\(json)", "-o", "ndjson=\(lines)", TestData.faulty,
    ])
    #expect(run.code == 1)
    #expect(run.output.contains("error IDX014"))
    #expect(try JSONParser.parse(Array(try Self.text(json).utf8)).root["run"]?.kind == .object)
    #expect(try Self.text(lines).split(separator: "\n").count > 20)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(names.sorted() == ["a.json", "a=b.ndjson"])
  }

  @Test func `overwrites an old report completely`() throws {
    let folder = try ScratchFolder()
    let path = try folder.write(String(repeating: "x", count: 1_000_000), to: "a.json").path
    let run = try ToolProcess(["validate", "-o", "json=\(path)", TestData.good])
    #expect(run.code == 0)
    #expect(throws: Never.self) { try JSONParser.parse(Array(try Self.text(path).utf8)) }
  }

  /// Environment variables and options, and whether text is coloured.
  static let colors: [([String: String], String?, Bool)] = [
    ([:], nil, false), (["FORCE_COLOR": "1"], nil, true), (["NO_COLOR": "1"], nil, false),
    (["NO_COLOR": "1", "FORCE_COLOR": "1"], nil, false), (["NO_COLOR": "1"], "always", true),
    (["FORCE_COLOR": "1"], "never", false), ([:], "always", true), (["NO_COLOR": ""], nil, false),
  ]

  @Test("colours text on request", arguments: colors)
  func color(_ variables: [String: String], _ option: String?, _ isColored: Bool) throws {
    let arguments = option.map { ["--color", $0] } ?? []
    let run = try ToolProcess(
      ["validate"] + arguments + [TestData.faulty], environment: variables)
    #expect(run.output.contains("\u{1B}[") == isColored)
    #expect(!run.error.contains("\u{1B}["))
  }

  @Test func `never colours a file or JSON`() throws {
    let folder = try ScratchFolder()
    let path = folder.url.appending(path: "a.txt").path
    let run = try ToolProcess(
      ["validate", "--color", "always", "-o", "text=\(path)", "-o", "json", TestData.faulty])
    #expect(!run.output.contains("\u{1B}"))
    #expect(!(try Self.text(path)).contains("\u{1B}"))
  }

  @Test func `reads buckets from --map`() throws {
    let folder = try ScratchFolder()
    let catalog = try Self.text(TestData.good + "/catalog.json")
    try folder.write(catalog, to: "catalog.json")
    let run = try ToolProcess([
      "validate", "--map", "s3://example-helio/=\(TestData.good)", folder.url.path,
    ])
    #expect(run.code == 0, "\(run.output)")
    #expect(run.error.contains("242 rows"))
  }

  @Test func `shows paths relative to the working directory`() throws {
    let run = try ToolProcess(["validate", "."], directory: URL(filePath: TestData.faulty))
    #expect(run.code == 1)
    #expect(run.output.hasPrefix("catalog.json:6:13: warning CAT012"))
  }

  @Test func `checks only to the requested depth`() throws {
    let run = try ToolProcess(["validate", "--depth", "metadata", TestData.faulty])
    #expect(!run.error.contains("rows"))
    #expect(!run.output.contains("IDX"))
    let objects = try ToolProcess(["validate", "--depth", "objects", TestData.good])
    #expect(objects.code == 1)
    #expect(objects.output.contains("OBJ001"))
  }

  @Test func `does not follow a loop of links`() throws {
    let folder = try ScratchFolder()
    try folder.write(try Self.text(TestData.good + "/catalog.json"), to: "catalog.json")
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "again"), withDestinationURL: folder.url)
    let run = try ToolProcess(["validate", folder.url.path])
    #expect(run.code == 1)
    #expect(run.output.contains("XRF002"))
  }

  @Test func `reports what it can't read`() throws {
    guard geteuid() != 0 else { return }
    let folder = try ScratchFolder()
    let file = try folder.write("{}", to: "catalog.json")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file.path)
    let run = try ToolProcess(["validate", file.path])
    #expect(run.code == 3)
    #expect(run.output.contains("NET001"))
  }
}
