import Foundation
import Testing

/// The folder of the package's data.
enum TestData {
  static let folder =
    #filePath.split(separator: "/", omittingEmptySubsequences: false)
    .dropLast(3).joined(separator: "/") + "/Conformance/data"
  static let good = folder + "/demo-good"
  static let faulty = folder + "/demo-faulty"
}

@Suite("Exit codes")
struct ExitCodeTests {
  @Test func `0 for a registry without violations`() throws {
    let run = try ToolProcess(["validate", TestData.good])
    #expect(run.code == 0)
    #expect(run.output.isEmpty)
    #expect(run.error.hasPrefix("no violations found in 8 files"))
  }

  @Test func `1 for a registry with violations`() throws {
    let run = try ToolProcess(["validate", TestData.faulty])
    #expect(run.code == 1)
    #expect(run.output.contains(" error IDX014 "))
    #expect(run.error.hasPrefix("11 errors, 9 warnings, 1 info in "))
  }

  @Test func `0 for violations with --exit-zero`() throws {
    let run = try ToolProcess(["validate", "--exit-zero", TestData.faulty])
    #expect(run.code == 0)
    #expect(run.output.contains(" error IDX014 "))
  }

  @Test("1 from the fail level on", arguments: [("error", 0), ("warning", 1), ("info", 1)])
  func failLevel(_ level: String, _ code: Int32) throws {
    let folder = try ScratchFolder()
    let catalog = try String(contentsOfFile: TestData.good + "/catalog.json", encoding: .utf8)
    let file = try folder.write(
      catalog.replacingOccurrences(of: "\"fits\"", with: "\"FITS\""), to: "catalog.json")
    let run = try ToolProcess(["validate", "--fail-level", level, file.path])
    #expect(run.code == code)
  }

  @Test func `3 for an index outside of the tree`() throws {
    let folder = try ScratchFolder()
    let catalog = try String(contentsOfFile: TestData.good + "/catalog.json", encoding: .utf8)
    try folder.write(
      catalog.replacingOccurrences(of: "s3://example-helio/sdo/", with: "https://a.org/sdo/"),
      to: "catalog.json")
    for name in ["contrib", "spdf"] {
      try FileManager.default.copyItem(
        at: URL(filePath: TestData.good + "/" + name), to: folder.url.appending(path: name))
    }
    let run = try ToolProcess(["validate", folder.url.path])
    #expect(run.code == 3, "\(run.output)")
    #expect(run.output.contains("NET002"))
    #expect(run.error.contains("not (NET002)"))
  }

  @Test("3 for a source that is no listing, and no word about names", arguments: ["test", "infer"])
  func missionOfNoListing(command: String) throws {
    let folder = try ScratchFolder()
    let mission = try folder.write(
      """
      version: 1
      bucket: {endpoint: "s3://b/", name: N, contact: "c, c@example.org"}
      datasets:
        - {id: t, title: T, filetype: cdf, match: "%Y/t_%Y%j.cdf", stop: P1D, index: "s3://b/i/"}

      """, to: "mission.yml")
    let source = try folder.write("some text\n", to: "notes.txt").path
    let run = try ToolProcess(
      ["mission", command] + (command == "test" ? [mission.path] : []) + [source])
    #expect(run.code == 3, "\(run.output)\(run.error)")
    #expect((run.output + run.error).contains("none of the supported formats"))
    #expect(!run.output.contains("no name matches") && !run.output.contains("datasets:"))
  }

  @Test func `1 for a Parquet file that is cut`() throws {
    let folder = try ScratchFolder()
    let run = try ToolProcess(["validate", try folder.write("PAR1", to: "a_2010.parquet").path])
    #expect(run.code == 1)
    #expect(run.output.contains("IDX068"))
  }

  /// Wrong usage, and the expected words on standard error.
  static let wrongUsage: [([String], String)] = [
    ([], "SUBCOMMANDS:"),
    (["baseline"], "SUBCOMMANDS:"),
    (["report"], "SUBCOMMANDS:"),
    (["schema"], "SUBCOMMANDS:"),
    (["validate"], "no target is given, and there is no scregistry.yml"),
    (["nonsense"], "nonsense"),
    (["validate", "--nonsense", "."], "--nonsense"),
    (["validate", "/no/such/path"], "/no/such/path: there is no such file or directory"),
    (["validate", "."], "there is no catalog.json in it"),
    (["validate", "/dev/null"], "it is a device, not a file"),
    (["validate", ""], "there is no such file or directory"),
    (["validate", "--output", "pdf", "."], "pdf is not a format"),
    (["validate", "--output", "json=", "."], "has no path"),
    (["validate", "-o", "json", "-o", "text", "."], "two outputs go to standard output"),
    (["validate", "--jobs", "0", "."], "--jobs must be at least 1"),
    (["validate", "--jobs", "many", "."], "many"),
    (["validate", "--max-per-rule", "0", "."], "--max-per-rule"),
    (["validate", "--color", "blue", "."], "--color"),
    (["validate", "--spec", "7.0", "."], "--spec 7.0"),
    (["validate", "--kind", "cat", "."], "--kind must be"),
    (["validate", "--profile", "lax", "."], "lax"),
    (["validate", "--depth", "deep", "."], "deep"),
    (["validate", "--map", "nothing", "."], "--map"),
    (["validate", "--map", "s3://b/=/no/such", "."], "no directory"),
    (["rules", "show", "IDX9999"], "there is no rule IDX9999"),
    (["explain", "row-out-of-ordr"], "did you mean row-out-of-order?"),
    (["rules", "list", "-o", "pdf"], "it must be text, json or markdown"),
  ]

  @Test("2 for wrong usage, with a message on standard error", arguments: wrongUsage)
  func usage(_ arguments: [String], _ words: String) throws {
    let folder = try ScratchFolder()
    let run = try ToolProcess(arguments, directory: folder.url)
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    #expect(run.error.contains(words), "\(run.error)")
  }

  @Test func `2 for a report that can't be written`() throws {
    let run = try ToolProcess(["validate", "-o", "json=/no/such/folder/a.json", TestData.good])
    #expect(run.code == 2)
    #expect(run.error.contains("/no/such/folder/a.json: can't be written"))
  }

  @Test func `0 for help and version`() throws {
    for arguments in [["--help"], ["validate", "--help"], ["--version"], ["version"]] {
      let run = try ToolProcess(arguments)
      #expect(run.code == 0, "\(arguments)")
      #expect(!run.output.isEmpty)
      #expect(run.error.isEmpty)
    }
  }
}
