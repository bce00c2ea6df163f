internal import ArgumentParser

extension ScregistryTool {
  /// Everything about copies of registries.
  struct MirrorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "mirror",
      abstract: "Verify that a mirror is complete and the same.",
      discussion: """
        Example:
          scregistry mirror verify s3://source/ s3://mirror/
        """,
      subcommands: [
        MirrorVerifyCommand.self, MirrorStatementCommand.self, MirrorCheckStatementCommand.self,
        MirrorRepairCommand.self,
      ])

    func run() throws { throw MissingCommand(help: ScregistryTool.helpMessage(for: Self.self)) }
  }
}
