internal import ArgumentParser
internal import Files
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Writes a first configuration for the registries in the working directory.
  struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "init", abstract: "Write a commented scregistry.yml for your registries.",
      discussion: """
        Without a target, scregistry takes the working directory if it has a catalog.json or a \
        HelioDataRegistry.json, otherwise each directory in it that has one.

        Examples:
          scregistry init
          scregistry init s3://my-bucket/
        """)

    @Argument(
      help: "Copies of buckets, catalogs or global registries (default: those found here).",
      completion: .file())
    var targets: [String] = []

    @Flag(help: "Overwrite an existing scregistry.yml.")
    var force = false

    func run() async throws {
      let file = Configuration.fileName
      guard force || PathKind(file) == .absent else {
        throw ValidationError("\(file) exists; pass --force to overwrite it")
      }
      guard !targets.contains("-") else {
        throw ValidationError("- can't be a target of a configuration; name a file or directory")
      }
      let found = targets.isEmpty ? Self.registries() : targets
      guard !found.isEmpty else {
        throw ValidationError(
          "no target is given, and no catalog.json is in this directory or one level below")
      }
      let starter = try await StarterConfiguration(for: found, at: Clock.today)
      try FileWriter.put(Array(starter.text.utf8), at: file)
      let names = found.map(TextStyle.harmless).joined(separator: ", ")
      Streams().writeError("wrote \(file) for \(names)\n")
    }

    /// The working directory or the directories in it that hold a registry.
    private static func registries() -> [String] {
      if isRegistry("") { return ["."] }
      return WorkingDirectory.names().filter { isRegistry($0 + "/") }
    }

    private static func isRegistry(_ prefix: String) -> Bool {
      ["catalog.json", "HelioDataRegistry.json"].contains { PathKind(prefix + $0) == .file }
    }
  }
}
