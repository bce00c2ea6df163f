internal import ArgumentParser
internal import ObjectStorage
internal import RegistryConformance
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool.ConformanceCommand {
  /// Reports which requirements a registry meets.
  struct Statement: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "report",
      abstract: "Write a statement of the requirements that a registry meets, to publish.",
      discussion: """
        scregistry validates the registry and rates every requirement for providers: met, \
        violated, not evaluated, not applicable or not checked.

        Exit codes: 1 a MUST is violated; 2 wrong usage; 3 a MUST was not evaluated; 0 otherwise.

        Example:
          scregistry conformance report s3://my-bucket/ --output html=statement.html
        """)

    @Argument(
      help: "A directory, a catalog, or the address of either (s3://, https://).",
      completion: .file())
    var target: String

    @Option(help: "Check to this depth")
    var depth = Validator.Depth.index

    @Option(help: "Rate by this version of the spec (default: the version of the catalog).")
    var spec: String?

    @Option(
      name: .shortAndLong,
      help: """
        Write text, json, markdown or html; add =PATH to write a file. Repeatable (default: text).
        """, completion: .list(StatementFormat.allCases.map(\.rawValue)))
    var output: [String] = []

    @Flag(help: "Omit the date, so that the same registry gives the same bytes.")
    var deterministic = false

    @Flag(name: .shortAndLong, help: "Write no summary.")
    var quiet = false

    @OptionGroup var storage: StorageArguments

    private func outputs() throws -> [Destination<StatementFormat>] {
      try Destination.all(output, usual: [Destination(.text)])
    }

    func validate() throws {
      _ = try outputs()
      if let spec, Dialect(version: spec) == nil {
        throw ValidationError(
          "--spec \(TextStyle.harmless(spec)) is not a version of the spec; use 0.1 to 0.6, 1.0 "
            + "or 1.1")
      }
    }

    func run() async throws {
      let outputs = try outputs()
      for output in outputs { try output.place.check() }
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
