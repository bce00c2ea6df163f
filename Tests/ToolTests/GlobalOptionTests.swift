import Foundation
import Testing

/// What other programs read from standard error.
@Suite("Global options")
struct GlobalOptionTests {
  private static let registry = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Conformance/data/demo-good").path

  /// Runs the program and reads each line of standard error as JSON.
  private static func lines(_ words: [String]) throws -> (code: Int32, lines: [[String: Any]]) {
    let run = try ToolProcess(words)
    let lines = try run.error.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require(object as? [String: Any])
    }
    return (run.code, lines)
  }

  @Test(
    "an error has a code, a message, advice and the exit code",
    arguments: [
      (["--errors", "json", "files", registry, "none"], "notFound"),
      (["files", registry, "none", "--errors=json"], "notFound"),
      (["files", "--none", "--errors", "json"], "usage"),
      (["--errors", "json", "files", registry, "aia_0094", "--start", "x"], "usage"),
    ])
  func error(words: [String], code: String) throws {
    let run = try Self.lines(words)
    let error = try #require(run.lines.last)
    #expect(run.code == 2)
    #expect(error["type"] as? String == "error")
    #expect(error["code"] as? String == code)
    #expect(error["exitCode"] as? Int == 2)
    #expect((error["message"] as? String)?.isEmpty == false)
    #expect((error["help"] as? String)?.isEmpty == false)
  }

  @Test("progress ends with all files")
  func progress() throws {
    let words = [
      "validate", Self.registry, "--no-config", "--progress", "json", "--errors", "json",
    ]
    let run = try Self.lines(words)
    #expect(run.code == 0)
    let last = try #require(run.lines.last { $0["type"] as? String == "progress" })
    #expect(last["files"] as? Int == 7)
    #expect(last["allFiles"] as? Int == 7)
    #expect(run.lines.last?["type"] as? String == "note")
  }

  @Test("an unknown form is refused")
  func unknownForm() throws {
    let run = try ToolProcess(["version", "--errors", "xml"])
    #expect(run.code == 2)
    #expect(run.error.contains("--errors xml is not a form; use text or json"))
  }

  @Test("words after -- are not options")
  func terminator() throws {
    let run = try ToolProcess(["validate", "--no-config", "--", "--errors", "json"])
    #expect(run.code == 2)
    #expect(run.error.contains("--errors"))
    #expect(!run.error.contains("{"))
  }
}
