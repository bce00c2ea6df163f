internal import ArgumentParser
internal import RegistryValidation

extension ScregistryTool.Rules {
  /// Lists all rules.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List all rules.",
      discussion: """
        Example:
          scregistry rules list --output json
        """)

    @Option(name: .shortAndLong, help: "Write text, json or markdown")
    var output = PageForm.text

    func run() throws {
      let page = RulePage(RuleBook.standard)
      try OutputPlace.descriptor(1).write(
        output.bytes(
          text: page.list, json: page.json(RuleBook.standard.rules), markdown: page.markdownTable))
    }
  }
}
