internal import ArgumentParser
internal import Patterns
internal import RegistryMirrors
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// Which objects of mirrors are compared, and how far.
struct MirrorCriteria: ParsableArguments {
  @Option(help: "Compare only datasets whose id matches this pattern. Repeatable.")
  var dataset: [String] = []

  @Option(
    parsing: .unconditional,
    help: """
      Compare only rows that start at this time or later; also 2015-09-01/P1D for an interval and \
      -P30D for 30 days ago.
      """)
  var start: String?

  @Option(parsing: .unconditional, help: "Compare only rows that start before this time.")
  var stop: String?

  @Option(help: "Compare only objects whose key in the source matches this pattern. Repeatable.")
  var include: [String] = []

  @Option(help: "Skip objects whose key in the source matches this pattern. Repeatable.")
  var exclude: [String] = []

  @Option(help: "Skip objects larger than this, such as 500MB.")
  var maxSize: String?

  @Option(help: "Require this level for each object (default: size)")
  var require: AssuranceLevel?

  @Option(help: "Also read and compare the content of N objects, drawn by the seed.")
  var sample: Int?

  @Option(
    help: """
      With --sample, read at most N more objects, so that datasets and years appear (default: 3 of \
      each).
      """)
  var sampleAdded: Int?

  @Option(help: "Draw the sample by this number.")
  var seed = 0

  @Option(
    help: """
      Report a mirror that lags by more, such as 3d or P3D. Within this time, it need not have what \
      is newer than its newest row.
      """)
  var maxLag: String?

  @Option(
    help: """
      Use this list of checksums of the source's objects: a SUM file, a BagIt manifest or a report \
      of S3 Batch Operations. Repeatable.
      """, completion: .file())
  var sourceEvidence: [String] = []

  @Option(
    help: "Use this list of checksums of the mirror's objects. Repeatable.", completion: .file())
  var mirrorEvidence: [String] = []

  @Option(
    help: """
      Look for the mirror's state in this earlier copy of the source's catalog and index files. \
      Repeatable, the newest first.
      """, completion: .file())
  var earlier: [String] = []

  func validate() throws {
    if let sample, sample < 1 { throw ValidationError("--sample must be at least 1") }
    if let sampleAdded {
      if sampleAdded < 0 { throw ValidationError("--sample-added must be at least 0") }
      if sample == nil { throw ValidationError("--sample-added works with --sample only") }
    }
    _ = try range()
    if let maxLag, TimeSpan(maxLag) == nil {
      throw ValidationError(
        "--max-lag \(TextStyle.harmless(maxLag)) is not a duration such as 3d or P3D")
    }
    if let maxSize, Self.bytes(maxSize) == nil {
      throw ValidationError(
        "--max-size \(TextStyle.harmless(maxSize)) is not a size such as 500MB or 2GiB")
    }
    _ = try patterns()
  }

  /// The options of a verification.
  ///
  /// - Parameter maps: The map of addresses, as `FROM=TO`.
  /// - Returns: The options, without what is each machine's own.
  /// - Throws: `ValidationError` for a value that can't be read.
  func options(maps: [String]) throws -> MirrorOptions {
    var options = MirrorOptions()
    options.maps = maps
    let range = try range()
    options.scope.start = range.start
    options.scope.stop = range.stop
    options.scope.largest = maxSize.flatMap(Self.bytes)
    let patterns = try patterns()
    options.scope.datasets = patterns[0]
    options.scope.include = patterns[1]
    options.scope.exclude = patterns[2]
    options.required = require ?? .size
    options.sample = sample
    options.mostAdded = sampleAdded
    options.seed = seed
    options.longestLag = maxLag.flatMap { TimeSpan($0)?.seconds }
    options.sourceEvidence = sourceEvidence
    options.mirrorEvidence = mirrorEvidence
    options.earlier = earlier
    return options
  }

  /// Each option, and whether it was given.
  var given: [(name: String, isGiven: Bool)] {
    [
      ("--dataset", !dataset.isEmpty), ("--start", start != nil), ("--stop", stop != nil),
      ("--include", !include.isEmpty), ("--exclude", !exclude.isEmpty),
      ("--max-size", maxSize != nil), ("--require", require != nil), ("--sample", sample != nil),
      ("--sample-added", sampleAdded != nil), ("--seed", seed != 0), ("--max-lag", maxLag != nil),
      ("--source-evidence", !sourceEvidence.isEmpty),
      ("--mirror-evidence", !mirrorEvidence.isEmpty), ("--earlier", !earlier.isEmpty),
    ]
  }

  private func range() throws -> TypedRange {
    do throws(WrongValue) {
      return try TypedRange(start: start, stop: stop, now: Clock.today)
    } catch {
      throw ValidationError(error.description)
    }
  }

  private func patterns() throws -> [[GlobPattern]] {
    var all: [[GlobPattern]] = []
    for (name, texts) in [("dataset", dataset), ("include", include), ("exclude", exclude)] {
      var patterns: [GlobPattern] = []
      for text in texts {
        do throws(GlobError) {
          patterns.append(try GlobPattern(text))
        } catch {
          throw ValidationError("--\(name) \(TextStyle.harmless(text)): \(error.message)")
        }
      }
      all.append(patterns)
    }
    return all
  }

  /// Reads a size such as `500MB`.
  private static func bytes(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let units: [String: Int] = [
      "": 1, "B": 1, "kB": 1000, "KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000,
      "TB": 1_000_000_000_000, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40,
    ]
    guard let number = Int(digits), let unit = units[String(text.dropFirst(digits.count))] else {
      return nil
    }
    let (product, overflows) = number.multipliedReportingOverflow(by: unit)
    return overflows ? nil : product
  }
}
