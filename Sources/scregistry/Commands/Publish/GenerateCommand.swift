internal import ArgumentParser

extension ScregistryTool {
  /// Makes a registry from the content of a bucket.
  struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "generate",
      abstract: "Make a registry, or update it, from the content of a bucket.",
      discussion: """
        The mission file describes how file names give datasets and times. Existing content stays \
        where nothing changed. scregistry prints the plan and checks the result by all rules \
        before it writes anything.

        Exit codes: 0 published, or nothing to do; 1 refused, and nothing changed; 2 wrong usage or \
        a wrong mission file; 3 a source or the destination can't be read; 4 the destination can't \
        be written, or somebody else published in the meantime.

        Examples:
          scregistry generate s3://my-bucket/ -m mission.yml -o s3://b/ --dry-run
          scregistry generate listing.txt --mission mission.yml --out registry/
        """)

    @OptionGroup var options: PublishingOptions

    @Option(
      name: .shortAndLong, help: "Write the registry to this directory or address.",
      completion: .directory)
    var out: DataDestination

    func run() async throws { try await options.publish(to: out.word) }
  }
}
