import Foundation
import Testing

@Suite("In a step of GitHub Actions")
struct GitHubActionsTests {
  /// A folder with a file for the step summary, and the environment variables of a step.
  private struct Step {
    let folder: ScratchFolder
    let summary: URL
    var variables: [String: String] {
      ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": summary.path]
    }

    init(_ text: String = "") throws {
      folder = try ScratchFolder()
      summary = try folder.write(text, to: "summary.md")
    }

    func run(_ arguments: [String], directory: URL? = nil) throws -> ToolProcess {
      try ToolProcess(["validate"] + arguments, environment: variables, directory: directory)
    }

    var text: String { get throws { try String(contentsOf: summary, encoding: .utf8) } }
  }

  @Test func `text, commands and the summary are written by default`() throws {
    let step = try Step("# Before")
    let run = try step.run([TestData.faulty])
    #expect(run.code == 1)
    #expect(run.output.contains(" error IDX014 "))
    #expect(run.output.contains("\n::error "))
    #expect(try step.text.hasPrefix("# Before\n## scregistry: violations\n"))
    #expect(try step.text.hasSuffix("|\n\n"))
    _ = try step.run([TestData.good])
    #expect(try step.text.contains("|\n\n\n## scregistry: no violations found\n"))
  }

  @Test(
    "with --no-github or an output, no commands and no summary are written",
    arguments: [["--no-github"], ["-o", "text"], ["-o", "json"]])
  func unasked(_ arguments: [String]) throws {
    let step = try Step()
    let run = try step.run(arguments + [TestData.faulty])
    #expect(run.code == 1)
    #expect(!run.output.contains("::error"))
    #expect(try step.text.isEmpty)
  }

  @Test func `outside of GitHub, no commands and no summary are written`() throws {
    let step = try Step()
    let run = try ToolProcess(
      ["validate", TestData.faulty], environment: ["GITHUB_STEP_SUMMARY": step.summary.path])
    #expect(!run.output.contains("::error"))
    #expect(try step.text.isEmpty)
  }

  @Test func `Markdown for the summary is appended and overwrites nothing`() throws {
    let step = try Step("# Before\n")
    let run = try step.run(["-o", "markdown=\(step.summary.path)", TestData.faulty])
    #expect(run.code == 1)
    #expect(try step.text.hasPrefix("# Before\n\n## scregistry: violations\n"))
  }

  @Test func `a summary that can't be written is a warning`() throws {
    let folder = try ScratchFolder()
    let run = try ToolProcess(
      ["validate", TestData.faulty],
      environment: [
        "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": folder.url.path + "/no/summary.md",
      ])
    #expect(run.code == 1)
    #expect(run.error.contains("warning: the step summary is skipped: "))
    #expect(run.output.contains("\n::error "))
  }

  @Test("the summary stays below GitHub's limit", arguments: [1_048_576, 1_048_500, 1_046_000])
  func limit(_ size: Int) throws {
    let step = try Step(String(repeating: "x", count: size))
    let run = try step.run([TestData.faulty])
    #expect(run.code == 1)
    let text = try step.text
    #expect(text.utf8.count <= 1_048_576)
    if size > 1_047_000 {
      #expect(text.utf8.count == size)
      #expect(run.error.contains("warning: the step summary is skipped: "))
    } else {
      #expect(text.contains("**Truncated.**"))
      #expect(!run.error.contains("warning:"))
    }
  }

  @Test func `commands in file names are not executed`() throws {
    let step = try Step()
    let data = step.folder.url.appending(path: "data")
    try FileManager.default.copyItem(atPath: TestData.faulty, toPath: data.path)
    let index = "aia_0094_2020.csv"
    let old = data.appending(path: "sdo/aia/registries/\(index)").path
    let new = data.path + "/##[error]::error::\(index)"
    try FileManager.default.moveItem(atPath: old, toPath: new)
    let run = try step.run(["##[error]::error::\(index)"], directory: data)
    let lines = run.output.split(separator: "\n")
    #expect(run.code == 1)
    let word = try #require(lines.first?.wholeMatch(of: /::stop-commands::([0-9a-f]{17,})/)).1
    let end = try #require(lines.firstIndex(of: "::\(word)::"))
    #expect(lines[1..<end].contains { $0.contains("##[error]::error::") })
    #expect(
      lines[(end + 1)...].allSatisfy { $0.hasPrefix("::error ") || $0.hasPrefix("::warning ") })
    let plain = try ToolProcess(
      ["validate", "##[error]::error::\(index)"], directory: data)
    #expect(!plain.output.contains("stop-commands"))
  }
}
