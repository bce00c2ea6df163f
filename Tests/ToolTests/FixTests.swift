import Foundation
import Testing

@Suite("scregistry fix")
struct FixTests {
  /// A folder with a copy of the faulty example registry.
  private func faultyCopy() throws -> ScratchFolder {
    let folder = try ScratchFolder()
    try FileManager.default.copyItem(
      atPath: TestData.faulty, toPath: folder.url.appending(path: "copy").path)
    return folder
  }

  private func contents(_ folder: ScratchFolder) throws -> [String: Data] {
    let root = folder.url.path
    let names = try FileManager.default.subpathsOfDirectory(atPath: root)
    return names.reduce(into: [:]) { files, name in
      // A folder can't be read as a file.
      files[name] = try? Data(contentsOf: URL(filePath: root + "/" + name))
    }
  }

  /// Runs another program in a folder.
  private func run(_ command: [String], in folder: ScratchFolder, input: URL? = nil) throws -> Int32
  {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = folder.url
    process.standardInput =
      try input.map { try FileHandle(forReadingFrom: $0) } ?? FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  private static func has(_ program: String) -> Bool {
    ["/usr/bin/", "/bin/", "/usr/local/bin/"].contains {
      FileManager.default.isExecutableFile(atPath: $0 + program)
    }
  }

  @Test("writes a diff that other programs apply", arguments: ["patch", "git"], [false, true])
  func diff(_ program: String, _ allowsUnsafe: Bool) throws {
    try #require(Self.has(program), "\(program) is not installed")
    let flags = allowsUnsafe ? ["--unsafe"] : []
    let (left, right) = (try faultyCopy(), try faultyCopy())
    let before = try contents(left)
    let diff = try ToolProcess(["fix", "--diff", "copy"] + flags, directory: left.url)
    #expect(diff.code == 1)
    #expect(try contents(left) == before)
    let scratch = try ScratchFolder()
    let file = try scratch.write(diff.output, to: "change.diff")
    let command =
      program == "patch"
      ? ["patch", "-p0", "-s", "--binary", "-i", file.path]
      : ["git", "apply", "-p0", "--whitespace=nowarn", file.path]
    #expect(try run(command, in: left) == 0)
    _ = try ToolProcess(["fix", "copy"] + flags, directory: right.url)
    // An applied fix may have written the time of day.
    if !allowsUnsafe { #expect(try contents(left) == contents(right)) }
    #expect(try contents(left) != before)
    let again = try ToolProcess(["fix", "--diff", "copy"] + flags, directory: left.url)
    #expect(again.output.isEmpty)
  }

  @Test func `fixes a folder, reports the fixes and the rest, and changes nothing again`() throws {
    let folder = try faultyCopy()
    let run = try ToolProcess(["fix", "copy"], directory: folder.url)
    #expect(run.code == 1)
    #expect(run.output.isEmpty)
    #expect(run.error.contains("copy/catalog.json: fixed "))
    #expect(run.error.contains("\nleft: "))
    let after = try contents(folder)
    let again = try ToolProcess(["fix", "copy"], directory: folder.url)
    #expect(again.error.contains("0 places fixed in 0 files"))
    #expect(try contents(folder) == after)
  }

  @Test func `fixes standard input and writes it to standard output`() throws {
    let run = try ToolProcess(
      ["fix", "--kind", "index", "-"],
      input: "start, stop, datakey, filesize\n"
        + "'2010-01-01 00:00:00+00:00', '2010-01-01 01:00:00+00:00', 's3://b/1', '1'\n")
    #expect(
      run.output == "# start, stop, datakey, filesize\n"
        + "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/1,1\n")
    #expect(run.code == 0)
    let right = try ToolProcess(["fix", "--kind", "index", "-"], input: run.output)
    #expect(right.output == run.output)
    #expect(right.code == 0)
  }

  @Test func `keeps a catalog's order, layout, unknown keys and numbers`() throws {
    let text = """
      {"zeta" : 1.50e2,
      \t"Cloudy":"1.1", "name": "n\\u00e9", "contact":"c","egress":"public",
        "status":"1200/O\\u004b", "endpoint": "s3://b", "description": null,
      "catalog":[ ] , "extra": [1.0,2E+3]}
      """
    let folder = try ScratchFolder()
    let file = try folder.write(text, to: "catalog.json")
    let run = try ToolProcess(["fix", "--fail-level", "error", file.path])
    #expect(run.code == 0)
    let expected = """
      {"zeta" : 1.50e2,
      \t"version":"1.1", "name": "n\\u00e9", "contact":"c","egress":"public",
        "status":{"code": 1200, "message": "O\\u004b"}, "endpoint": "s3://b/", "catalog":[ ] , "extra": [1.0,2E+3]}
      """
    #expect(try String(contentsOf: file, encoding: .utf8) == expected)
  }

  @Test func `fixes only the findings of --rules`() throws {
    let folder = try ScratchFolder()
    let file = try folder.write(
      "#a,b,c,d\n2010-01-01T00:00:00Z,2010-01-01T01:00:00Z, s3://b/1,1", to: "ds_2010.csv")
    let run = try ToolProcess([
      "fix", "--unsafe", "--rules", "blanks-around-field,IDX011", file.path,
    ])
    #expect(run.code == 0)
    #expect(
      try String(contentsOf: file, encoding: .utf8)
        == "#a,b,c,d\n2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/1,1\n")
    #expect(try ToolProcess(["fix", "--rules", "IDX999", file.path]).code == 2)
    #expect(try ToolProcess(["fix", "--rules", "IDX036", file.path]).code == 2)
  }

