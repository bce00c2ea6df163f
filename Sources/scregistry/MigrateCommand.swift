internal import ArgumentParser
internal import RegistryPublishing
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Brings an old registry to the present version.
  struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Bring a registry of the versions 0.1 to 0.6, or one out of form, to version 1.1.",
      discussion: """
        Fields get their present names, rows the columns start, stop, datakey and filesize; rows \
        are sorted and stand in the file of the year of their start. What is assumed, and what \
        can't be migrated, goes to standard output before anything is written; the result is \
        checked by all rules first. SOURCE and DESTINATION may be the same.

        Exit codes: 0 migrated, or nothing to do; 1 refused, and nothing changed; 2 wrong usage; 3 \
        the source or the destination can't be read; 4 it can't be written, or somebody else \
        published in between.
        """)

    @Argument(help: "The old registry: a directory, an address, or its catalog.json.")
    var source: String

    @Option(name: .shortAndLong, help: "The directory or address of the new registry.")
    var out: String

    @OptionGroup var options: MigrationOptions

    func run() async throws {
      do {
        try await options.migrate(source, to: out)
      } catch let error as PublishingError {
        Streams().writeError(TextStyle.harmless("\(error)") + "\n")
        throw ToolExit(code: error.toolExitCode)
      }
    }
  }
}

/// How registries are migrated.
struct MigrationOptions: ParsableArguments {
  @Option(
    help: """
      Where rows end that have no stop: next-start, same-as-start, end-of-day, or a duration such \
      as PT4S.
      """)
  var stop = "next-start"

  @Option(help: "The longest that a row lasts until the next one starts, with next-start.")
  var maxGap = MigrationPolicy.usualGap

  @Option(
    help: ArgumentHelp(
      "The address that catalog.json is to lie at. (default: the bucket that the catalog names)",
      valueName: "address"))
  var endpoint: String?

  @Option(
    help: ArgumentHelp(
      "The address that datakeys without a scheme count from. (default: the bucket)",
      valueName: "address"))
  var base: String?

  @Option(
    help: ArgumentHelp("Give a dataset another id; may be repeated.", valueName: "old=new"))
  var rename: [String] = []

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Set a field of the catalog itself, such as contact; may be repeated.",
      valueName: "field=text"))
  var fields: [String] = []

  @Flag(help: "Leave rows out that can't be read, and count them.")
  var skipBadRows = false

  @Flag(help: "Leave datasets out that can't be migrated, and say which.")
  var skipBadDatasets = false

  @Flag(help: "Write nothing but the plan.")
  var dryRun = false

  @Option(help: "The form of the plan: text or json.")
  var output = "text"

  @Option(
    help: ArgumentHelp(
      "Keep what is replaced or deleted in this directory of the registry, below the time.",
      valueName: "directory"))
  var archive: String?

  @Flag(help: "Write it in spite of what is refused; what can't be migrated is left out.")
  var force = false

  @Flag(name: .shortAndLong, help: "Write the plan only.")
  var quiet = false

  @OptionGroup var storage: StorageArguments

  func validate() throws {
    if !["text", "json"].contains(output) {
      throw ValidationError("--output must be text or json")
    }
    if MigrationPolicy(stop, maximumGap: maxGap) == nil {
      throw ValidationError(
        "--stop must be next-start, same-as-start, end-of-day or such as PT4S, --max-gap such as "
          + "P1D")
    }
    for (option, address) in [("endpoint", endpoint), ("base", base)] {
      if let address, ObjectAddress(address) == nil {
        throw ValidationError("--\(option) must be an address such as s3://bucket/")
      }
    }
    for (option, texts) in [("rename", rename), ("set", fields)] {
      for text in texts where Self.parts(of: text) == nil {
        throw ValidationError("--\(option) \(TextStyle.harmless(text)) has no = in it")
      }
    }
    if let archive, archive.isEmpty || archive.hasPrefix("/") || archive.contains("..") {
      throw ValidationError("--archive must be a directory below the registry, such as archive")
    }
  }

  private static func parts(of text: String) -> (name: String, text: String)? {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else { return nil }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }

  private var migration: Migrator.Options {
    var options = Migrator.Options(now: Clock.today)
    options.storage = storage.flags.options(over: nil)
    options.policy = MigrationPolicy(stop, maximumGap: maxGap) ?? .usual
    options.endpoint = endpoint
    options.base = base
    options.names = Dictionary(
      rename.compactMap(Self.parts).map { ($0.name, $0.text) }, uniquingKeysWith: { $1 })
    options.fields = fields.compactMap(Self.parts)
    options.skipsBadRows = skipBadRows
    options.skipsBadDatasets = skipBadDatasets
    return options
  }

  /// Plans, and migrates unless told otherwise.
  func migrate(_ source: String, to destination: String) async throws {
    let migrator = Migrator(source, destination: destination, options: migration)
    if !dryRun, try migrator.recover(), !quiet {
      Streams().writeError("an interrupted publication was carried out\n")
    }
    let draft = try await migrator.draft()
    let publication = draft.registry.plan
    let text = draft.plan.text + publication.text
    Streams().writeOutput(
      output == "json" ? draft.plan.json(with: publication) : Array(text.utf8))
    guard publication.refusals.isEmpty || force else {
      if !quiet { Streams().writeError("nothing was written; --force does it all the same\n") }
      throw ToolExit(code: 1)
    }
    if dryRun { return }
    try await migrator.publish(
      draft, keepingOldIn: archive.map(PublishingOptions.archiveDirectory))
  }
}
