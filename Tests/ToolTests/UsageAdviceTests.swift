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
    (["files", "x", "y", "--json"], ["Did you mean '--format'?"]),
    (["files", "x", "y", "--end", "2020"], ["Did you mean '--stop'?"]),
    (["help", "valdate"], ["did you mean 'scregistry validate'?", "Usage: scregistry <"]),
    (["mirror", "verfy", "--help"], ["did you mean 'scregistry mirror verify'?"]),
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
    (["validate", "-o", "jsn", "."], ["did you mean json?", "Usage: scregistry validate"]),
    (["show", "b", "d", "-o", "json"], ["Did you mean '--format'?"]),
    (["files", "b", "d", "-o", "json"], ["json is a format", "write ./json"]),
    (["files", "b", "d", "--output", "json"], ["Did you mean '--format'?"]),
    (["conformance", "run", "--adaptr", "self"], ["Did you mean '--adapter'?"]),
    (["fetch", "b", "d", "--ot", "x"], ["Did you mean '--out'?", "Usage: scregistry fetch"]),
    (["mission"], ["USAGE: scregistry mission <subcommand>"]),
    (["mirror", "verify"], ["Usage: scregistry mirror verify"]),
    (["generate", "m", "-o", "json"], ["json is a format", "write ./json"]),
    (["update", "m", "--out", "text"], ["write ./text"]),
    (["snapshot", "m", "-o", "ndjson"], ["write ./ndjson"]),
    (["migrate", "m", "-o", "markdown"], ["write ./markdown"]),
    (["fetch", "b", "d", "--out", "csv"], ["write ./csv"]),
  ]

  @Test("is told what was probably meant", arguments: cases.indices)
  func advice(_ number: Int) throws {
    let example = Self.cases[number]
    let run = try ToolProcess(example.words)
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    for part in example.parts { #expect(run.error.contains(part), "\(run.error)") }
  }

  /// Command lines of version 0.5, and the new name of their option.
  static let oldSpellings: [(words: [String], names: String)] = [
    (["update", "m", "--registry", "r"], "--registry is now --out"),
    (["update", "m", "--registry=r"], "--registry is now --out"),
    (["update", "m", "-r", "r"], "-r is now -o"),
    (["fetch", "/nothing", "x", "--to", "d"], "--to is now --out"),
    (["validate", "--root", "s3://b/=.", "/nothing"], "--root is now --map"),
    (["baseline", "create", "--output", "b", "/nothing"], "--output is now --out"),
    (["snapshot", "/nothing", "--output", "s"], "--output is now --out"),
    (["mirror", "repair", "/nothing", "--output", "s"], "--output is now --out"),
    (["mission", "from-cdaweb", "/nothing", "--root", "u"], "--root is now --prefix"),
  ]

  @Test("is understood with the names of the version before", arguments: oldSpellings.indices)
  func oldSpelling(_ number: Int) throws {
    let example = Self.oldSpellings[number]
    let folder = try ScratchFolder()
    let run = try ToolProcess(example.words, directory: folder.url)
    #expect(run.error.hasPrefix("scregistry: warning: \(example.names)"), "\(run.error)")
    // What follows is about the files, which do not exist.
    #expect(!run.error.contains("Usage:") || run.error.contains("nothing"), "\(run.error)")
    #expect(!run.error.contains("Unknown option"))
  }

  @Test func `is told nothing false if no word is near`() throws {
    let run = try ToolProcess(["files", "b", "d", "--zzzzzz", "1"])
    #expect(run.code == 2)
    #expect(run.error.hasPrefix("Error: Unknown option '--zzzzzz'"), "\(run.error)")
    #expect(!run.error.contains("ean '"), "\(run.error)")
  }
}
