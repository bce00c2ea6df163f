internal import ArgumentParser
internal import ObjectStorage
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// How registries are read.
struct ReaderArguments: ParsableArguments {
  @OptionGroup var storage: StorageArguments

  @Option(
    help: ArgumentHelp(
      "Read addresses that begin with PREFIX from TARGET. Repeatable.",
      valueName: "prefix=target"))
  var map: [String] = []

  @Flag(help: "Do not use or write the cache of catalogs and index files.")
  var noCache = false

  @Option(
    help: ArgumentHelp(
      "Keep the cache in this directory (default: the user's cache directory).",
      valueName: "directory"), completion: .directory)
  var cacheDir: String?

  @Flag(help: "Download catalogs and index files again, even if they are cached.")
  var refresh = false

  @Flag(help: "Use the cache only, and send no request.")
  var offline = false

  @Flag(help: "Read buckets whose status is not available (1400).")
  var ignoreStatus = false

  func validate() throws {
    if refresh, offline {
      throw ValidationError("--refresh and --offline can't be used together")
    }
    if noCache, offline || refresh || cacheDir != nil {
      throw ValidationError(
        "--no-cache can't be used with --offline, --refresh or --cache-dir")
    }
    for mapping in map where !mapping.dropFirst().dropLast().contains("=") {
      throw ValidationError(
        "--map \(TextStyle.harmless(mapping)) is not PREFIX=TARGET, such as s3://a/=copy/")
    }
  }

  /// The reader that the options describe.
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

/// The time range and the pattern that select files.
struct SelectionArguments: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: """
      Start the time range here, inclusive: a time such as 2015-06-01T12:00Z, or a year, month or \
      day; an interval such as 2015-09-01/P1D; -P30D for 30 days ago (default: the first file).
      """)
  var start: String?

  @Option(
    parsing: .unconditional,
    help: """
      End the time range here, exclusive: a time, a duration after the start such as P1D, or \
      -P1D for a day ago (default: the last file).
      """)
  var stop: String?

  @Option(
    help: ArgumentHelp(
      "Select the last days or hours before --stop (default: before now), such as P30D or 12h.",
      valueName: "duration"))
  var last: String?

  @Option(
    help: """
      Select only files whose datakey matches a pattern, such as '*_v1*.cdf'. Without a slash, \
      the pattern is compared with the name after the last slash.
      """)
  var match: String?

  @Flag(help: "Select only files that start in the range, not those that started before it.")
  var startingInRange = false

  func validate() throws {
    _ = try range()
  }

  /// The time range that the options describe.
  ///
  /// - Throws: `ValidationError` for what is not a time range.
  func range() throws -> TypedRange {
    do throws(WrongValue) {
      return try TypedRange(start: start, stop: stop, last: last, now: Clock.today)
    } catch {
      throw ValidationError(error.description)
    }
  }

  /// The query that the options describe.
  ///
  /// - Throws: `ValidationError` for what is not a time range.
  func query(_ onFault: @escaping @Sendable (ReadingFault) -> Void) throws -> FileQuery {
    let range = try range()
    var query = FileQuery(from: range.start, to: range.stop)
    query.selection = startingInRange ? .startingInRange : .overlapping
    query.onFault = onFault
    return query
  }

  /// Whether any of the options is given.
  var isGiven: Bool { start != nil || stop != nil || last != nil || match != nil }

  /// The pattern that datakeys must match.
  var pattern: Wildcard? { match.map { Wildcard($0) } }
}
