internal import ArgumentParser
internal import RegistryConformance
internal import RegistryReports
internal import RegistryValidation

extension ScregistryTool.ConformanceCommand {
  /// Shows which requirements have cases.
  struct CoverageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "coverage", abstract: "Show which requirements of the spec have cases.",
      discussion: """
        A testable MUST needs one case that keeps it and two that break it. A SHOULD needs one \
        that breaks it. A MAY needs any case. The exit code is 1 if there are gaps.

        Example:
          scregistry conformance coverage --area index
        """)

    @OptionGroup var suite: SuiteOptions

    @Option(help: "Show only this part of the spec, such as index (default: all).")
    var area: String?

    @Option(name: .shortAndLong, help: "Write text or json")
    var output = OutputForm.text

    func run() throws {
      let matrix = CoverageMatrix(try suite.read(), area: area)
      guard !matrix.rows.isEmpty else {
        throw ValidationError("there is no area \(TextStyle.harmless(area ?? ""))")
      }
      try Streams().write(as: output, text: matrix.text, json: matrix.json)
      Streams().writeError(matrix.summaryLine + "\n")
      if !matrix.isComplete { throw ToolExit(code: 1) }
    }
  }
}
