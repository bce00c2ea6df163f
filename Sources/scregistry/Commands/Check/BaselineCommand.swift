internal import ArgumentParser

extension ScregistryTool {
  /// Creates baselines, removes their stale entries, and shows their content.
  struct BaselineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "baseline", abstract: "Accept known findings, so that only new ones fail.",
      discussion: """
        A baseline is a JSON file; keep it in version control. It identifies findings by rule, \
        file and fingerprint, never by line. scregistry validate --baseline FILE uses it.

        Examples:
          scregistry baseline create s3://my-bucket/
          scregistry validate s3://my-bucket/ --baseline scregistry-baseline.json
        """,
      subcommands: [Create.self, Prune.self, Show.self])

    func run() throws { throw MissingCommand(help: ScregistryTool.helpMessage(for: Self.self)) }
  }
}
