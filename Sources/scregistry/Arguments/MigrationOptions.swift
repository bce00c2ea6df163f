internal import ArgumentParser
internal import ObjectStorage
internal import RegistryPublishing
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

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

  @Option(help: "Write index files of this type")
  var indextype = IndexType.csv

  @Flag(help: "Skip and count rows that can't be read.")
  var skipBadRows = false

  @Flag(help: "Skip and list datasets that can't be migrated.")
  var skipBadDatasets = false

  @Flag(name: [.long, .customShort("n")], help: "Print the plan, and write nothing.")
  var dryRun = false

  @Option(help: "Print the plan as text or json")
  var output = OutputForm.text

  @Option(
    help: ArgumentHelp(
      """
      Keep replaced and deleted files in this directory of the registry, in a folder named by the \
      time.
      """, valueName: "directory"))
  var archive: ArchiveDirectory?

  @OptionGroup var guards: GuardArguments

  @Flag(help: "Write the registry even if it is refused; skip content that can't be migrated.")
  var force = false

  @Flag(name: .shortAndLong, help: "Print only the plan.")
  var quiet = false

  @OptionGroup var storage: StorageArguments

  func validate() throws {
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
  }

  private static func parts(of text: String) -> (name: String, text: String)? {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else { return nil }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }

  /// The options of the migrator.
  var migration: Migrator.Options {
    var options = Migrator.Options(now: Clock.today)
    options.storage = storage.flags.options(over: nil)
    options.policy = MigrationPolicy(stop, maximumGap: maxGap) ?? .usual
    options.endpoint = endpoint
    options.base = base
    options.names = Dictionary(
      rename.compactMap(Self.parts).map { ($0.name, $0.text) }, uniquingKeysWith: { $1 })
    options.fields = fields.compactMap(Self.parts)
    options.indexFormat = indextype.format
    options.skipsBadRows = skipBadRows
    options.skipsBadDatasets = skipBadDatasets
    options.allowed = guards.open
    return options
  }

  /// What a run may do.
  var settings: PublicationSettings {
    PublicationSettings(isDry: dryRun, isForced: force, archive: archive?.key)
  }
}
