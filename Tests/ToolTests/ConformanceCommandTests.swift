import Foundation
import Testing

@Suite("scregistry conformance")
struct ConformanceCommandTests {
  static let suite =
    #filePath.split(separator: "/", omittingEmptySubsequences: false)
    .dropLast(3).joined(separator: "/") + "/Conformance"

  private static func run(_ words: [String], input: String = "") throws -> ToolProcess {
    let takesSuite = !["serve", "report"].contains(words[0])
    return try ToolProcess(
      ["conformance"] + words + (takesSuite ? ["--suite", suite] : []), input: input)
  }

  @Test func `this program passes a part of the suite`() throws {
    let run = try Self.run(["run", "--adapter", "self", "--area", "object", "--validate-protocol"])
    #expect(run.code == 0, "\(run.output)\(run.error)")
    #expect(run.error.contains("only part of the suite was run"))
    #expect(run.output.contains("object"))
  }

  @Test func `a weakened program fails, and the report has the command to reproduce it`() throws {
    let tool = "'\(ToolProcess.executable.path)'"
    let adapter = "exec:\(tool) conformance serve --rule IDX014=off"
    let run = try Self.run(["run", "--adapter", adapter, "--area", "index", "--jobs", "2"])
    #expect(run.code == 1)
    #expect(run.output.contains("FAILED"))
    #expect(run.output.contains("again: scregistry conformance run --adapter 'exec:"))
  }

  @Test func `several reports are written in one run, with the same bytes each time`() throws {
    let folder = try ScratchFolder()
    let words = [
      "run", "--adapter", "self", "--area", "object", "--deterministic", "--quiet",
      "-o", "json=\(folder.url.path)/a.json", "-o", "junit=\(folder.url.path)/a.xml",
      "-o", "markdown",
    ]
    let run = try Self.run(words)
    #expect(run.code == 0)
    #expect(run.error.isEmpty)
    #expect(run.output.hasPrefix("## Conformance of scregistry"))
    let first = try Data(contentsOf: folder.url.appending(path: "a.json"))
    _ = try Self.run(words)
    #expect(try Data(contentsOf: folder.url.appending(path: "a.json")) == first)
    let compared = try Self.run([
      "run", "--adapter", "self", "--compare", "\(folder.url.path)/a.json", "--area", "object",
    ])
    #expect(compared.code == 0)
    #expect(compared.output.contains("verdict"))
  }

  static let usage: [[String]] = [
    ["run"], ["run", "--adapter", "nonsense"], ["run", "--adapter", "self", "--case", "nowhere"],
    ["run", "--adapter", "self", "--area", "nowhere"],
    ["run", "--adapter", "self", "--class", "nonsense"],
    ["run", "--adapter", "self", "--grade", "5"], ["run", "--adapter", "self", "--timeout", "x"],
    ["run", "--adapter", "self", "--jobs", "0"], ["run", "--adapter", "self", "-o", "nonsense"],
    ["run", "--adapter", "self", "-o", "json", "-o", "text"],
    ["run", "--adapter", "self", "--adapter", "self", "-o", "junit"],
    ["run", "--adapter", "self", "--known-failures", "/nowhere"],
    ["run", "--adapter", "self", "--class", "mirrors"],
    ["show", "nowhere"], ["list", "--class", "mirrors"], ["list", "-o", "xml"],
    ["coverage", "--area", "nowhere"], ["serve", "--rule", "NON001=off"],
    ["serve", "--rule", "IDX014=nonsense"], ["serve", "--rule-option", "IDX014.none=1"],
    ["serve", "--profile", "nonsense"], ["report"], ["report", "/nowhere"],
  ]

  @Test("wrong usage ends with 2", arguments: usage)
  func isRefused(_ words: [String]) throws {
    let run = try Self.run(words)
    #expect(run.code == 2, "\(run.output)\(run.error)")
    #expect(!run.error.isEmpty)
  }

  @Test func `an invalid suite ends with 2`() throws {
    let folder = try ScratchFolder()
    let run = try ToolProcess(["conformance", "list", "--suite", folder.url.path])
    #expect(run.code == 2)
    try folder.write("{\n  \"version\": 2026\n}", to: "suite.json")
    let other = try ToolProcess(["conformance", "list", "--suite", folder.url.path])
    #expect(other.code == 2)
    #expect(other.error.contains("suite.json:"))
  }

  @Test func `an adapter that does not start ends with 3`() throws {
    let run = try Self.run(["run", "--adapter", "exec:/nowhere/adapter"])
    #expect(run.code == 3)
    #expect(run.error.contains("exited"))
  }

  @Test func `serve answers valid lines and reports invalid ones`() throws {
    let run = try Self.run(
      ["serve"],
      input: #"{"cmd":"start","protocol":1}"# + "\nnonsense\n" + #"{"cmd":"spec","version":"1.1"}"#
        + "\n" + #"{"cmd":"run","seq":"a","case":{"id":"x","class":"unit","input":"#
        + #"{"function":"row-year","args":["2010-01-01Z"]}}}"# + "\n" + #"{"cmd":"stop"}"#
        + "\n{}\n")
    #expect(run.code == 0)
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[1].contains("errored"))
    #expect(lines[2] == #"{"ok":true}"#)
    #expect(lines[3] == #"{"seq":"a","result":{"value":2010}}"#)
    #expect(run.error.contains("not JSON"))
  }

  @Test func `a case is shown, and its input is written`() throws {
    let list = try Self.run(["list", "--area", "object", "-o", "json"])
    #expect(list.code == 0)
    let objects = try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]]
    let id = try #require(objects?.first?["id"] as? String)
    let shown = try Self.run(["show", id])
    #expect(shown.code == 0)
    #expect(shown.output.contains("catalog.json") && shown.output.contains("Expected"))
    let folder = try ScratchFolder()
    let out = folder.url.path + "/case"
    #expect(try Self.run(["show", id, "--out", out]).code == 0)
    #expect(FileManager.default.fileExists(atPath: out + "/catalog.json"))
    #expect(try Self.run(["show", id, "--out", out]).code == 2)
  }

  @Test func `a statement is written as a page`() throws {
    let folder = try ScratchFolder()
    let page = folder.url.path + "/statement.html"
    let run = try Self.run(["report", Self.suite + "/data/demo-faulty", "-o", "html=\(page)"])
    #expect(run.code == 1)
    #expect(run.error.contains("MUST requirements of SCR 1.1"))
    let text = try String(contentsOfFile: page, encoding: .utf8)
    #expect(text.contains("MUST requirements violated"))
    #expect(text.contains("aia_0094_2019.csv"))
  }
}
