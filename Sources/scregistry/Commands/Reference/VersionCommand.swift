internal import ArgumentParser
internal import RegistryValidation

extension ScregistryTool {
  /// Writes the version.
  struct Version: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "version", abstract: "Write the version.",
      discussion: """
        Example:
          scregistry version --json
        """)

    @Flag(help: "Write JSON.")
    var json = false

    func run() throws {
      let count = RuleBook.standard.rules.count
      let text =
        json
        ? "{\"name\": \"scregistry\", \"version\": \"\(ToolVersion.text)\", \"rules\": \(count), "
          + "\"spec\": \"1.1\"}\n"
        : "scregistry \(ToolVersion.text)\n"
      try Streams().writeOutput(Array(text.utf8))
    }
  }
}
