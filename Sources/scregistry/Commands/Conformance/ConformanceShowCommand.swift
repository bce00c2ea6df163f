internal import ArgumentParser
internal import Patterns
internal import RegistryConformance
internal import RegistryReports

extension ScregistryTool.ConformanceCommand {
  /// Shows one case.
  struct ShowCase: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show a case: its topic, input and expected result.",
      discussion: """
        Examples:
          scregistry conformance show idx-rows-swapped
          scregistry conformance show idx-rows-swapped --out case/
        """)

    @Argument(help: "The id of the case.")
    var id: String

    @OptionGroup var suite: SuiteOptions

    @Option(
      name: .shortAndLong,
      help: ArgumentHelp(
        "Write the input of the case to this directory, as adapters receive it.",
        valueName: "directory"), completion: .directory)
    var out: LocalDestination?

    func run() throws {
      let suite = try suite.read()
      guard let one = suite[id] else {
        throw ValidationError(
          "there is no case \(TextStyle.harmless(id))"
            + NearMatch.hint(id, among: suite.cases.map(\.id)))
      }
      let page = CasePage(one, of: suite)
      guard let out else {
        try Streams().writeOutput(Array(page.text.utf8))
        return
      }
      let files = try page.layOut(at: out.word)
      try Streams().writeOutput(Array(files.map { TextStyle.harmless($0) + "\n" }.joined().utf8))
    }
  }
}
