internal import ArgumentParser
internal import Formats
internal import RegistryReports
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Shows the metadata of a dataset or a bucket.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show the metadata of a dataset or of a bucket.",
      discussion: """
        Examples:
          scregistry show s3://my-bucket/
          scregistry show s3://my-bucket/ my_dataset --format json
          scregistry show s3://my-bucket/ my_dataset --coverage
        """)

    /// The output formats.
    enum Form: String, ExpressibleByArgument, CaseIterable {
      case text
      case json
      case hapi
    }

    @Argument(
      help: "The bucket: s3://name/, a URL, a directory, or a catalog.json.", completion: .file())
    var bucket: String

    @Argument(help: "The id of the dataset (default: the bucket itself).", completion: .datasetIDs)
    var id: String?

    @Option(help: "Write this format; hapi is the dataset's description in HAPI")
    var format = Form.text

    @Flag(help: "Read the index files and show the years, gaps and sizes of the dataset.")
    var coverage = false

    @OptionGroup var reading: ReaderArguments

    func validate() throws {
      if id == nil, format == .hapi { throw ValidationError("--format hapi needs a dataset") }
      guard coverage else { return }
      if id == nil { throw ValidationError("--coverage needs a dataset") }
      if format == .hapi { throw ValidationError("--coverage can't be used with --format hapi") }
    }

    func run() async throws {
      let bucket = try await reading.reader.bucket(at: bucket)
      guard let id else {
        try write(bucket)
        // Then no dataset is not the same as none.
        let faults = FaultLog(isQuiet: false)
        bucket.faults.filter(\.isUnread).forEach(faults.add)
        if let code = faults.exitCode() { throw ToolExit(code: code) }
        return
      }
      let dataset = try bucket.dataset(id, ignoresCase: true)
      guard coverage else { return try write(dataset) }
      try await CoverageDisplay(dataset: dataset).write(isJSON: format == .json)
    }

    private func write(_ bucket: Bucket) throws {
      guard format == .text else { return try write(text: Self.indented(bucket.json)) }
      var fields = [("catalog", bucket.catalogAddress), ("dialect", bucket.dialect.versions)]
      for name in ["name", "endpoint", "region", "provider", "egress", "contact", "description"] {
        if let text = bucket[name] { fields.append((name, text)) }
      }
      if let code = bucket.status.code {
        fields.append(("status", "\(code) \(bucket.status.message ?? "")"))
      }
      fields.append(("datasets", "\(bucket.datasets.count)"))
      try write(fields)
    }

    private func write(_ dataset: Dataset) throws {
      switch format {
      case .json: return try write(text: Self.indented(dataset.json))
      case .hapi: return try write(text: dataset.hapiInfo)
      case .text: break
      }
      var fields = [("id", dataset.id), ("title", dataset.title), ("index", dataset.index)]
      func add(_ name: String, time: SCRTime?) {
        if let time { fields.append((name, time.text)) }
      }
      add("start", time: dataset.start)
      add("stop", time: dataset.stop)
      add("modification", time: dataset.modification)
      if let type = dataset.indexType { fields.append(("index type", type)) }
      if !dataset.fileTypes.isEmpty {
        fields.append(("file types", dataset.fileTypes.joined(separator: ", ")))
      }
      if dataset.isMultiyear { fields.append(("multiyear", "yes")) }
      if !dataset.collections.isEmpty {
        fields.append(("collections", dataset.collections.joined(separator: ", ")))
      }
      for name in [
        "description", "resource", "creation", "citation", "contact", "about", "expiration",
        "verified",
      ] {
        if let text = dataset[name] { fields.append((name, text)) }
      }
      try write(fields)
    }

    private func write(_ fields: [(String, String)]) throws {
      let width = fields.map(\.0.count).max() ?? 0
      let lines = fields.map { name, value in
        name + String(repeating: " ", count: width - name.count + 2) + TextStyle.harmless(value)
      }
      try write(text: lines.joined(separator: "\n") + "\n")
    }

    private func write(text: String) throws { try Streams().writeOutput(Array(text.utf8)) }

    private static func indented(_ json: String) -> String {
      guard let document = try? JSONParser.parse(Array(json.utf8)) else { return json + "\n" }
      return String(decoding: JSONWriter.write(document.root), as: UTF8.self)
    }
  }
}
