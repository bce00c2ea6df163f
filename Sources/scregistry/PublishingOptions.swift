internal import ArgumentParser
internal import Glibc
internal import RegistryPublishing
internal import RegistryValidation
internal import SharedCloudRegistry

/// What the commands have in common that make registries.
struct PublishingOptions: ParsableArguments {
  @Argument(
    help: """
      What the bucket holds: an address such as s3://bucket/prefix/, a directory, or a listing: \
      the manifest of an S3 Inventory, what aws, rclone or find wrote, CSV, a page of a web \
      server; - for a listing from standard input.
      """)
  var sources: [String]

  @Option(name: .shortAndLong, help: "The mission file.")
  var mission = "mission.yml"

  @Option(help: "The format of listings: \(ListingFormat.names). (default: by their content)")
  var from: String?

  @Flag(help: "Write nothing but the plan.")
  var dryRun = false

  @Option(help: "The form of the plan: text or json.")
  var output = "text"

  @Flag(help: "Rows whose files are gone go too; otherwise they are only counted.")
  var prune = false

  @Flag(help: "The sources show a part of the files only, so nothing is gone.")
  var partial = false

  @Option(help: "Look only at what was written since, and take the sources for partial.")
  var since: String?

  @Option(help: "The greatest share of a dataset's rows that may go.")
  var maxRemoval = "5%"

  @Option(
    help: ArgumentHelp(
      "Keep what is replaced or deleted in this directory of the registry, below the time.",
      valueName: "directory"))
  var archive: String?

  @Flag(help: "Publish in spite of what the plan refuses.")
  var force = false

  @Flag(name: .shortAndLong, help: "Write no summary and no progress.")
  var quiet = false

  @Flag(help: "Show progress even when standard error is no terminal.")
  var progress = false

  @Option(
    help: ArgumentHelp(
      """
      Write objects that are larger than this in parts of this size. (default: parts of 16 MiB \
      from 64 MiB on)
      """, valueName: "MiB"))
  var partSize: Int?

  @Option(name: .shortAndLong, help: "How many directories of a bucket are listed at a time.")
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
    if share == nil { throw ValidationError("--max-removal must be such as 5%") }
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

  /// Plans, checks, and publishes unless told otherwise.
  ///
  /// - Parameter destination: Where the registry is or will be.
  /// - Throws: The exit code, after what there was to say.
  func run(to destination: String) async throws {
    let mission = try MissionFile.read(self.mission, isPublished: true)
    do {
      try await run(mission, to: destination)
    } catch let error as PublishingError {
      Streams().writeError(TextStyle.harmless("\(error)") + "\n")
      throw ToolExit(code: error.toolExitCode)
    }
  }

  private func run(_ mission: Mission, to destination: String) async throws {
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
    let publisher = Publisher(mission, destination: destination, options: options)
    if !dryRun, try publisher.recover(), !quiet {
      Streams().writeError("an interrupted publication was carried out\n")
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
            .conflict, error.address, "\(error.detail); given up after \(attempt) tries")
        }
        if !quiet { Streams().writeError(TextStyle.harmless("\(error); once more") + "\n") }
      }
    }
  }

  /// How often is tried anew what somebody else's publication has overtaken.
  private static let attempts = 5

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
      if !quiet { Streams().writeError("nothing was published; --force does it all the same\n") }
      throw ToolExit(code: 1)
    }
    if dryRun { return }
    let archive = archive.map(Self.archiveDirectory)
    try await display.follow { try await publisher.publish(draft, keepingOldIn: archive) }
  }

  /// The directory that keeps what is replaced now.
  static func archiveDirectory(_ name: String) -> String {
    let time = Clock.today.text.filter { $0 != ":" && $0 != "-" }
    return (name.hasSuffix("/") ? name : name + "/") + time + "/"
  }
}
