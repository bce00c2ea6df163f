internal import ArgumentParser
internal import ObjectStorage
internal import RegistryReports
internal import RegistrySite
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Writes the web pages of a registry.
  struct SiteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "site",
      abstract: "Write a static web site of a registry: an index, and a page for each dataset.",
      discussion: """
        The pages need no server and no other files, so you can put the directory into the bucket. \
        A file whose content is the same is not touched. site.json lists the files; only files in \
        this list are replaced or removed.

        Exit codes: 3 the site was written, but something could not be read, or index files of \
        years that the catalog covers are missing.

        Examples:
          scregistry site s3://my-bucket/ --out site/
          scregistry site copy/ --out site/ --base-url https://data.example.org/
          scregistry site copy/ --out site/ --hapi
        """)

    @Argument(help: "The registry: s3://name/, a URL, a directory, or a catalog.json.")
    var target: String

    @Option(
      name: .shortAndLong,
      help: ArgumentHelp("Write the site to this directory.", valueName: "directory"),
      completion: .directory)
    var out: LocalDestination

    @Option(
      help: ArgumentHelp(
        "The address of the site, for a site map and absolute links (default: relative links only).",
        valueName: "url"))
    var baseURL: String?

    @Flag(
      help: """
        Write the lists of files as well, as static HAPI servers below hapi/, one for each dataset.
        """)
    var hapi = false

    @Option(help: "Read at most N files at a time")
    var jobs: Int = ProcessorCount.available

    @Flag(help: "Replace files that scregistry did not write, too.")
    var force = false

    @Flag(name: .shortAndLong, help: "Write no summary and no progress.")
    var quiet = false

    @OptionGroup var storage: StorageArguments

    func validate() throws {
      guard jobs > 0 else { throw ValidationError("--jobs must be at least 1") }
      if let baseURL, !SiteContents.Options.isAddress(baseURL) {
        throw ValidationError(
          "--base-url \(TextStyle.harmless(baseURL)) is not an address such as "
            + "https://example.org/site/; it can have no spaces, no ? and no #"
        )
      }
    }

    func run() async throws {
      var options = RegistryReader.Options()
      options.storage = storage.flags.options(over: nil)
      options.readsUnavailableBuckets = true
      let bucket = try await RegistryReader(options).bucket(at: target)
      if bucket.datasets.isEmpty, let fault = bucket.faults.first {
        throw ToolFailure(
          "none of the entries of \(bucket.catalogAddress) can be read, so no site is written: "
            + fault.detail, exitCode: 3)
      }
      let contents = try await SiteContents(
        of: bucket, report: try await report(on: bucket), options: settings)
      let (directory, isForced) = (SiteDirectory(out.word), force)
      let changes = try await Interruption.ending {
        try directory.write(contents, isForced: isForced)
      }
      let streams = Streams()
      for path in changes.kept {
        streams.writeError("warning: \(path) was changed by somebody, so it is kept\n")
      }
      if !quiet {
        streams.writeError("\(contents.datasets.counted("dataset")): \(changes.summary)\n")
      }
      write(quiet ? [] : contents.notes, as: "note", to: streams)
      write(contents.gaps, as: "not complete", to: streams)
      if !contents.gaps.isEmpty { throw ToolExit(code: 3) }
    }

    /// Writes the first lines of a kind.
    private func write(_ lines: [String], as kind: String, to streams: Streams) {
      for line in lines.prefix(20) {
        let text = PageText.clipped(line, limit: 1000)
        streams.writeError(TextStyle.harmless("\(kind): \(text)") + "\n")
      }
      if lines.count > 20 {
        streams.writeError("\(kind): and \((lines.count - 20).counted("more line"))\n")
      }
    }

    private var settings: SiteContents.Options {
      var settings = SiteContents.Options(toolVersion: ToolVersion.text)
      settings.address = baseURL.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
      settings.jobs = jobs
      settings.hasHAPI = hapi
      return settings
    }

    /// Reads the index files; the report has what they list over time.
    private func report(on bucket: Bucket) async throws -> Report {
      var validator = Validator()
      validator.storages = StorageProvider(storage.flags.options(over: nil))
      validator.jobs = jobs
      validator.listedPerRule = 1
      let checking = validator
      // A catalog with another name is read without the index files of its bucket.
      let isUsual = bucket.catalogAddress.hasSuffix("catalog.json")
      let directory = bucket.address.isEmpty ? "." : bucket.address
      let place = isUsual ? directory : bucket.catalogAddress
      let display = ProgressDisplay(
        validator.progress, isOn: !quiet && Streams().isErrorATerminal)
      do {
        return try await display.follow { try await checking.validate([place]) }
      } catch let error as TargetError {
        throw ToolFailure("\(error)", exitCode: 2)
      }
    }
  }
}

extension SiteError: ToolError {
  var lines: String { "scregistry: \(self)\n" }

  /// 2 if other files are in the way, 4 if a file can't be written.
  var exitCode: Int32 {
    switch code {
    case .occupied: 2
    case .notWritten: 4
    }
  }
}
