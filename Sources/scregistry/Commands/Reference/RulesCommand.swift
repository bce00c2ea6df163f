internal import ArgumentParser
internal import Patterns
internal import RegistryValidation

extension ScregistryTool {
  /// Lists the rules and shows one.
  struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rules", abstract: "List the rules, or show one.",
      discussion: """
        Examples:
          scregistry rules list
          scregistry rules show IDX014
        """, subcommands: [List.self, Show.self],
      defaultSubcommand: List.self)
  }
}

extension RuleBook {
  /// Finds a rule by code or name, or suggests a similar name.
  func found(_ text: String) throws -> Rule {
    if let rule = rule(named: text) { return rule }
    throw ValidationError("there is no rule \(text)" + NearMatch.hint(nearestName(to: text)))
  }
}
