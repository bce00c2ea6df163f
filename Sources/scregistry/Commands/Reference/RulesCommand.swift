internal import ArgumentParser
internal import RegistryValidation

extension ScregistryTool {
  /// Lists the rules and shows one.
  struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the rules, or show one.", subcommands: [List.self, Show.self],
      defaultSubcommand: List.self)

    /// Lists all rules.
    struct List: ParsableCommand {
      static let configuration = CommandConfiguration(abstract: "List all rules.")

      @Option(name: .shortAndLong, help: "Write text, json or markdown")
      var output = "text"

      func run() throws {
        let page = RulePage(RuleBook.standard)
        switch output {
        case "text": Streams().writeOutput(Array(page.list.utf8))
        case "json": Streams().writeOutput(page.json(RuleBook.standard.rules))
        case "markdown": Streams().writeOutput(Array(page.markdownTable.utf8))
        default: throw ValidationError("--output must be text, json or markdown")
        }
      }
    }

    /// Shows one rule.
    struct Show: ParsableCommand {
      static let configuration = CommandConfiguration(abstract: "Show one rule.")

      @Argument(help: "The code or the name of a rule.")
      var rule: String

      @Option(name: .shortAndLong, help: "Write text, json or markdown")
      var output = "text"

      func run() throws {
        let rule = try RuleBook.standard.found(rule)
        let page = RulePage(RuleBook.standard)
        switch output {
        case "text": Streams().writeOutput(Array(page.text(of: rule).utf8))
        case "json": Streams().writeOutput(page.json([rule]))
        case "markdown": Streams().writeOutput(Array(page.markdown(of: rule).utf8))
        default: throw ValidationError("--output must be text, json or markdown")
        }
      }
    }
  }

  /// Explains one rule: the same as `rules show`.
  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Explain one rule, with examples.")

    @Argument(help: "The code or the name of a rule.")
    var rule: String

    func run() throws {
      let rule = try RuleBook.standard.found(rule)
      Streams().writeOutput(Array(RulePage(RuleBook.standard).text(of: rule).utf8))
    }
  }

  /// Writes the version.
  struct Version: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Write the version.")

    @Flag(help: "Write JSON.")
    var json = false

    func run() throws {
      let count = RuleBook.standard.rules.count
      let text =
        json
        ? "{\"name\": \"scregistry\", \"version\": \"\(ToolVersion.text)\", \"rules\": \(count), "
          + "\"spec\": \"1.1\"}\n"
        : "scregistry \(ToolVersion.text)\n"
      Streams().writeOutput(Array(text.utf8))
    }
  }
}

extension RuleBook {
  /// Finds a rule by code or name, or suggests a similar name.
  func found(_ text: String) throws -> Rule {
    if let rule = rule(named: text) { return rule }
    let near = nearestName(to: text).map { "; did you mean \($0)?" } ?? ""
    throw ValidationError("there is no rule \(text)\(near)")
  }
}
