internal import ArgumentParser

extension ScregistryTool {
  /// Proposes, tests and converts mission files.
  struct MissionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "mission", abstract: "Propose, test and convert mission files.",
      discussion: """
        Examples:
          scregistry mission infer s3://my-bucket/ > mission.yml
          scregistry mission test mission.yml s3://my-bucket/
        """,
      subcommands: [Infer.self, Test.self, FromCDAWeb.self])

    func run() throws { throw MissingCommand(help: ScregistryTool.helpMessage(for: Self.self)) }
  }
}
