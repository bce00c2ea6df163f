internal import ArgumentParser
internal import RegistryValidation
internal import SharedCloudRegistry

/// How registries are read.
struct ReaderArguments: ParsableArguments {
  @OptionGroup var storage: StorageArguments

  @Option(
    help: ArgumentHelp(
      "Look for addresses that begin with PREFIX at TARGET instead; may be repeated.",
      valueName: "prefix=target"))
  var map: [String] = []

  @Flag(help: "Keep no copies of catalogs and index files, and use none.")
  var noCache = false

  @Option(
    help: ArgumentHelp(
      "Where copies of what is read from servers are kept. (default: the user's cache)",
      valueName: "directory"))
  var cacheDir: String?

  @Flag(help: "Fetch catalogs and index files again, whatever copies there are.")
  var refresh = false

  @Flag(help: "Use copies only, and ask no server.")
  var offline = false

  @Flag(help: "Read buckets that say they are not available (status 1400).")
  var ignoreStatus = false

  func validate() throws {
    if refresh, offline { throw ValidationError("--refresh and --offline exclude each other") }
    if noCache, offline || refresh || cacheDir != nil {
      throw ValidationError("--no-cache excludes --offline, --refresh and --cache-dir")
    }
    for mapping in map where !mapping.dropFirst().dropLast().contains("=") {
      throw ValidationError(
        "--map \(TextStyle.harmless(mapping)): it must be PREFIX=TARGET, such as s3://a/=copy/")
    }
  }

  /// The reader that is asked for.
  var reader: RegistryReader {
    var options = RegistryReader.Options()
    options.storage = storage.flags.options(over: nil)
    options.readsUnavailableBuckets = ignoreStatus
    options.mappings = map.map { mapping in
      let parts = mapping.split(separator: "=", maxSplits: 1)
      return AddressMapping(String(parts[0]), to: parts.count > 1 ? String(parts[1]) : "")
    }
    if !noCache {
      var cache = CacheOptions(directory: cacheDir)
      cache.mode = offline ? .offline : refresh ? .overwrite : .validated
      options.cache = cache
    }
    return RegistryReader(options)
  }
}

/// A stretch of time and what else chooses files.
struct SelectionArguments: ParsableArguments {
  @Option(
    help: """
      The start of the time, which belongs to it, such as 2015-06-01T12:00Z; a year, a month or a \
      day will do. (default: that of the first file)
      """)
  var start: String?

  @Option(help: "The end of the time, which does not belong to it. (default: that of the last)")
  var stop: String?

  @Option(
    help: """
      Only files whose datakey matches, such as '*_v1*.cdf'; a pattern without a slash is for the \
      name without directories.
      """)
  var match: String?

  @Flag(help: "Only files that start in the time, not those that began before and go on into it.")
  var startingInRange = false

  func validate() throws {
    for (name, text) in [("start", start), ("stop", stop)] {
      guard let text, TimeText.typed(text) == nil else { continue }
      throw ValidationError(
        "--\(name) \(TextStyle.harmless(text)): it is no time such as 2015-06-01T12:00:00Z")
    }
    if let from = start.flatMap(TimeText.typed), let to = stop.flatMap(TimeText.typed), to < from {
      throw ValidationError("--stop is before --start")
    }
  }

  /// What is asked for.
  func query(_ onFault: @escaping @Sendable (ReadingFault) -> Void) -> FileQuery {
    var query = FileQuery(from: start.flatMap(TimeText.typed), to: stop.flatMap(TimeText.typed))
    query.selection = startingInRange ? .startingInRange : .overlapping
    query.onFault = onFault
    return query
  }

  /// The pattern that datakeys must match.
  var pattern: Wildcard? { match.map { Wildcard($0) } }
}
