internal import ArgumentParser
internal import RegistryReports
internal import RegistryValidation

extension ScregistryTool {
  /// Compares the findings of two reports.
  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "diff", abstract: "Compare two reports: new, fixed and remaining findings.",
      discussion: """
        Reports are files that scregistry wrote as json or ndjson. Findings with the same \
        fingerprint are the same, even on different lines. An old finding that the new run did \
        not check is unknown, not fixed.

        Exit codes: 0 no new finding at or above the fail level; 1 new findings; 2 a report can't \
        be used; 3 no new finding, but something was not evaluated or not checked.

        Examples:
          scregistry diff yesterday.json today.json
          scregistry diff old.json new.json --output markdown=diff.md
        """)

    @Argument(
      help: "The old report; one of the two may be - for standard input.", completion: .file())
    var old: String

    @Argument(help: "The new report.", completion: .file())
    var new: String

    @Option(
      name: .shortAndLong,
      help: "Write text, json or markdown; add =PATH to write a file. Repeatable (default: text).",
      completion: .list(DifferenceFormat.allCases.map(\.rawValue)))
    var output: [String] = []

    @Option(
      help: """
        Exit with 1 for new findings of this severity or higher (default: the fail level of NEW)
        """)
    var failLevel: Severity?

    @Flag(help: "Exit with 0, even if there are new findings.")
    var exitZero = false

    @Option(help: "Colour text: auto, always or never")
    var color = ColorChoice.auto

    @Flag(name: .shortAndLong, help: "Write no summary.")
    var quiet = false

    func validate() throws {
      guard old != "-" || new != "-" else {
        throw ValidationError("- appears twice; standard input can be read only once")
      }
      _ = try destinations()
    }

    private func destinations() throws -> [Destination<DifferenceFormat>] {
      try Destination.all(output, usual: [Destination(.text)])
    }

    func run() throws {
      let (old, new) = (try InputFile.report(old), try InputFile.report(new))
      let difference = ReportDifference(from: old.report, to: new.report, failLevel: failLevel)
      let streams = Streams()
      for destination in try destinations() {
        let isColored = destination.place == .descriptor(1) && streams.usesColor(color)
        try destination.write(
          difference.written(
            as: destination.format, toolVersion: ToolVersion.text, usesColor: isColored))
      }
      if !quiet { streams.writeError(difference.summary + "\n") }
      throw ToolExit(code: exitZero ? 0 : difference.verdict.exitCode)
    }
  }
}
