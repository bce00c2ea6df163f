internal import ArgumentParser
internal import Formats
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Lists the buckets of the global registry.
  struct Buckets: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the buckets of the global registry.")

    @Option(
      help: ArgumentHelp(
        "The global registry. (default: ROOT_CATALOG_REGISTRY_URL, else HelioCloud's)",
        valueName: "address"))
    var registry: String?

    @Option(help: "Only the bucket of this name: write its endpoint.")
    var name: String?

    @Option(help: "With --name: what its region begins with.")
    var regionPrefix = ""

    @Flag(help: "With --name: take the first, if several have it.")
    var first = false

    @Option(help: "text, json or ndjson.")
    var format = ListFormat.text

    @Flag(name: .shortAndLong, help: "Do not say what had to be left out.")
    var quiet = false

    @OptionGroup var reading: ReaderArguments

    func run() async throws {
      let faults = FaultLog(isQuiet: quiet)
      do throws(ReadingError) {
        let list = try await reading.reader.globalRegistry(at: registry)
        list.faults.forEach(faults.add)
        _ = faults.finish()
        if let name {
          let endpoint = try list.endpoint(
            named: name, regionPrefix: regionPrefix, takesFirst: first)
          Streams().writeOutput(Array((TextStyle.harmless(endpoint) + "\n").utf8))
        } else {
          try write(list)
        }
      } catch {
        throw error.exit
      }
    }

    private func write(_ list: GlobalRegistry) throws(ReadingError) {
      do {
        try ListOutput(format: format).write(list.entries) { entry in
          [entry.endpoint, entry.region ?? "-", entry.name]
        } json: { entry in
          let region: JSONValue = entry.region.map { .string($0) } ?? .null
          let bytes = JSONWriter.write(
            [
              "endpoint": .string(entry.endpoint), "name": .string(entry.name), "region": region,
            ], layout: .singleLine)
          return String(decoding: bytes, as: UTF8.self)
        }
      } catch {
        throw ReadingError(.notWritten, address: "standard output", detail: "it takes no more")
      }
    }
  }
}
