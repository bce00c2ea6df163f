internal import ArgumentParser
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Writes a first configuration for the registries that are there.
  struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a commented scregistry.yml for the registries found.",
      discussion: """
        Without a target, the working directory is looked at if it has a catalog.json or a \
        HelioDataRegistry.json, else each directory in it that has one.
        """)

    @Argument(help: "A copy of a bucket, a catalog or a registry.")
    var targets: [String] = []

    @Flag(help: "Overwrite a scregistry.yml that is there.")
    var force = false

    func run() async throws {
      let file = Configuration.fileName
      guard force || PathKind(file) == .absent else {
        throw ValidationError("there is a \(file) already; --force overwrites it")
      }
      guard !targets.contains("-") else {
        throw ValidationError("standard input can't be named in a configuration")
      }
      let found = targets.isEmpty ? Self.registries() : targets
      guard !found.isEmpty else {
        throw ValidationError(
          "no target is given, and neither here nor in a directory here is a catalog.json")
      }
      let starter = try await StarterConfiguration(for: found, at: Clock.today)
      try FileWriter.write(Array(starter.text.utf8), to: file)
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
