internal import ArgumentParser
internal import RegistryValidation

extension ScregistryTool.Rules {
  /// Shows one rule.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show one rule.",
      discussion: """
        Example:
          scregistry rules show IDX014 --output markdown
        """)

    @Argument(help: "The code or the name of a rule.", completion: .rules)
    var rule: String

    @Option(name: .shortAndLong, help: "Write text, json or markdown")
    var output = PageForm.text

    func run() throws {
      let rule = try RuleBook.standard.found(rule)
      let page = RulePage(RuleBook.standard)
      try OutputPlace.descriptor(1).write(
        output.bytes(
          text: page.text(of: rule), json: page.json([rule]), markdown: page.markdown(of: rule)))
    }
  }
}
