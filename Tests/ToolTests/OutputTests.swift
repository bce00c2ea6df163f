import Foundation
import RegistryValidation
import Testing

@Suite("Where reports go")
struct OutputTests {
  private static func names(in folder: ScratchFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
  }

  private static func text(_ folder: ScratchFolder, _ name: String) throws -> String {
    try String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
  }

  private static func run(_ outputs: [String], in folder: ScratchFolder) throws -> ToolProcess {
    let options = outputs.flatMap { ["-o", $0] }
    return try ToolProcess(["validate"] + options + [TestData.faulty], directory: folder.url)
  }

  @Test func `every format can go to a separate file in one run`() throws {
    let folder = try ScratchFolder()
    let formats = ReportFormat.allCases.map(\.rawValue)
    let run = try Self.run(formats.map { "\($0)=a.\($0)" }, in: folder)
    #expect(run.code == 1)
    #expect(run.output.isEmpty)
    #expect(try Self.names(in: folder) == formats.map { "a.\($0)" }.sorted())
    for format in formats {
      #expect(!(try Self.text(folder, "a.\(format)")).isEmpty, "\(format)")
    }
  }

  // MARK: Places that are taken

  /// Outputs that would overwrite each other; `link` points to `a`.
  static let clashes = [
    ["json=a", "csv=a"], ["json=a", "csv=./a"], ["json=a", "csv=link"], ["json=b", "csv=into/b"],
    ["json", "csv"], ["json", "csv=-"], ["json=/dev/stdout", "csv=-"], ["text", "full"],
    ["github", "json"], ["text", "github", "full"], ["json=/dev/fd/1", "csv"], ["json=f", "csv=f"],
  ]

  @Test("2 for two outputs to one place", arguments: clashes)
  func clash(_ outputs: [String]) throws {
    let folder = try ScratchFolder()
    let files = FileManager.default
    try files.createSymbolicLink(
      atPath: folder.url.path + "/link", withDestinationPath: "a")
    try files.createSymbolicLink(atPath: folder.url.path + "/into", withDestinationPath: ".")
    let run = try Self.run(outputs, in: folder)
    #expect(run.code == 2)
    #expect(run.error.contains("two outputs go to "))
    #expect(try Self.names(in: folder) == ["into", "link"])
  }

  @Test(
    "2 for a report in the place of a file that the command reads",
    arguments: [
      (["validate", "demo-faulty"], "scregistry.yml"), (["validate", "demo-faulty"], "old.json"),
      (["validate", "demo-faulty"], "list.csv"), (["report", "convert", "r.json"], "r.json"),
      (["report", "merge", "r.json"], "link"),
    ])
  func input(_ words: [String], _ name: String) throws {
    let folder = try ScratchFolder()
    let files = FileManager.default
    try files.copyItem(
      atPath: TestData.faulty, toPath: folder.url.appending(path: "demo-faulty").path)
    let made = try ToolProcess(
      ["validate", "demo-faulty", "-o", "json=r.json"], directory: folder.url)
    #expect(made.code == 1)
    try files.createSymbolicLink(
      atPath: folder.url.path + "/link", withDestinationPath: "r.json")
    let baseline = try ToolProcess(
      ["baseline", "create", "demo-faulty", "--out", "old.json"], directory: folder.url)
    #expect(baseline.code == 0, "\(baseline.error)")
    try folder.write("", to: "list.csv")
    try folder.write(
      "version: 1\nbaseline: old.json\ntargets:\n- {uri: demo-faulty, listing: list.csv}\n",
      to: "scregistry.yml")
    let before = try Self.text(folder, name)
    let run = try ToolProcess(words + ["-o", "json=" + name], directory: folder.url)
    #expect(run.code == 2, "\(run.error)")
    #expect(run.error.contains("the command reads this file; name another one"))
    #expect(try Self.text(folder, name) == before)
  }

  @Test func `text and workflow commands go to standard output together`() throws {
    let run = try Self.run(["text", "github"], in: try ScratchFolder())
    #expect(run.code == 1)
    #expect(run.output.contains(" error IDX014 "))
    #expect(run.output.contains("\n::error "))
  }

  @Test func `two reports can go to a device that keeps nothing`() throws {
    let run = try Self.run(["json=/dev/null", "csv=/dev/null"], in: try ScratchFolder())
    #expect(run.code == 1)
  }

  // MARK: Places that can't be written

  /// Paths, and the expected message.
  static let places = [
    ("no/a.json", "there is no directory "), (".", "it is a directory"),
    ("folder/", "it is a directory"),
    ("file/a.json", "is not a directory"), ("new/", "there is no directory"),
    ("circle", "Too many levels"), (String(repeating: "n", count: 300), "File name too long"),
  ]