  @Test("sorts rows that have other fixable findings", arguments: ["\n", "\r\n"])
  func sorting(_ lineEnd: String) throws {
    let folder = try ScratchFolder()
    let rows = [
      "2010-01-03T00:00:00Z,2010-01-03T01:00:00Z,s3://b/3,3",
      "2010-01-01T00:00:00Z,2010-01-01T02:00:00Z,s3://b/1b,1",
      "'2010-01-01T00:00:00Z','2010-01-01T01:00:00Z','s3://b/1z','1'",
      "2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/1a,1",
    ]
    let file = try folder.write(
      "# start, stop, datakey, filesize" + lineEnd + rows.joined(separator: lineEnd),
      to: "ds_2010.csv")
    let run = try ToolProcess(["fix", "--profile", "strict", file.path])
    #expect(run.code == 0)
    #expect(
      try String(contentsOf: file, encoding: .utf8) == """
        # start, stop, datakey, filesize
        2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/1a,1
        2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/1z,1
        2010-01-01T00:00:00Z,2010-01-01T02:00:00Z,s3://b/1b,1
        2010-01-03T00:00:00Z,2010-01-03T01:00:00Z,s3://b/3,3

        """)
  }

  @Test func `reports why rows can't be sorted`() throws {
    let folder = try ScratchFolder()
    let text =
      "# start, datakey, filesize\n2010-01-03T00:00:00Z,s3://b/3,3\n"
      + "2010-01-01T00:00:00Z,s3://b/1,1\nNone,s3://b/2,2\n"
    let file = try folder.write(text, to: "ds_2010.csv")
    let run = try ToolProcess(["fix", file.path])
    #expect(run.code == 1)
    #expect(run.error.contains("can't be sorted: line 4 is not a row"))
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
  }

  @Test func `keeps the old content with --backup`() throws {
    let folder = try ScratchFolder()
    let file = try folder.write(
      "#a,b,c,d\n2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/1,1", to: "ds_2010.csv")
    let run = try ToolProcess(["fix", file.path, "--backup"])
    #expect(run.code == 0)
    let kept = try String(contentsOfFile: file.path + ".bak", encoding: .utf8)
    #expect(kept == "#a,b,c,d\n2010-01-01T00:00:00Z,2010-01-01T01:00:00Z,s3://b/1,1")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 2)
  }

  @Test(
    "2 for wrong usage",
    arguments: [["--safe", "--unsafe"], ["--backup", "a/b"], ["--kind", "x"], ["--jobs", "0"]])
  func usage(_ flags: [String]) throws {
    #expect(try ToolProcess(["fix", "."] + flags).code == 2)
    #expect(try ToolProcess(["fix", "/no/such/file.json"]).code == 2)
  }

  @Test func `no control character in a file or its name reaches a terminal`() throws {
    let folder = try ScratchFolder()
    let name = "ds\u{1B}[2J_2010.csv"
    try folder.write("#a,b,c\n2010-01-01T00:00:00Z,s3://b/1,1", to: name)
    let run = try ToolProcess(["fix", "--diff", name], directory: folder.url)
    #expect(!run.error.contains("\u{1B}"))
    #expect(run.output.hasPrefix("--- \"ds\\033[2J_2010.csv\"\n"))
  }

  @Test func `2 for files that exceed the size limit, which stay unchanged`() throws {
    let folder = try faultyCopy()
    let before = try contents(folder)
    let run = try ShellProcess("ulimit -f 1; TOOL fix copy/catalog.json", in: folder)
    #expect(run.code == 2)
    #expect(
      run.error == """
        copy/catalog.json: not fixed: File too large
        0 places fixed in 0 files; 1 file could not be written

        """)
    #expect(try contents(folder) == before)
  }
}
