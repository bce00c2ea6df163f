internal import ArgumentParser
internal import RegistryPublishing
internal import RegistryReports
internal import SharedCloudRegistry

extension ScregistryTool.MissionCommand {
  /// Proposes a mission file.
  struct Infer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "infer", abstract: "Propose a mission file from the file names in a bucket.",
      discussion: """
        Names that differ only in digits are compared together. Digits are a time only if all of \
        these names allow it; at most a tenth may be odd, which the proposal names and ignores. \
        The proposal shows how many files each template covers and which \
        files no template explains. A template covers at least two files.

        Exit codes: 0 nine tenths of the objects of each directory are explained, and the \
        proposal ignores the others, at most 1,000; 1 fewer are explained; 3 the source is not \
        complete.

        Example:
          scregistry mission infer s3://my-bucket/ > mission.yml
        """)

    @OptionGroup var input: MissionInput

    func validate() throws { try input.requireSources() }

    func run() async throws {
      let sources: [PublishingSource]
      do throws(PublishingError) {
        sources = try input.publishingSources()
      } catch {
        throw ToolFailure("Error: \(error)", exitCode: 2)
      }
      let reading = try await MissionInference.reading(
        sources, thisYear: Clock.today.year)
      for notice in reading.notices {
        Streams().writeError(TextStyle.harmless(notice) + "\n")
      }
      guard reading.isComplete || reading.inference.objects > 0 else { throw ToolExit(code: 3) }
      let proposal = reading.inference.proposal(of: sources.first?.address)
      try Streams().writeOutput(Array(proposal.text.utf8))
      Streams().writeError(
        "\(reading.inference.objects.counted("object")), "
          + "\(proposal.templateCount.counted("template")), "
          + "\(proposal.unexplainedCount) not explained\n")
      guard reading.isComplete else { throw ToolExit(code: 3) }
      throw ToolExit(code: proposal.isExplained ? 0 : 1)
    }
  }
}
