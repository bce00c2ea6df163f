internal import ArgumentParser
internal import ObjectStorage
internal import RegistryMirrors
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// Recomputes the statement of a mirror.
struct MirrorCheckStatementCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-statement",
    abstract: "Recompute a statement that somebody published, and compare.",
    discussion: """
      Example:
        scregistry mirror check-statement mirror.json
      """)

  @Argument(help: "The statement, a file.", completion: .file())
  var statement: String

  @Option(help: "Use this source (default: the endpoint in the statement).")
  var source: String?

  @Option(help: "Use this mirror (default: the endpoint in the statement).")
  var mirror: String?

  @Option(
    help: "Use this list of checksums of the source, which the statement rests on. Repeatable.",
    completion: .file())
  var sourceEvidence: [String] = []

  @Option(
    help: "Use this list of checksums of the mirror, which the statement rests on. Repeatable.",
    completion: .file())
  var mirrorEvidence: [String] = []

  @Option(name: .shortAndLong, help: "Send at most N requests at a time.")
  var jobs = 16

  @Flag(name: .shortAndLong, help: "Write no progress.")
  var quiet = false

  @OptionGroup var storage: StorageArguments

  func validate() throws {
    guard (1...1024).contains(jobs) else { throw ValidationError("--jobs must be from 1 to 1024") }
  }

  func run() async throws {
    let (name, bytes) = try InputFile.read(statement)
    let check: StatementCheck
    var options = MirrorOptions()
    do throws(MirrorError) {
      check = try StatementCheck(bytes, named: name)
      try check.configure(&options)
    } catch {
      throw MirrorRun.exit(error)
    }
    options.jobs = jobs
    options.sourceEvidence = sourceEvidence
    options.mirrorEvidence = mirrorEvidence
    // A document must not say which files of this machine are read.
    if let list = check.checksumLists.first, sourceEvidence.isEmpty, mirrorEvidence.isEmpty {
      Streams().writeError(
        "\(TextStyle.harmless(statement)): it rests on the list of checksums "
          + "\(TextStyle.harmless(list.uri)) with the SHA-256 \(list.sha256); pass it with "
          + "--source-evidence or --mirror-evidence\n")
      throw ToolExit(code: 3)
    }
    if source == nil { options.namingDocuments[check.source] = statement }
    if mirror == nil { options.namingDocuments[check.mirror] = statement }
    options.storages = StorageProvider(storage.flags.options(over: nil))
    let results = try await MirrorRun.results(
      of: options, source: source ?? check.source, mirrors: [mirror ?? check.mirror],
      showsProgress: !quiet && Streams().isErrorATerminal, isQuiet: quiet)
    guard let result = results.first else { throw ToolExit(code: 4) }
    var lines: [String] = []
    if !check.isUnchanged() {
      lines.append("digest: the statement was edited after it was written")
    }
    do throws(MirrorError) {
      let now = try MirrorStatement(
        result, options: options, claims: .init(tool: "scregistry \(ToolVersion.text)")
      ).json()
      lines += try check.differences(from: now)
      let digests = Set(result.evidence.map(\.sha256))
      lines += check.checksumLists.filter { !digests.contains($0.sha256) }.map {
        "verification/evidence: no list has the SHA-256 \($0.sha256) of \($0.uri)"
      }
    } catch {
      throw MirrorRun.exit(error)
    }
    let text = lines.map { TextStyle.harmless($0) + "\n" }.joined()
    try Streams().writeOutput(Array(text.utf8))
    if !quiet, lines.isEmpty, result.isComplete {
      Streams().writeError("the statement is what was found now\n")
    } else if !quiet {
      MirrorText.writeSummary(
        of: result, MirrorReport([result], options: options).report(Validator()))
    }
    throw ToolExit(code: !lines.isEmpty ? 1 : result.isComplete ? 0 : 3)
  }
}
