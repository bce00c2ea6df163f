internal import ArgumentParser

extension ScregistryTool {
  /// Makes a registry of what a bucket holds.
  struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a registry, or bring it up to date, from what a bucket holds.",
      discussion: """
        The mission file says how names tell datasets and times. What stands at the destination is \
        kept where nothing changed; the plan goes to standard output before anything is written, \
        and the result is checked by all rules first.

        Exit codes: 0 published, or nothing to do; 1 refused, and nothing changed; 2 wrong usage or \
        mission file; 3 a source or the destination can't be read; 4 it can't be written, or \
        somebody else published in between.
        """)

    @OptionGroup var options: PublishingOptions

    @Option(name: .shortAndLong, help: "The directory or address of the registry.")
    var out: String

    func run() async throws { try await options.run(to: out) }
  }

  /// Brings a registry up to date.
  struct Update: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Bring a registry up to date with what a bucket holds.",
      discussion: "Does what generate does, for a registry that is there.")

    @OptionGroup var options: PublishingOptions

    @Option(name: .shortAndLong, help: "The directory or address of the registry.")
    var registry: String

    func run() async throws { try await options.run(to: registry) }
  }
}
