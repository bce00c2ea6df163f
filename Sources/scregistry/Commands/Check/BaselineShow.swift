internal import ArgumentParser
internal import RegistryReports

extension ScregistryTool.BaselineCommand {
  /// Shows what a baseline contains.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show how many findings a baseline has, by rule and by file.",
      discussion: """
        Examples:
          scregistry baseline show known.json
          scregistry baseline show known.json --output json
        """)

    @Argument(
      help: """
        The file (default: the baseline of scregistry.yml, else scregistry-baseline.json).
        """, completion: .file())
    var file: String?

    @Option(name: .shortAndLong, help: "Write text or json")
    var output = OutputForm.text

    @OptionGroup var configuration: ConfigurationOptions

    func run() throws {
      let path =
        try file ?? ConfiguredOutputs.baseline(of: configuration.readOnly()) ?? Baseline.fileName
      let page = BaselinePage(try InputFile.baseline(path))
      try Streams().write(as: output, text: page.text, json: page.json)
    }
  }
}
