internal import ArgumentParser
internal import RegistryConformance

extension ScregistryTool.ConformanceCommand {
  /// Lists the cases of the suite.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the cases of the suite.",
      discussion: """
        Example:
          scregistry conformance list --class reader
        """)

    @OptionGroup var suite: SuiteOptions

    @OptionGroup var cases: CaseOptions

    @Option(name: .shortAndLong, help: "Write text or json")
    var output = OutputForm.text

    func run() throws {
      let suite = try suite.read()
      let list = CaseList(suite, filter: try cases.filter(for: suite))
      guard !list.isEmpty else {
        throw ToolFailure("no case matches", exitCode: 2)
      }
      try Streams().write(as: output, text: list.text, json: list.json)
    }
  }
}
