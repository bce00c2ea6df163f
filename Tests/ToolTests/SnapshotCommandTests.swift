import Formats
import Foundation
import JSONSchema
import RegistryValidation
import Testing

@Suite("scregistry snapshot")
struct SnapshotCommandTests {
  private static func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test func `lists a directory`() throws {
    let folder = try ScratchFolder()
    try folder.write("abc", to: "in/b \"ü\n.cdf")
    try folder.write("", to: "in/a/x")
    let run = try ToolProcess(
      ["snapshot", "in", "-o", "l.ndjson", "--address", "s3://b/", "--deterministic"],
      directory: folder.url)
    #expect(run.code == 0)
    #expect(run.error == "2 objects, 3 bytes; complete, sorted\n")
    let lines = try Self.text(folder.url.path + "/l.ndjson").split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[0].contains(#""target":"s3://b/""#))
    #expect(!lines[0].contains("created"))
    #expect(lines[1].hasPrefix(#"{"key":"a/x","size":0"#))
    #expect(lines[2].hasPrefix(#"{"key":"b \"ü\n.cdf","size":3"#))
    let again = try ToolProcess(
      ["snapshot", "in", "-o", "m.ndjson", "--address", "s3://b/", "--deterministic"],
      directory: folder.url)
    #expect(again.code == 0)
    #expect(
      try Self.text(folder.url.path + "/m.ndjson") == Self.text(folder.url.path + "/l.ndjson"))
  }

  @Test(
    "symbolic links are followed, skipped or faults",
    arguments: [
      ("follow", Int32(0), "2 objects, 6 bytes; complete", "1 link out of the tree, followed: "),
      ("skip", 0, "1 object, 3 bytes; complete", "1 link skipped: "),
      ("error", 3, "1 object, 3 bytes; not complete", "in/link: it is a symbolic link"),
    ])
  func links(policy: String, code: Int32, summary: String, note: String) throws {
    let folder = try ScratchFolder()
    try folder.write("abc", to: "in/file")
    try folder.write("def", to: "out")
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.path + "/in/link", withDestinationPath: "../out")
    let run = try ToolProcess(
      ["snapshot", "in", "-o", "l.ndjson", "--links", policy], directory: folder.url)
    #expect(run.code == code)
    #expect(run.error.contains(summary), "\(run.error)")
    #expect(run.error.contains(note), "\(run.error)")
  }

  @Test func `an unknown policy for links is refused`() throws {
    let run = try ToolProcess(["snapshot", "in", "-o", "-", "--links", "copy"])
    #expect(run.code == 2)
    #expect(run.error.contains("it must be follow, inside, skip or error"))
  }

  @Test func `converts a listing, and reads its own output`() throws {
    let folder = try ScratchFolder()
    try folder.write(#"[{"Path":"a","Size":1},{"Path":"b/c","Size":2}]"#, to: "l.json")
    let run = try ToolProcess(["snapshot", "l.json", "-o", "-"], directory: folder.url)
    #expect(run.code == 0)
    #expect(run.error == "2 objects, 3 bytes; complete, sorted, read as rclone-lsjson\n")
    // It is as old as the listing, which does not state its time.
    #expect(!run.output.contains("created"))
    try folder.write(run.output, to: "l.ndjson")
    let again = try ToolProcess(
      ["snapshot", "l.ndjson", "-o", "-", "--quiet"], directory: folder.url)
    #expect(again.error.isEmpty)
    #expect(
      again.output.split(separator: "\n").dropFirst()
        == run.output.split(separator: "\n").dropFirst())
  }

  @Test func `writes lines that are valid by the schema`() throws {
    let folder = try ScratchFolder()
    try folder.write("2026-11-24 04:19:09          5 a\n", to: "ls")
    let run = try ToolProcess(
      ["snapshot", "ls", "-o", "-", "--address", "s3://b/"], directory: folder.url)
    for (number, line) in run.output.split(separator: "\n").enumerated() {
      let path = try folder.write(String(line), to: "line\(number).json").path
      let check = try ToolProcess(["schema", "validate", "snapshot", path])
      #expect(check.code == 0, "\(check.output)\(check.error)")
    }
  }

  @Test func `reports that a listing is not complete`() throws {
    let folder = try ScratchFolder()
    try folder.write("1\ta\nx\u{1B}[31m\tb\n2\tc", to: "found")
    let run = try ToolProcess(["snapshot", "found", "-o", "l.ndjson"], directory: folder.url)
    #expect(run.code == 3)
    #expect(!run.error.contains("\u{1B}"))
    #expect(run.error.contains("line 2: no size before a tab"))
    #expect(run.error.contains("line 3: the last line has no end"))
    #expect(run.error.contains("1 object, 1 byte; not complete, sorted, read as find"))
    #expect(try Self.text(folder.url.path + "/l.ndjson").contains(#""complete":false"#))
  }

  @Test func `reports duplicate keys`() throws {
    let folder = try ScratchFolder()
    try folder.write("a,1\na,1\n", to: "l.csv")
    let run = try ToolProcess(["snapshot", "l.csv", "-o", "-"], directory: folder.url)
    #expect(run.code == 0)
    #expect(run.error.contains("1 duplicate key, first on line 2"))
  }

  @Test(
    "ends with 2 for wrong usage",
    arguments: [
      ["snapshot", "none", "-o", "l"], ["snapshot", "."], ["snapshot", "ftp://b/", "-o", "l"],
      ["snapshot", ".", "-o", "no/such/l"], ["snapshot", ".", "-o", "."],
      ["snapshot", ".", "-o", "l", "--from", "tar"],
      ["snapshot", ".", "-o", "l", "--address", "bucket"],
    ])
  func usage(_ words: [String]) throws {
    let folder = try ScratchFolder()
    let run = try ToolProcess(words, directory: folder.url)
    #expect(run.code == 2)
    #expect(!run.error.isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test func `keeps the old file if the new one can't be made`() throws {
    let folder = try ScratchFolder()
    try folder.write("old", to: "l")
    let run = try ToolProcess(["snapshot", "none", "-o", "l"], directory: folder.url)
    #expect(run.code == 2)
    #expect(try Self.text(folder.url.path + "/l") == "old")
  }
}

