internal import ArgumentParser

extension ScregistryTool {
  /// Tests implementations with the conformance suite.
  struct ConformanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "conformance",
      abstract: "Test implementations of the spec with the conformance suite.",
      discussion: """
        Example:
          scregistry conformance run --adapter exec:./adapter
        """,
      subcommands: [
        List.self, ShowCase.self, Run.self, Serve.self, CoverageCommand.self, Statement.self,
      ])

    func run() throws { throw MissingCommand(help: ScregistryTool.helpMessage(for: Self.self)) }
  }
}
