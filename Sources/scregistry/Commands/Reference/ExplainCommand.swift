internal import ArgumentParser
internal import RegistryValidation

extension ScregistryTool {
  /// Explains one rule: the same as `rules show`.
  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "explain", abstract: "Explain one rule, with examples.",
      discussion: """
        Examples:
          scregistry explain IDX014
          scregistry explain row-out-of-order
        """)

    @Argument(help: "The code or the name of a rule, or the code of a notice.", completion: .rules)
    var rule: String

    func run() throws {
      if let notice = Notice.explanation(of: rule) {
        return try Streams().writeOutput(Array(notice.utf8))
      }
      let rule = try RuleBook.standard.found(rule)
      try Streams().writeOutput(Array(RulePage(RuleBook.standard).text(of: rule).utf8))
    }
  }
}
