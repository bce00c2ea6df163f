internal import ArgumentParser
internal import ObjectStorage
internal import RegistryMirrors
internal import RegistryValidation
internal import SharedCloudRegistry

/// Writes the statement of a mirror.
struct MirrorStatementCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statement",
    abstract: "Verify a mirror and write its statement, mirror.json.",
    discussion: """
      The statement says what the mirror has and what the verification found. mirror \
      check-statement recomputes it. Place it beside catalog.json as mirror.json. \
      The exit code is 1 if the mirror is not complete or differs; the statement is written all the \
      same.

      Example:
        scregistry mirror statement s3://source/ s3://mirror/ -o json=mirror.json
      """)

  @Argument(help: "The source: an address, a directory or a listing.", completion: .file())
  var source: String?

  @Argument(help: "The mirror: an address, a directory or a listing.", completion: .file())
  var mirror: String?

  @OptionGroup var comparison: MirrorArguments

  @Option(
    help: ArgumentHelp(
      "Use this plan of scregistry plan --for mirror, which has the sides and the settings.",
      valueName: "plan.ndjson"))
  var plan: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "With --plan, merge these parts of mirror verify --plan.", valueName: "part"),
    completion: .file())
  var parts: [String] = []

  @Option(
    name: .shortAndLong, help: "Write json, markdown or html; add =PATH to write a file.",
    completion: .list(Format.allCases.map(\.rawValue)))
  var output: [String] = []

  @Option(name: .customLong("operator"), help: "Name the operator of the mirror.")
  var operatorName: String?

  @Option(help: "State what the mirror does when the source deletes an object: follow or keep.")
  var deletions: String?

  @Option(help: "State what the mirror does when the source replaces an object: follow or keep.")
  var replacements: String?

  @Flag(help: "Omit times, so that the same input gives the same bytes.")
  var deterministic = false

  @Flag(name: .shortAndLong, help: "Write no summary and no progress.")
  var quiet = false

  @OptionGroup var storage: StorageArguments

  /// The formats of a statement.
  enum Format: String, OutputFormat {
    case json, markdown, html
  }

  func validate() throws {
    _ = try Destination<Format>.all(output, usual: [Destination(.json)])
    for (name, word) in [("--deletions", deletions), ("--replacements", replacements)] {
      if let word, !["follow", "keep"].contains(word) {
        throw ValidationError("\(name) must be follow or keep")
      }
    }
    guard plan != nil else {
      guard parts.isEmpty else { throw ValidationError("--parts works with --plan only") }
      guard source != nil, mirror != nil else {
        throw ValidationError("give the source and the mirror")
      }
      return
    }
    guard !parts.isEmpty else { throw ValidationError("--plan needs --parts") }
    let planned = [(name: "a source", isGiven: source != nil)] + comparison.planned
    if let first = planned.first(where: \.isGiven) {
      throw ValidationError(
        "with --plan, \(first.name) can't be given: the plan has it; pass it to scregistry plan")
    }
  }

  /// The results of the verification, or of the parts of a plan, and how they were made.
  private func results() async throws -> (
    results: [MirrorResult], options: MirrorOptions, longestLag: String?
  ) {
    let showsProgress = !quiet && Streams().isErrorATerminal
    guard let path = plan else {
      let options = try comparison.options(
        StorageProvider(storage.flags.options(over: nil)))
      let results = try await MirrorRun.results(
        of: options, source: source ?? "", mirrors: mirror.map { [$0] } ?? [],
        showsProgress: showsProgress, isQuiet: quiet)
      return (results, options, comparison.criteria.maxLag)
    }
    let plan = try await MirrorPlan(reading: path)
    guard plan.mirrors.count == 1 else {
      throw ValidationError(
        "\(path) has \(plan.mirrors.count) mirrors, and a statement is about one; make a plan for "
          + "each")
    }
    let planned = try MirrorMerge(
      plan: plan, storage: storage.flags, jobs: comparison.jobs
    ).planned(objects: nil)
    let results = try await MirrorRun.results(
      of: planned, plan, parts: parts, showsProgress: showsProgress)
    return (results, planned.comparison, plan.longestLag)
  }

  private static func bytes(
    of statement: StatementCheck, json: [UInt8], report: Report, as format: Format
  ) -> [UInt8] {
    switch format {
    case .json: json
    case .markdown: Array(statement.markdown.utf8)
    case .html: statement.html(of: report)
    }
  }

  func run() async throws {
    let outputs = try Destination<Format>.all(output, usual: [Destination(.json)])
    for output in outputs { try output.place.check() }
    let (results, options, longestLag) = try await results()
    guard let result = results.first else { throw ToolExit(code: 4) }
    var claims = MirrorStatement.Claims(tool: "scregistry \(ToolVersion.text)")
    claims.operatorName = operatorName
    claims.longestLag = longestLag
    claims.deletions = deletions
    claims.replacements = replacements
    claims.finished = deterministic ? nil : Clock.now.text
    var failure: WriteFailure?
    do throws(MirrorError) {
      let json = try MirrorStatement(result, options: options, claims: claims).json()
      let statement = try StatementCheck(json, named: "the statement")
      let report = MirrorReport([result], options: options).report(Validator())
      for output in outputs {
        let bytes = Self.bytes(
          of: statement, json: json, report: report, as: output.format)
        do throws(WriteFailure) {
          try output.write(bytes)
        } catch {
          failure = failure ?? error
        }
      }
      if !quiet { MirrorText.writeSummary(of: result, report) }
    } catch {
      throw MirrorRun.exit(error)
    }
    if let failure { throw failure }
    throw ToolExit(code: result.isTheSame ? (result.isComplete ? 0 : 3) : 1)
  }
}
