internal import ArgumentParser
internal import RegistryPublishing
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Converts an old registry to the present version.
  struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Convert a registry of version 0.1 to 0.6, or a malformed one, to version 1.1.",
      discussion: """
        Fields get their present names; rows get the columns start, stop, datakey and filesize. \
        Rows are sorted and move to the file of the year of their start. scregistry prints its \
        assumptions and the content that it can't migrate, and checks the result by all rules, \
        before it writes anything. Source and destination may be the same.

        Exit codes: 0 migrated, or nothing to do; 1 refused, and nothing changed; 2 wrong usage; \
        3 the source or the destination can't be read; 4 the destination can't be written, or \
        somebody else published in the meantime.
        """)

    @Argument(help: "The old registry: a directory, an address, or its catalog.json.")
    var source: String

    @Option(name: .shortAndLong, help: "Write the new registry to this directory or address.")
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
      Assume this stop for rows without one: next-start, same-as-start, end-of-day, or a duration \
      such as PT4S
      """)
  var stop = "next-start"

  @Option(help: "With next-start, end a row at most this long after its start")
  var maxGap = MigrationPolicy.usualGap

  @Option(
    help: ArgumentHelp(
      "Set the address of the new registry (default: the bucket in the catalog).",
      valueName: "address"))
  var endpoint: String?

  @Option(
    help: ArgumentHelp(
      "Resolve datakeys without a scheme against this address (default: the bucket).",
      valueName: "address"))
  var base: String?

  @Option(
    help: ArgumentHelp("Change the id of a dataset. Repeatable.", valueName: "old=new"))
  var rename: [String] = []

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Set a field of the catalog itself, such as contact. Repeatable.",
      valueName: "field=string"))
  var fields: [String] = []

  @Flag(help: "Skip and count rows that can't be read.")
  var skipBadRows = false

  @Flag(help: "Skip and list datasets that can't be migrated.")
  var skipBadDatasets = false

  @Flag(help: "Print the plan, and write nothing.")
  var dryRun = false

  @Option(help: "Print the plan as text or json")
  var output = "text"

  @Option(
    help: ArgumentHelp(
      """
      Keep replaced and deleted files in this directory of the registry, in a folder named by the \
      time.
      """, valueName: "directory"))
  var archive: String?

  @OptionGroup var guards: GuardArguments

  @Flag(help: "Write the registry even if it is refused; skip content that can't be migrated.")
  var force = false

  @Flag(name: .shortAndLong, help: "Print only the plan.")
  var quiet = false

  @OptionGroup var storage: StorageArguments

  func validate() throws {
    if !["text", "json"].contains(output) {
      throw ValidationError("--output must be text or json")
    }
    if MigrationPolicy(stop, maximumGap: maxGap) == nil {
      throw ValidationError(
        "--stop must be next-start, same-as-start, end-of-day or a duration such as PT4S; "
          + "--max-gap must be a duration such as P1D")
    }
    for (option, address) in [("endpoint", endpoint), ("base", base)] {
      if let address, ObjectAddress(address) == nil {
        throw ValidationError("--\(option) must be an address such as s3://bucket/")
      }
    }
    for (option, texts) in [("rename", rename), ("set", fields)] {
      for text in texts where Self.parts(of: text) == nil {
        throw ValidationError("--\(option) \(TextStyle.harmless(text)) has no name before a =")
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
    options.allowed = guards.open
    return options
  }

  /// Plans, and migrates except in a dry run.
  func migrate(_ source: String, to destination: String) async throws {
    let migrator = Migrator(source, destination: destination, options: migration)
    if !dryRun, try migrator.recover(), !quiet {
      Streams().writeError("an interrupted publication was completed\n")
    }
    let draft = try await migrator.draft()
    let publication = draft.registry.plan
    let text = draft.plan.text + publication.text
    Streams().writeOutput(
      output == "json" ? draft.plan.json(with: publication) : Array(text.utf8))
    guard publication.refusals.isEmpty || force else {
      if !quiet { Streams().writeError("nothing was written; pass --force to write anyway\n") }
      throw ToolExit(code: 1)
    }
    if dryRun { return }
    try await migrator.publish(
      draft, keepingOldIn: archive.map(PublishingOptions.archiveDirectory))
  }
}
