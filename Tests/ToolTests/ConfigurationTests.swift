import Formats
import Foundation
import Testing

/// A repository with a copy of a demonstration registry in `copy/`.
final class ScratchRepository {
  let folder: ScratchFolder

  init(_ configuration: String?, of registry: String = TestData.faulty) throws {
    folder = try ScratchFolder()
    try folder.write("", to: ".git/HEAD")
    try FileManager.default.copyItem(
      at: URL(filePath: registry), to: folder.url.appending(path: "copy"))
    if let configuration { try folder.write(configuration, to: "scregistry.yml") }
  }

  /// Runs the tool in a directory of the repository.
  func run(_ words: [String], in directory: String = "") throws -> ToolProcess {
    try ToolProcess(words, directory: folder.url.appending(path: directory))
  }
}

@Suite("scregistry.yml")
struct ConfigurationTests {
  static let quiet = """
    version: 1
    targets: [copy]
    fail-level: error
    rules: {TIM001: info, XRF006: off, DST004: off, DST002: off, IDX005: off, IDX015: off, IDX030: off}
    overrides: [{datasets: ["aia_*"], rules: {IDX014: warning}}]
    suppress: [{rule: IDX023, reason: with the next release, expires: 9999-01-01}]

    """

  @Test func `names the targets, the severities and the suppressions`() throws {
    let repository = try ScratchRepository(Self.quiet)
    let run = try repository.run(["validate"])
    #expect(run.code == 0, "\(run.output)")
    #expect(run.output.contains("warning IDX014"))
    #expect(run.error.contains("suppressed"))
    #expect(!run.error.contains("error"))
  }

  @Test func `is found in a parent directory, and its paths are relative to it`() throws {
    let repository = try ScratchRepository(Self.quiet)
    let run = try repository.run(["validate"], in: "copy/sdo")
    #expect(run.code == 0, "\(run.output)")
    #expect(run.output.contains("../../copy/catalog.json:"))
    let shown = try repository.run(["validate", "--show-config"], in: "copy/sdo")
    #expect(shown.output.hasPrefix("configuration: ../../scregistry.yml\n"))
  }

  @Test func `is not searched above the repository`() throws {
    let repository = try ScratchRepository(Self.quiet)
    try repository.folder.write("", to: "inner/.git")
    let run = try repository.run(["validate", "--show-config"], in: "inner")
    #expect(run.output.hasPrefix("configuration: none\n"))
  }

  @Test func `is not searched above the home directory`() throws {
    let folder = try ScratchFolder()
    try folder.write("version: 1\n", to: "scregistry.yml")
    let home = try folder.write("", to: "home/project/x").deletingLastPathComponent()
    let run = try ToolProcess(
      ["validate", "--show-config"],
      environment: ["HOME": home.deletingLastPathComponent().resolvingSymlinksInPath().path],
      directory: home)
    #expect(run.output.hasPrefix("configuration: none\n"))
    let above = try ToolProcess(["validate", "--show-config"], directory: home)
    #expect(above.output.hasPrefix("configuration: ../../scregistry.yml\n"))
  }

  @Test func `is only the nearest one`() throws {
    let repository = try ScratchRepository(Self.quiet)
    try repository.folder.write("version: 1\nprofile: legacy\n", to: "inner/scregistry.yml")
    let run = try repository.run(["validate", "--show-config"], in: "inner")
    #expect(run.output.contains("legacy"))
    #expect(!run.output.contains("TIM001 "))
    #expect(!run.output.contains("target "))
  }

  @Test func `is ignored with --no-config and replaced with --config`() throws {
    let repository = try ScratchRepository(Self.quiet)
    #expect(try repository.run(["validate", "--no-config", "copy"]).code == 1)
    try repository.folder.write("version: 1\ntargets: [../copy]\n", to: "ci/other.yml")
    let run = try repository.run(["validate", "--config", "ci/other.yml"])
    #expect(run.code == 1)
    #expect(run.output.contains("ci/../copy/catalog.json"))
    let both = try repository.run(["validate", "--no-config", "--config", "x", "copy"])
    #expect(both.code == 2)
    #expect(both.error.contains("can't be used together"))
  }

  @Test func `yields to the command line`() throws {
    let repository = try ScratchRepository(Self.quiet + "depth: metadata\noutput: [json]\n")
    #expect(try repository.run(["validate"]).output.hasPrefix("{"))
    let run = try repository.run([
      "validate", "-o", "text", "--depth", "index", "--fail-level", "warning",
    ])
    #expect(run.code == 1)
    #expect(run.output.contains("warning IDX014"))
    let strict = try repository.run(["validate", "--show-config", "--profile", "strict"])
    #expect(strict.output.contains(/profile +strict +command line/))
  }