  @Test("2 for a place that can't be written, and nothing is written", arguments: places)
  func place(_ path: String, _ words: String) throws {
    let folder = try ScratchFolder()
    try folder.write("", to: "folder/x")
    try folder.write("old", to: "file")
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.path + "/circle", withDestinationPath: "circle")
    let run = try Self.run(["csv=b.csv", "json=\(path)"], in: folder)
    #expect(run.code == 2)
    #expect(run.error.hasPrefix("\(path): can't be written: "))
    #expect(run.error.contains(words), "\(run.error)")
    #expect(try Self.names(in: folder) == ["circle", "file", "folder"])
    #expect(try Self.text(folder, "file") == "old")
  }

  @Test func `a mistyped format gets a suggestion`() throws {
    let run = try Self.run(["markdwn"], in: try ScratchFolder())
    #expect(run.code == 2)
    #expect(run.error.contains("markdwn is not a format; did you mean markdown?"))
  }

  @Test func `a checked file is never overwritten`() throws {
    let folder = try ScratchFolder()
    let catalog = try String(contentsOfFile: TestData.faulty + "/catalog.json", encoding: .utf8)
    try folder.write(catalog, to: "catalog.json")
    let run = try ToolProcess(
      ["validate", "-o", "json=./catalog.json", "-o", "csv=b", "catalog.json"],
      directory: folder.url)
    #expect(run.code == 2)
    #expect(run.error.contains("it is one of the checked files"))
    #expect(try Self.text(folder, "catalog.json") == catalog)
    #expect(try Self.names(in: folder) == ["b", "catalog.json"])
  }

  // MARK: Writing that fails

  @Test func `4 for a full device; the other reports are written`() throws {
    let folder = try ScratchFolder()
    let run = try Self.run(["json=/dev/full", "csv=b.csv"], in: folder)
    #expect(run.code == 4)
    #expect(run.error.hasPrefix("/dev/full: can't be written: No space left on device\n"))
    #expect(run.error.contains("11 errors"))
    #expect(try Self.text(folder, "b.csv").hasPrefix("record,"))
  }

  @Test func `4 for a file that exceeds the size limit, which stays unchanged`() throws {
    let folder = try ScratchFolder()
    try folder.write("old", to: "a.json")
    let run = try ShellProcess(
      "ulimit -f 8; TOOL validate -q -o json=a.json -o agent=b.txt DATA", in: folder)
    #expect(run.code == 4)
    #expect(run.error.contains("a.json: can't be written: File too large"))
    #expect(try Self.text(folder, "a.json") == "old")
    #expect(try Self.text(folder, "b.txt").hasPrefix("verdict: "))
    #expect(try Self.names(in: folder) == ["a.json", "b.txt"])
  }

  @Test func `4 for a closed standard output, and no file takes its descriptor`() throws {
    let folder = try ScratchFolder()
    let run = try ShellProcess("TOOL validate -o text -o json=a.json DATA >&-", in: folder)
    #expect(run.code == 4)
    #expect(run.error.contains("standard output: can't be written: Bad file descriptor"))
    #expect(try Self.text(folder, "a.json").hasPrefix("{"))
    let silent = try ShellProcess("TOOL validate -o json=a.json DATA 2>&-", in: folder)
    #expect(silent.code == 1)
    #expect(try Self.text(folder, "a.json").hasSuffix("}\n"))
  }

  @Test("the exit code is the same if the reader leaves", arguments: ReportFormat.allCases)
  func pipe(_ format: ReportFormat) throws {
    let folder = try ScratchFolder()
    let run = try ShellProcess(
      "{ TOOL validate -q -o \(format.rawValue) DATA; echo $? >code; } | true", in: folder)
    #expect(run.error.isEmpty)
    #expect(try Self.text(folder, "code") == "1\n")
  }

  // MARK: Existing files

  @Test func `a file keeps its permissions, and a link remains a link`() throws {
    let folder = try ScratchFolder()
    let file = try folder.write("old", to: "there/a.json").path
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
    for (name, target) in [("link", "there/a.json"), ("new", "there/b.json")] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.url.path + "/" + name, withDestinationPath: target)
    }
    #expect(try Self.run(["json=link", "csv=new"], in: folder).code == 1)
    #expect(try Self.text(folder, "there/a.json").hasPrefix("{"))
    #expect(try Self.text(folder, "there/b.json").hasPrefix("record,"))
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    for name in ["link", "new"] {
      #expect(
        try FileManager.default.attributesOfItem(atPath: folder.url.path + "/" + name)[.type]
          as? FileAttributeType == .typeSymbolicLink)
    }
  }

  @Test("streams are written to and not replaced", arguments: ["/dev/stdout", "/dev/fd/1", "-"])
  func stream(_ path: String) throws {
    let run = try Self.run(["csv=\(path)"], in: try ScratchFolder())
    #expect(run.code == 1)
    #expect(run.output.hasPrefix("record,"))
  }

  @Test func `standard error takes a report before the summary`() throws {
    let run = try Self.run(["csv=/dev/stderr"], in: try ScratchFolder())
    #expect(run.code == 1)
    #expect(run.output.isEmpty)
    #expect(run.error.hasPrefix("record,") && run.error.contains("\r\n11 errors"))
  }

  @Test func `a FIFO gives its reader the whole report`() throws {
    let folder = try ScratchFolder()
    let run = try ShellProcess(
      "mkfifo p; cat p >copy & TOOL validate -o json=p -o csv=c DATA; code=$?; wait; exit $code",
      in: folder)
    #expect(run.code == 1)
    #expect(try Self.text(folder, "copy").hasSuffix("}\n"))
    #expect(try Self.names(in: folder) == ["c", "copy", "p"])
  }

  // MARK: Places in the checkout

  @Test func `a source map maps buckets to the checkout`() throws {
    let wrong = try ToolProcess(["validate", "--source-map", "copies", TestData.faulty])
    #expect(wrong.code == 2)
    #expect(wrong.error.contains("--source-map copies is not of the form"))
    let folder = try ScratchFolder()
    let run = try ToolProcess(
      ["validate", "--source-map", "s3://b/=x/", "-o", "sarif", TestData.faulty],
      directory: folder.url)
    #expect(run.code == 1)
  }

  @Test func `the options of SARIF reach the report`() throws {
    let run = try ToolProcess([
      "validate", "--sarif-all", "--sarif-category", "nightly", "-o", "sarif", TestData.faulty,
    ])
    #expect(run.output.contains("\"nightly/"))
    #expect(run.output.contains("\"pass\""))
    let plain = try ToolProcess(["validate", "-o", "sarif", TestData.faulty])
    #expect(!plain.output.contains("\"pass\""))
  }
}
