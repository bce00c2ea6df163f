internal import ArgumentParser
internal import ObjectStorage
internal import RegistryMirrors

/// What is compared, and how far.
struct MirrorArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Say how an address of the source's documents must read in the mirror; both end in /. \
      Repeatable; the longest FROM wins (default: the two roots). With several mirrors, a map that \
      leads below the address of one is its own, and MIRROR:FROM=TO is that of a directory.
      """, valueName: "from=to"))
  var map: [String] = []

  @OptionGroup var criteria: MirrorCriteria

  @Option(name: .shortAndLong, help: "Send at most N requests at a time.")
  var jobs = 16

  func validate() throws {
    guard (1...1024).contains(jobs) else { throw ValidationError("--jobs must be from 1 to 1024") }
  }

  /// The options of a verification.
  func options(_ storages: StorageProvider) throws -> MirrorOptions {
    var options = try criteria.options(maps: map)
    options.jobs = jobs
    options.storages = storages
    return options
  }

  /// The options that were given although a plan fixes them.
  var planned: [(name: String, isGiven: Bool)] { [("--map", !map.isEmpty)] + criteria.given }
}
