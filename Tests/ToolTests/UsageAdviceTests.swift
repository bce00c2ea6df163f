import Testing

@Suite("A command line with a typing error")
struct UsageAdviceTests {
  /// Words, and parts of the message.
  static let cases: [(words: [String], parts: [String])] = [
    (
      ["valdate", "."],
      ["no command 'valdate'; did you mean 'scregistry validate'?", "Usage: scregistry <"]
    ),
    (
      ["mission", "infr", "x"],
      ["did you mean 'scregistry mission infer'?", "See 'scregistry mission --help'"]
    ),
    (["rules", "shw"], ["did you mean 'scregistry rules show'?", "Usage: scregistry rules <"]),
    (["xyzzy"], ["'scregistry' has no command 'xyzzy'; the commands are validate, fix"]),
    (
      ["rules", "show", "IDX01"],
      ["did you mean IDX001?", "Usage: scregistry rules show <rule>", "'scregistry rules show --h"]
    ),
    (
      ["files", "b", "d", "--formt", "csv"],
      ["Did you mean '--format'?", "Usage: scregistry files"]
    ),
    (["validate", "--format", "json", "."], ["Did you mean '--output'?"]),
    (["validate", "--formt", "json", "."], ["Did you mean '--output'?"]),
    (["files", "b", "d", "--format", "jsn"], ["Did you mean 'json'? Please provide one of"]),
    (["show", "b", "--format=hapy"], ["Did you mean 'hapi'?", "Usage: scregistry show"]),
    (["validate", "--depth", "metdata", "."], ["Did you mean 'metadata'?"]),
    (
      ["validate", "--color", "alwys", "."], ["must be auto, always or never; did you mean always?"]
    ),
    (
      ["validate", "--kind", "catlog", "."],
      ["did you mean catalog?", "Usage: scregistry validate"]
    ),
    (["generate", "m", "--out", "x", "--allow", "removl"], ["did you mean removal?"]),
  ]

  @Test("is told what was probably meant", arguments: cases.indices)
  func advice(_ number: Int) throws {
    let example = Self.cases[number]
    let run = try ToolProcess(example.words)
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    for part in example.parts { #expect(run.error.contains(part), "\(run.error)") }
  }

  @Test func `is told nothing false if no word is near`() throws {
    let run = try ToolProcess(["files", "b", "d", "--zzzzzz", "1"])
    #expect(run.code == 2)
    #expect(run.error.hasPrefix("Error: Unknown option '--zzzzzz'"), "\(run.error)")
    #expect(!run.error.contains("ean '"), "\(run.error)")
  }
}