  @Test func `writes reports below its directory`() throws {
    let repository = try ScratchRepository(
      "version: 1\ntargets: [copy]\noutput: [text, json=report.json]\n")
    let run = try repository.run(["validate"], in: "copy")
    #expect(run.code == 1)
    let path = repository.folder.url.appending(path: "report.json").path
    #expect(FileManager.default.fileExists(atPath: path))
  }

  @Test func `names the copy of a bucket`() throws {
    let repository = try ScratchRepository(
      "version: 1\ntargets: [{uri: \"s3://example-helio/\", root: copy}]\n", of: TestData.good)
    let run = try repository.run(["validate"])
    #expect(run.code == 0, "\(run.output) \(run.error)")
    let catalog = try String(contentsOfFile: TestData.good + "/catalog.json", encoding: .utf8)
    try repository.folder.write(catalog, to: "other/catalog.json")
    #expect(try repository.run(["validate", "other"]).error.contains("242 rows"))
  }

  @Test("without targets exits with 2", arguments: [nil, "version: 1\n"])
  func noTargets(_ text: String?) throws {
    let run = try ScratchRepository(text).run(["validate"])
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    #expect(run.error.contains("no target is given"))
    #expect(run.error.contains(text == nil ? "there is no scregistry.yml" : "scregistry.yml names"))
  }

  @Test func `with faults stops the run, and every fault is listed`() throws {
    let repository = try ScratchRepository(
      "version: 1\ntargets: [copy]\nfail-levl: error\nrules: {IDX0144: off}\n")
    let run = try repository.run(["validate"])
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    #expect(
      run.error.hasPrefix("scregistry.yml:3:1: unknown key \"fail-levl\"; did you mean"))
    #expect(
      run.error.contains("scregistry.yml:4:9: there is no rule IDX0144\n  help: did you mean"))
    let below = try repository.run(["validate"], in: "copy")
    #expect(below.error.hasPrefix("../scregistry.yml:3:1: "))
  }

  /// Commands that make an unreadable file, and the expected message.
  static let unreadable = [
    ("mkdir c.yml", "c.yml: it is a directory"),
    ("mkfifo c.yml", "c.yml: it is not a regular file"),
    ("true", "c.yml: there is no such file"), ("ln -s c.yml c.yml", "c.yml: can't be read"),
    ("truncate -s 1G c.yml", "c.yml: the file has more than 1048576 bytes"),
    ("printf 'version: 1\\n\\0' > c.yml", "c.yml:2:1: control character 0x00"),
    ("printf '\\377' > c.yml", "c.yml:1:1: byte 0xFF is not UTF-8"),
    ("ln -s /dev/zero c.yml", "c.yml: it is not a regular file"),
  ]

  @Test("that can't be read is reported", arguments: unreadable)
  func hostility(_ command: String, _ words: String) throws {
    let folder = try ScratchFolder()
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", command]
    shell.currentDirectoryURL = folder.url
    try shell.run()
    shell.waitUntilExit()
    let run = try ToolProcess(
      ["validate", "--config", "c.yml", TestData.good], directory: folder.url)
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    #expect(run.error.contains(words), "\(run.error)")
  }

  @Test func `that is a directory, or has another extension, is not skipped`() throws {
    let repository = try ScratchRepository(nil)
    try repository.folder.write("version: 1\n", to: "scregistry.yaml")
    let other = try repository.run(["validate", "copy"])
    #expect(other.code == 2)
    #expect(other.error.contains("help: rename it to scregistry.yml"))
    try repository.folder.write("", to: "scregistry.yml/x")
    let directory = try repository.run(["validate", "copy"])
    #expect(directory.code == 2)
    #expect(directory.error.contains("scregistry.yml: it is a directory"))
  }

  @Test func `has suppressions that expire, even with --deterministic`() throws {
    let text = "version: 1\ntargets: [copy]\nsuppress:\n"
    func entry(_ day: String) -> String { "  - {rule: IDX014, reason: x, expires: \(day)}\n" }
    let works = try ScratchRepository(text + entry("9999-01-01")).run(["validate"])
    #expect(!works.output.contains("IDX014"))
    let expired = try ScratchRepository(text + entry("2020-01-01"))
      .run(["validate", "--deterministic"])
    #expect(expired.output.contains("error IDX014"))
    #expect(expired.output.contains("scregistry.yml:4:1: warning CFG010 [ADVICE] suppression of"))
  }
}

