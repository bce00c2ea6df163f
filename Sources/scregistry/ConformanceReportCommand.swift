internal import ArgumentParser
internal import RegistryConformance
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool.ConformanceCommand {
  /// Says of a registry which requirements it meets.
  struct Statement: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "report",
      abstract: "Say of a registry which requirements of the spec it meets, for publishing.",
      discussion: """
        The registry is validated, and every requirement that binds providers is met, violated, \
        not evaluated, not applicable or not checked, by the rules that serve it. Exit codes: 1 a \
        MUST is violated; 2 wrong usage; 3 a MUST was not evaluated; 0 otherwise.
        """)

    @Argument(help: "A directory, a catalog, or the address of either (s3://, https://).")
    var target: String

    @Option(help: "How far to go: metadata, index or objects.")
    var depth = Validator.Depth.index

    @Option(help: "The version of the spec. (default: the one the catalog is checked by)")
    var spec: String?

    @Option(
      name: .shortAndLong,
      help: "text, json, markdown or html, with =PATH for a file. May be given often.")
    var output: [String] = []

    @Flag(help: "Leave out the date, so that the same registry gives the same bytes.")
    var deterministic = false

    @Flag(name: .shortAndLong, help: "Write no summary.")
    var quiet = false

    @OptionGroup var storage: StorageArguments

    func validate() throws {
      _ = try RunOutput<StatementFormat>.all(output, usual: .text)
      if let spec, Dialect(version: spec) == nil {
        throw ValidationError(
          "--spec \(TextStyle.harmless(spec)) is no version of the spec; it has 0.1 to 0.6, 1.0, 1.1"
        )
      }
    }

    func run() async throws {
      let outputs = try RunOutput<StatementFormat>.all(output, usual: .text)
      for output in outputs { try output.check() }
      let options = storage.flags.options(over: nil)
      var validator = Validator()
      validator.depth = depth
      validator.dialect = spec.flatMap { Dialect(version: $0) }
      validator.storages = StorageProvider(options)
      validator.jobs = ProcessorCount.available
      validator.now = Clock.today
      let report: Report
      do throws(TargetError) {
        report = try await validator.validate([target])
      } catch {
        Streams().writeError(TextStyle.harmless("\(error)") + "\n")
        throw ToolExit(code: 2)
      }
      var statement = RegistryStatement(
        report, of: target, spec: spec,
        content: await ContentDigest(of: target, storage: options), toolVersion: ToolVersion.text)
      if !deterministic { statement.date = Clock.today.text }
      for output in outputs { try output.write(statement.written(as: output.format)) }
      if !quiet { Streams().writeError(TextStyle.harmless(statement.summaryLine) + "\n") }
      if statement.exitCode != 0 { throw ToolExit(code: statement.exitCode) }
    }
  }
}
