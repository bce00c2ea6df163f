internal import ArgumentParser

extension ScregistryTool {
  /// Proves implementations right, or wrong, by the conformance suite.
  struct ConformanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "conformance",
      abstract: "Test implementations of the spec by the conformance suite.",
      subcommands: [
        List.self, ShowCase.self, Run.self, Serve.self, CoverageCommand.self, Statement.self,
      ])

    func run() throws { throw MissingCommand(help: ScregistryTool.helpMessage(for: Self.self)) }
  }
}
