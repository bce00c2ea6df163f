internal import ArgumentParser
internal import RegistryPublishing
internal import RegistryReports

extension ScregistryTool.MissionCommand {
  /// Converts CDAWeb's list of datasets.
  struct FromCDAWeb: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "from-cdaweb",
      abstract: "Make a mission file from CDAWeb's list of datasets, all.xml.",
      discussion: """
        Example:
          scregistry mission from-cdaweb all.xml --endpoint s3://my-bucket/ > m.yml
        """)

    @Argument(help: "The file of the list.", completion: .file())
    var list: String

    @Option(help: "Set the address of the bucket that has the files")
    var endpoint = Placeholder.endpoint

    @Option(help: "Set the address that keys are relative to (default: the bucket of the endpoint)")
    var base: String?

    @Option(help: "Remove this prefix from the URLs to get the keys of the bucket")
    var prefix = "https://cdaweb.gsfc.nasa.gov/pub/"

    func run() throws {
      let (name, bytes) = try InputFile.read(list)
      let outcome = try CDAWebList.mission(
        from: bytes, endpoint: endpoint, base: base, removing: prefix, path: name)
      try Streams().writeOutput(Array(outcome.text.utf8))
      Streams().writeError(
        outcome.leftOut.map { TextStyle.harmless("skipped: \($0)") + "\n" }.joined()
          + "\(outcome.datasets.counted("dataset")), \(outcome.leftOut.count) skipped\n")
    }
  }
}
