internal import ArgumentParser

extension ScregistryTool {
  /// Proposes, tests and converts mission files.
  struct MissionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "mission", abstract: "Propose, test and convert mission files.",
      subcommands: [Infer.self, Test.self, FromCDAWeb.self])

    func run() throws { throw MissingCommand(help: Self.helpMessage()) }
  }
}
