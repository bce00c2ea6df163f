internal import ArgumentParser
internal import RegistryPublishing

extension ScregistryTool.MissionCommand {
  /// Tests a mission file.
  struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "test",
      abstract: "Show how a mission file sorts the files of a bucket into datasets.",
      discussion: """
        For each dataset it shows the times that would be published, how much they cover, the \
        gaps, and how some keys were read.

        Exit codes: 0 every object belongs to one dataset or is skipped for a known cause; 1 some \
        do not; 2 wrong usage or a wrong mission file; 3 all that was read does, but a source is not \
        complete.

        Examples:
          scregistry mission test mission.yml listing.txt
          scregistry mission test mission.yml --explain data/2020/file_20200101.cdf
        """)

    @Argument(help: "The mission file.", completion: .file())
    var mission: String

    @OptionGroup var input: MissionInput

    @Option(
      help: "Say how this key is read, or where the nearest template gives up; may be repeated.")
    var explain: [String] = []

    @Option(name: .shortAndLong, help: "Write text or json")
    var output = OutputForm.text

    func validate() throws {
      if explain.isEmpty { try input.requireSources() }
    }

    func run() async throws {
      let mission = try MissionFile.read(mission)
      guard explain.isEmpty else {
        let found = explain.map { KeyExplanation($0, by: mission) }
        try Streams().writeOutput(Array(found.map(\.text).joined().utf8))
        throw ToolExit(code: found.allSatisfy(\.isExplained) ? 0 : 1)
      }
      let trial = try await MissionTrial(mission, on: try input.publishingSources())
      try Streams().write(as: output, text: trial.text, json: trial.json)
      throw ToolExit(code: !trial.isExplained ? 1 : trial.isComplete ? 0 : 3)
    }
  }
}
