internal import ArgumentParser
internal import Glibc
internal import RegistryPublishing
internal import RegistryValidation
internal import SharedCloudRegistry

/// The options that all commands that make registries share.
struct PublishingOptions: ParsableArguments {
  @Argument(
    help: """
      The content of the bucket: an address such as s3://bucket/prefix/, a directory, or a \
      listing: the manifest of an S3 Inventory, the output of aws, rclone or find, CSV, a page of \
      a web server; - for a listing from standard input.
      """)
  var sources: [String]

  @Option(name: .shortAndLong, help: "Use this mission file")
  var mission = "mission.yml"

  @Option(help: "Read listings as \(ListingFormat.names) (default: by their content).")
  var from: String?

  @Flag(help: "Print the plan, and write nothing.")
  var dryRun = false

  @Option(help: "Print the plan as text or json")
  var output = "text"

  @Flag(help: "Remove rows whose files are gone, instead of only counting them.")
  var prune = false

  @Flag(help: "Treat the sources as incomplete: a file that is missing there is not gone.")
  var partial = false

  @Option(help: "Use only files written since this time; implies --partial.")
  var since: String?

  @Option(help: "Refuse to remove more than this share of a dataset's rows")
  var maxRemoval = "5%"

  @Option(
    help: ArgumentHelp(
      """
      Keep replaced and deleted files in this directory of the registry, in a folder named by the \
      time.
      """, valueName: "directory"))
  var archive: String?

  @OptionGroup var guards: GuardArguments

  @Flag(help: "Publish even if the plan is refused, whatever the reason.")
  var force = false

  @Flag(name: .shortAndLong, help: "Write no summary and no progress.")
  var quiet = false

  @Flag(help: "Show progress even if standard error is not a terminal.")
  var progress = false

  @Option(
    help: ArgumentHelp(
      """
      Upload objects larger than this in parts of this size (default: parts of 16 MiB for objects \
      larger than 64 MiB).
      """, valueName: "MiB"))
  var partSize: Int?

  @Option(name: .shortAndLong, help: "List N directories of a bucket at a time")
  var jobs = 8

  @OptionGroup var tree: TreeArguments

  @OptionGroup var storage: StorageArguments

  func validate() throws {
    if !["text", "json"].contains(output) {
      throw ValidationError("--output must be text or json")
    }
    if let from, ListingFormat(rawValue: from) == nil {
      throw ValidationError("--from must be one of \(ListingFormat.names)")
    }
    if let partSize, !(5...5120).contains(partSize) {
      throw ValidationError("--part-size must be from 5 to 5120")
    }
    if !(1...256).contains(jobs) { throw ValidationError("--jobs must be from 1 to 256") }
    if let archive, archive.isEmpty || archive.hasPrefix("/") || archive.contains("..") {
      throw ValidationError("--archive must be a directory below the registry, such as archive")
    }
    if share == nil { throw ValidationError("--max-removal must be a share such as 5%") }
    if since != nil, sinceTime == nil {
      throw ValidationError("--since must be a time such as 2026-01-31T00:00:00Z")
    }
  }

  private var share: Double? {
    guard maxRemoval.hasSuffix("%"), let percent = Double(maxRemoval.dropLast()),
      (0...100).contains(percent)
    else { return nil }
    return percent / 100
  }

  private var sinceTime: SCRTime? { since.flatMap { try? SCRTime(parsing: $0) } }

  /// Plans, checks, and publishes except in a dry run.
  ///
  /// - Parameters:
  ///   - destination: The directory or address of the registry.
  ///   - requiresRegistry: Whether a registry must exist there.
  /// - Throws: `ToolExit`, after it reports the failure.
  func run(to destination: String, requiresRegistry: Bool = false) async throws {
    let mission = try MissionFile.read(self.mission, isPublished: true)
    do {
      try await run(mission, to: destination, requiresRegistry)
    } catch let error as PublishingError {
      Streams().writeError(TextStyle.harmless("\(error)") + "\n")
      throw ToolExit(code: error.toolExitCode)
    }
  }

  private func run(
    _ mission: Mission, to destination: String, _ requiresRegistry: Bool
  ) async throws {
    var options = Publisher.Options(now: Clock.today)
    options.storage = storage.flags.options(over: nil)
    if let partSize {
      options.storage.largestUpload = partSize << 20
      options.storage.uploadPartSize = partSize << 20
    }
    options.prunes = prune
    options.isPartial = partial
    options.since = sinceTime
    options.largestRemoval = share ?? 0.05
    options.allowed = guards.open
    options.requiresRegistry = requiresRegistry
    let publisher = Publisher(mission, destination: destination, options: options)
    if !dryRun, try publisher.recover(), !quiet {
      Streams().writeError("an interrupted publication was completed\n")
    }
    let sources = try self.sources.map { name in
      try PublishingSource(
        name, format: from, storage: options.storage, jobs: jobs, links: tree.policy)
    }
    for attempt in 1...Self.attempts {
      do {
        return try await publish(publisher, sources)
      } catch let error as PublishingError where error.code == .conflict {
        guard attempt < Self.attempts else {
          throw PublishingError(
            .conflict, error.address, "\(error.detail); failed \(attempt) times")
        }
        if !quiet { Streams().writeError(TextStyle.harmless("\(error); retrying") + "\n") }
        // Of several publishers one wins each time; a random delay lets the others follow.
        let longest = min(2000, 50 << attempt)
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...longest)))
      }
    }
  }

  /// How often to try a publication if somebody else publishes at the same time.
  private static let attempts = 10

  private func publish(_ publisher: Publisher, _ sources: [PublishingSource]) async throws {
    let display = PublishingDisplay(
      publisher.options.progress, isOn: !quiet && (progress || Streams().isErrorATerminal))
    let draft = try await display.follow {
      var draft = try await publisher.draft(from: sources)
      if !draft.plan.isEmpty { _ = try await publisher.validate(&draft) }
      return draft
    }
    Streams().writeOutput(output == "json" ? draft.plan.json : Array(draft.plan.text.utf8))
    if !quiet { Streams().writeError(draft.sourceText) }
    guard draft.plan.refusals.isEmpty || force else {
      if !quiet { Streams().writeError("nothing was published; \(draft.plan.opening)\n") }
      throw ToolExit(code: 1)
    }
    if dryRun { return }
    let archive = archive.map(Self.archiveDirectory)
    try await display.follow { try await publisher.publish(draft, keepingOldIn: archive) }
  }

  /// The directory for the files that this run replaces.
  static func archiveDirectory(_ name: String) -> String {
    let time = Clock.today.text.filter { $0 != ":" && $0 != "-" }
    return (name.hasSuffix("/") ? name : name + "/") + time + "/"
  }
}