@Suite("scregistry validate --listing")
struct ListingOptionTests {
  private static func demo(_ folder: ScratchFolder) throws -> String {
    let path = folder.url.path + "/l.ndjson"
    _ = try ToolProcess(["snapshot", TestData.good, "-o", path, "--deterministic"])
    return path
  }

  @Test func `reads a snapshot instead of the bucket`() throws {
    let folder = try ScratchFolder()
    let listing = try Self.demo(folder)
    let run = try ToolProcess(["validate", TestData.good, "--listing", listing, "-o", "json"])
    let report = try JSONParser.parse(Array(run.output.utf8)).root
    let whole = try ToolProcess(["validate", TestData.good, "--depth", "objects", "-o", "json"])
    let same = try JSONParser.parse(Array(whole.output.utf8)).root
    #expect(run.code == whole.code)
    #expect(report["coverage"]?["objects"]?.text == same["coverage"]?["objects"]?.text)
    #expect(
      report["summary"]?["byRule"].map { JSONWriter.write($0) }
        == same["summary"]?["byRule"].map { JSONWriter.write($0) })
  }

  @Test func `with a truncated listing ends undetermined`() throws {
    let folder = try ScratchFolder()
    let path = try Self.demo(folder)
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    try folder.write(lines.dropLast().joined(separator: "\n") + "\n", to: "l.ndjson")
    let run = try ToolProcess(["validate", TestData.good, "--listing", path])
    #expect(run.code == 3)
    #expect(run.output.contains("NET003 the listing is incomplete: line"))
    #expect(!run.output.contains("OBJ001"))
  }

  @Test(
    "ends with 2 for wrong usage",
    arguments: [["none"], ["s3://b/=none"], ["."], ["LISTING", "--depth", "index"]])
  func usage(_ words: [String]) throws {
    let folder = try ScratchFolder()
    let listing = try Self.demo(folder)
    let run = try ToolProcess(
      ["validate", TestData.good, "--listing"] + words.map { $0 == "LISTING" ? listing : $0 })
    #expect(run.code == 2)
    #expect(run.error.contains("--listing"))
  }
}
