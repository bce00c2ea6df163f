import Foundation
import Testing

@Suite("Names that lead somewhere")
struct NamesTests {
  /// A link in a repository, with an absolute target.
  private func link(_ name: String, to target: String, in repository: ScratchRepository) throws {
    let url = repository.folder.url.appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? FileManager.default.removeItem(at: url)
    try FileManager.default.createSymbolicLink(atPath: url.path, withDestinationPath: target)
  }

  @Test(
    "outputs and baselines of a configuration stay in its directory",
    arguments: [
      "output: [json=link/x.json]", "output: [json=file.json]", "output: [text, sarif=absent.json]",
      "baseline: file.json",
    ])
  func outputs(_ setting: String) throws {
    let outside = try ScratchFolder()
    try outside.write("precious", to: "file")
    let repository = try ScratchRepository("version: 1\ntargets: [copy/]\n\(setting)\n")
    try link("link", to: outside.url.path, in: repository)
    try link("file.json", to: outside.url.path + "/file", in: repository)
    try link("absent.json", to: outside.url.path + "/absent", in: repository)
    let run = try repository.run(
      ["validate", "--update-baseline"].prefix(setting.first == "b" ? 2 : 1).map(\.self))
    #expect(run.code == 2, "\(run.error)")
    #expect(run.error.contains("scregistry.yml:3: "))
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside.url.path) == ["file"])
    let text = try String(contentsOf: outside.url.appending(path: "file"), encoding: .utf8)
    #expect(text == "precious")
  }

  @Test(
    "targets of a configuration lead neither out by a link nor to devices",
    arguments: ["ds_2010.csv", "link", "/proc/self/environ", "/dev/stdin"])
  func targets(_ target: String) throws {
    let repository = try ScratchRepository("version: 1\ntargets: ['\(target)']\n")
    try link("ds_2010.csv", to: "/proc/self/environ", in: repository)
    try link("link", to: "/", in: repository)
    let run = try ToolProcess(
      ["validate"], environment: ["MY_SECRET": "hunter2"], directory: repository.folder.url)
    #expect(run.code == 2, "\(run.error)")
    #expect(!run.output.contains("hunter2"))
  }

  @Test func `a link out of a copy is not evaluated, and its target is not quoted`() throws {
    let repository = try ScratchRepository(nil)
    try link("copy/sdo/aia/registries/aia_0094_2010.csv", to: "/proc/self/environ", in: repository)
    let run = try ToolProcess(
      ["validate", "--no-config", "copy"], environment: ["MY_SECRET": "hunter2"],
      directory: repository.folder.url)
    #expect(run.output.contains("not evaluated NET001"))
    #expect(run.output.contains("a link leads out of the directory, to /proc/self/environ"))
    #expect(!run.output.contains("hunter2"))
  }

  @Test func `after --, a name that begins with a dash is a file`() throws {
    let folder = try ScratchFolder()
    try folder.write("version: 1\nrules: {IDX014: off}\n", to: "--config=evil_2010.csv")
    let run = try ToolProcess(
      ["validate", "--", "--config=evil_2010.csv"], directory: folder.url)
    #expect(run.code == 1)
    #expect(run.output.contains("--config=evil_2010.csv:1"))
  }

  @Test(
    "other text than a region or a host is wrong usage",
    arguments: [
      ["--region", "us-east-1.evil.example/"], ["--region", ""], ["--allow-host", "http://x/"],
      ["--allow-host", "a@b"], ["--allow-host", "a:b"],
    ])
  func usage(_ words: [String]) throws {
    #expect(try ToolProcess(["validate"] + words + ["s3://b/"]).code == 2)
  }

  @Test("no report shows the secrets of an address", arguments: ["json", "sarif", "text", "junit"])
  func redaction(_ format: String) throws {
    let run = try ToolProcess([
      "validate", "--no-config", "--output", format, "--kind", "catalog",
      "https://u:hunter2@no.such.host.invalid/catalog.json?X-Amz-Signature=hunter3",
    ])
    #expect(!run.output.contains("hunter"))
    #expect(!run.error.contains("hunter"))
  }
}
