internal import ArgumentParser
internal import Glibc
internal import ObjectStorage
internal import Patterns
internal import RegistryRepair
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Fixes findings that have a mechanical fix.
  struct FixCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fix",
      abstract: "Fix catalogs and index files where a mechanical fix exists.",
      discussion: """
        Only the places of findings change, and each file is replaced in one step. Unless you pass \
        --unsafe, fixes are safe: they keep the meaning of the file. For standard input, the \
        result goes to standard output.

        Exit codes: 0 no finding at or above the fail level is left; 1 findings are left, or with \
        --diff or --dry-run something would change; 2 wrong usage, or a file can't be written; 3 undetermined.

        Examples:
          scregistry fix copy/ --dry-run
          scregistry fix copy/ --backup
          scregistry fix --unsafe --diff copy/catalog.json
        """)

    @Argument(
      help: "A directory, a catalog, registry, info or index file, or - for standard input.",
      completion: .file())
    var targets: [String]

    @Flag(name: .customLong("unsafe"), help: "Also apply fixes that lose or invent content.")
    var allowsUnsafe = false

    @Flag(help: "Apply safe fixes only (the default).")
    var safe = false

    @Flag(help: "Write the changes as a unified diff, and change no file.")
    var diff = false

    @Flag(
      name: [.long, .customShort("n")],
      help: "Say what would be fixed, and write nothing.")
    var dryRun = false

    @Option(
      help: "Fix only these rules: codes or names, separated by commas (default: all).",
      completion: .rules)
    var rules: String?

    @Option(
      defaultAsFlag: ".bak",
      help: "Keep each old file under its name with this suffix")
    var backup: String?

    @OptionGroup var checking: CheckingOptions

    @OptionGroup var configuration: ConfigurationOptions

    @Flag(name: .shortAndLong, help: "Write no summary.")
    var quiet = false

    func validate() throws {
      guard !(safe && allowsUnsafe) else {
        throw ValidationError("--safe and --unsafe can't be used together")
      }
      guard !configuration.showConfig else {
        throw ValidationError("--show-config works with scregistry validate only")
      }
      if let backup, backup.isEmpty || backup.contains("/") {
        throw ValidationError("--backup must be a suffix such as .bak")
      }
      guard targets.filter({ $0 == "-" }).count < 2 else {
        throw ValidationError("- appears twice; standard input can be read only once")
      }
    }

    func run() async throws {
      let fixer = try makeFixer()
      var codes: Set<Int32> = []
      for target in targets {
        let outcome = try await fixer.fix(target)
        codes.insert(try await finish(outcome, target: target))
      }
      // 1 wins over 3.
      throw ToolExit(code: codes.contains(2) ? 2 : codes.contains(1) ? 1 : codes.max() ?? 0)
    }

    private func makeFixer() throws -> Fixer {
      let applied = AppliedConfiguration(
        checking.flags, over: try configuration.read(), at: Clock.today)
      let validator = checking.validator(applied, at: Clock.today)
      var fixer = Fixer(validator)
      fixer.allowsUnsafe = allowsUnsafe
      fixer.rules = try rules.map { try selected($0, of: validator.rules) }
      return fixer
    }

    private func selected(_ text: String, of book: RuleBook) throws -> Set<String> {
      Set(
        try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
          let name = String(word.drop { $0 == " " })
          guard let rule = book.rule(named: name) else {
            throw ValidationError(
              "--rules \(TextStyle.harmless(name)) is not the code or name of a rule"
                + NearMatch.hint(book.nearestName(to: name)))
          }
          guard rule.fix != nil else {
            throw ValidationError("--rules \(rule.code): there is no fix for \(rule.name)")
          }
          return rule.code
        })
    }
  }
}

// MARK: - Output

extension ScregistryTool.FixCommand {
  /// Writes files or their diffs, and summarizes the fixes and the remaining findings.
  ///
  /// - Returns: The exit code of the target.
  private func finish(_ outcome: FixOutcome, target: String) async throws -> Int32 {
    let (streams, output) = (Streams(), StatusLine())
    var summary = FixSummary(outcome, wouldOnly: diff || dryRun)
    if diff || dryRun {
      if diff { for file in outcome.files { try await writeDiff(of: file) } }
      if !quiet { streams.writeError(summary.text) }
      return outcome.files.isEmpty ? outcome.after.exitCode : 1
    }
    for file in outcome.files {
      do throws(StoreError) {
        if target == "-" {
          try file.forEachChunk(Self.writing(to: output))
        } else {
          let kept = try file.write(backup: backup)
          if let kept, !quiet {
            streams.writeError("\(TextStyle.harmless(kept)): the old content\n")
          }
        }
      } catch {
        summary.unwritten.insert(file.uri)
        streams.writeError("\(TextStyle.harmless(error.address)): not fixed: \(error.detail)\n")
      }
    }
    if target == "-", outcome.files.isEmpty {
      try await outcome.forEachChunkOfInput(Self.writing(to: output))
    }
    try output.checkOutput()
    if !quiet { streams.writeError(summary.text) }
    return summary.unwritten.isEmpty ? outcome.after.exitCode : 2
  }

  /// Writes a part of a file to standard output.
  private static func writing(
    to output: StatusLine
  ) -> (Span<UInt8>) -> Bool {
    { chunk in output.write(output: (0..<chunk.count).map { chunk[$0] }) }
  }

  private func writeDiff(of file: MendedFile) async throws {
    let output = StatusLine()
    do throws(StoreError) {
      try await file.writeDiff(
        isForTerminal: Streams().isOutputATerminal, to: Self.writing(to: output))
    } catch {
      Streams().writeError("\(TextStyle.harmless(error.address)): \(error.detail)\n")
      throw ToolExit(code: 2)
    }
    try output.checkOutput()
  }
}
