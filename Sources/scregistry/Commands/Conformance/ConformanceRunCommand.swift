internal import ArgumentParser
internal import RegistryConformance
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool.ConformanceCommand {
  /// Runs the suite against implementations.
  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run", abstract: "Run the suite against an implementation, or compare several.",
      discussion: """
        An adapter is exec:COMMAND, a program that speaks the protocol on standard input and \
        output; cli:COMMAND, a validator that exits with 0 or 1 for the directory that replaces \
        {root} in the command; or self, this program. With several adapters, or with --compare, \
        scregistry writes a matrix of the cases that each passed.

        Exit codes: 0 as expected; 1 an unexpected failure, a known failure that passed, or a \
        known failure without a case; 2 wrong usage, an unusable suite, or no case to run; \
        3 undetermined, since cases were skipped or not answered; 4 internal error. A comparison \
        exits with 0 if every adapter ran.

        Examples:
          scregistry conformance run --adapter exec:./adapter -o markdown=result.md
          scregistry conformance run --adapter 'cli:./validate {root}' --class validator
        """)

    @Option(help: "Test this implementation: exec:COMMAND, cli:COMMAND or self. Repeatable.")
    var adapter: [String] = []

    @Option(
      help: ArgumentHelp(
        "Compare with this adapter, or with the JSON report of a run. Repeatable.",
        valueName: "adapter-or-report"), completion: .file())
    var compare: [String] = []

    @OptionGroup var suite: SuiteOptions

    @OptionGroup var cases: CaseOptions

    @Option(
      help: """
        Judge up to this grade: 1 verdict, 2 requirements, 3 exact, 4 location (default: the \
        highest grade of the adapter).
        """)
    var grade: Int?

    @Option(help: "Wait at most this long for an answer")
    var timeout = TimeSpan(milliseconds: 10_000)

    @Option(name: .shortAndLong, help: "Run N adapters at a time")
    var jobs = 1

    @Flag(help: "Check every line of the protocol against its schema, in both directions.")
    var validateProtocol = false

    @Option(
      help: ArgumentHelp("Expect the failures that this file lists.", valueName: "file"),
      completion: .file())
    var knownFailures: String?

    @Flag(help: "Also serve the trees as S3 buckets on this machine.")
    var serve = false

    @Option(
      name: .shortAndLong,
      help: """
        Write this format: \(Self.formats); add =PATH to write a file. Repeatable (default: text).
        """, completion: .list(RunFormat.allCases.map(\.rawValue)))
    var output: [String] = []

    @Flag(help: "Omit times, so that the same run gives the same bytes.")
    var deterministic = false

    @Flag(name: .shortAndLong, help: "Write no summary and no progress.")
    var quiet = false

    private static let formats = RunFormat.allCases.map(\.rawValue).joined(separator: ", ")

    private var comparesMany: Bool { adapter.count + compare.count > 1 || !compare.isEmpty }

    func validate() throws {
      guard !adapter.isEmpty || !compare.isEmpty else {
        throw ValidationError("--adapter is missing, such as --adapter self")
      }
      guard grade.map({ Grade(rawValue: $0) != nil }) ?? true else {
        throw ValidationError("--grade must be from 1 to 4")
      }
      guard (1...64).contains(jobs) else { throw ValidationError("--jobs must be from 1 to 64") }
      guard timeout.milliseconds > 0 else {
        throw ValidationError("--timeout must be a duration such as 10s")
      }
      for text in adapter { _ = try Self.spec(text) }
      let outputs = try outputs()
      let compared: [RunFormat] = [.text, .markdown, .json]
      if comparesMany, let other = outputs.first(where: { !compared.contains($0.format) }) {
        throw ValidationError(
          "a comparison can't be written as \(other.format.rawValue); use text, markdown or json")
      }
    }

    private func outputs() throws -> [Destination<RunFormat>] {
      try Destination.all(output, usual: [Destination(.text)])
    }

    private static func spec(_ text: String) throws -> AdapterSpec {
      guard let spec = AdapterSpec(text, executable: OwnProgram.path) else {
        throw ValidationError(
          "--adapter \(TextStyle.harmless(text)) is not self, exec:COMMAND, or cli:COMMAND with "
            + "{root} in it")
      }
      return spec
    }

    func run() async throws {
      let outputs = try outputs()
      for output in outputs { try output.place.check() }
      let suite = try suite.read()
      let options = try options(for: suite)
      if comparesMany { return try await compareAll(suite, options: options, outputs: outputs) }
      let report = try await report(on: try Self.spec(adapter[0]), suite: suite, options: options)
      for output in outputs { try output.write(report.written(as: output.format)) }
      if !quiet { Streams().writeError(TextStyle.harmless(report.summaryLine) + "\n") }
      if report.exitCode != 0 { throw ToolExit(code: report.exitCode) }
    }

    private func options(for suite: Suite) throws -> Runner.Options {
      var options = Runner.Options()
      options.filter = try cases.filter(for: suite)
      options.grade = grade.flatMap(Grade.init)
      options.timeout = Double(timeout.milliseconds) / 1000
      options.jobs = jobs
      options.validatesProtocol = validateProtocol
      options.servesTrees = serve
      options.toolVersion = ToolVersion.text
      if let knownFailures {
        let (name, bytes) = try InputFile.read(knownFailures)
        options.knownFailures = try KnownFailures(reading: bytes, name: name)
      }
      if !quiet, Streams().isErrorATerminal {
        options.onProgress = { done, all in
          Streams().writeError("\r\(done) of \(all) cases\(done == all ? "\r\u{1B}[K" : "")")
        }
      }
      return options
    }

    /// Runs the suite, or reports why that was not possible.
    private func report(
      on spec: AdapterSpec, suite: Suite, options: Runner.Options
    ) async throws -> RunReport {
      let started = Clock.today.text
      do throws(AdapterFault) {
        var report = try await Runner(suite, adapter: spec, options: options).run()
        if !deterministic { report.started = started }
        return report
      } catch {
        throw ToolFailure("\(spec): \(error.kind.rawValue): \(error.detail)", exitCode: 3)
      }
    }

    private func compareAll(
      _ suite: Suite, options: Runner.Options, outputs: [Destination<RunFormat>]
    ) async throws {
      var comparison = Comparison()
      for text in adapter + compare {
        if let spec = AdapterSpec(text, executable: OwnProgram.path) {
          comparison.add(try await report(on: spec, suite: suite, options: options))
          continue
        }
        let (name, bytes) = try InputFile.read(text)
        try comparison.add(reading: bytes, name: name)
      }
      for output in outputs { try output.write(comparison.written(as: output.format)) }
    }
  }
}