@Suite("scregistry validate --show-config")
struct ShowConfigTests {
  @Test func `prints every setting and where it comes from`() throws {
    let repository = try ScratchRepository(ConfigurationTests.quiet)
    let run = try repository.run(["validate", "--show-config", "--depth", "objects"])
    #expect(run.code == 0)
    #expect(run.error.isEmpty)
    for line in [
      /spec +auto +default\n/, /depth +objects +command line\n/,
      /fail-level +error +scregistry.yml:3\n/, /target +copy +scregistry.yml:2\n/,
      /rules.TIM001 +info +scregistry.yml:4\n/, /rules.DST031.grace +1d +default\n/,
      /overrides.1 +datasets aia_\*: IDX014 warning +scregistry.yml:5\n/,
      /suppress.1 +IDX023 \(until 9999-01-01\) +scregistry.yml:6\n/,
    ] {
      #expect(run.output.contains(line), "\(run.output)")
    }
  }

  @Test func `prints the rules for a file and for a dataset`() throws {
    let repository = try ScratchRepository(ConfigurationTests.quiet)
    let run = try repository.run([
      "validate", "--show-config", "copy/sdo/aia/registries/aia_0094_2020.csv", "other",
    ])
    let parts = run.output.split(separator: "rules for ")
    #expect(parts.count == 3)
    #expect(parts[1].hasPrefix("sdo/aia/registries/aia_0094_2020.csv, dataset aia_0094\n"))
    #expect(parts[1].contains(/IDX014 +row-out-of-order +warning +scregistry.yml:5\n/))
    let hit = "profile default (suppressed, scregistry.yml:6: with the next release)\n"
    #expect(parts[1].contains(hit))
    #expect(parts[2].hasPrefix("catalog.json, dataset other\n"))
    #expect(parts[2].contains(/IDX014 +row-out-of-order +error +profile default\n/))
  }

  @Test func `writes JSON`() throws {
    let repository = try ScratchRepository(ConfigurationTests.quiet)
    let run = try repository.run(["validate", "--show-config", "-o", "json", "aia_0094"])
    let root = try JSONParser.parse(Array(run.output.utf8)).root
    #expect(root["configuration"]?.text == "scregistry.yml")
    let setting = root["settings"]?.elements.first { $0["name"]?.text == "fail-level" }
    #expect(setting?["value"]?.text == "error")
    #expect(setting?["from"]?.text == "scregistry.yml")
    #expect(setting?["line"]?.integer == 3)
    let file = root["files"]?.elements.first { _ in true }
    #expect(file?["dataset"]?.text == "aia_0094")
    let rule = file?["rules"]?.elements.first { $0["code"]?.text == "IDX023" }
    #expect(rule?["suppressed"]?["reason"]?.text == "with the next release")
    #expect(rule?["suppressed"]?["line"]?.integer == 6)
  }

  @Test func `writes only text and JSON`() throws {
    let run = try ScratchRepository(nil).run(["validate", "--show-config", "-o", "ndjson"])
    #expect(run.code == 2)
  }
}

@Suite("scregistry init")
struct InitTests {
  @Test func `writes a configuration for what it finds, which validates`() throws {
    let repository = try ScratchRepository(nil, of: TestData.good)
    let run = try repository.run(["init"])
    #expect(run.code == 0)
    #expect(run.output.isEmpty)
    #expect(run.error == "wrote scregistry.yml for copy\n")
    #expect(try repository.run(["validate"]).code == 0)
    let inside = try repository.run(["init"], in: "copy")
    #expect(inside.error == "wrote scregistry.yml for .\n")
    let validation = try repository.run(["validate"], in: "copy")
    #expect(validation.code == 0, "\(validation.output) \(validation.error)")
  }

  @Test func `overwrites nothing without --force`() throws {
    let repository = try ScratchRepository("mine\n")
    let run = try repository.run(["init", "copy"])
    #expect(run.code == 2)
    #expect(run.error.contains("scregistry.yml exists; pass --force to overwrite it"))
    let path = repository.folder.url.appending(path: "scregistry.yml").path
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine\n")
    #expect(try repository.run(["init", "--force", "copy"]).code == 0)
    #expect(try repository.run(["validate"]).code == 1)
  }

  @Test("ends with 2 if there is nothing to write", arguments: [[], ["nothing"], ["-"]])
  func nothing(_ targets: [String]) throws {
    let folder = try ScratchFolder()
    let run = try ToolProcess(["init"] + targets, directory: folder.url)
    #expect(run.code == 2)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
  }
}
