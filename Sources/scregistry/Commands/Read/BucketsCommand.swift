internal import ArgumentParser
internal import Formats
internal import RegistryReports
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Lists the buckets of the global registry.
  struct Buckets: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "buckets", abstract: "List the buckets of the global registry.",
      discussion: """
        Examples:
          scregistry buckets
          scregistry buckets --name HelioCloud --first
        """)

    @Option(
      help: ArgumentHelp(
        "Read this global registry (default: ROOT_CATALOG_REGISTRY_URL, else HelioCloud's).",
        valueName: "address"), completion: .file())
    var registry: String?

    @Option(help: "Write only the endpoint of the bucket with this name.")
    var name: String?

    @Option(help: "With --name, accept only regions that begin with this")
    var regionPrefix = ""

    @Flag(help: "With --name, take the first bucket if several have the name.")
    var first = false

    /// The output formats.
    enum Form: String, ExpressibleByArgument, CaseIterable {
      case text
      case json
      case ndjson
      case document
    }

    @Option(help: "Write the list in this format; document is the global registry as it is")
    var format = Form.text

    @Flag(name: .shortAndLong, help: "Do not report skipped entries.")
    var quiet = false

    @OptionGroup var reading: ReaderArguments

    func run() async throws {
      let faults = FaultLog(isQuiet: quiet)
      do {
        let list = try await reading.reader.globalRegistry(at: registry)
        list.faults.forEach(faults.add)
        if let fault = list.unreadFault { faults.add(fault) }
        if list.entries.isEmpty, list.faults.isEmpty, !quiet {
          Streams().writeError(TextStyle.harmless("\(list.address): no bucket is listed") + "\n")
        }
        if let name {
          let endpoint = try list.endpoint(
            named: name, regionPrefix: regionPrefix, takesFirst: first)
          try Streams().writeOutput(Array((TextStyle.harmless(endpoint) + "\n").utf8))
        } else {
          try write(list)
        }
        if let code = faults.exitCode() { throw ToolExit(code: code) }
      } catch let error as ReadingError {
        throw faults.exit(error)
      }
    }

    private func write(_ list: GlobalRegistry) throws {
      guard let format = ListFormat(rawValue: format.rawValue) else {
        return try OutputPlace.descriptor(1).write(Array((list.json + "\n").utf8))
      }
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
    }
  }
}
