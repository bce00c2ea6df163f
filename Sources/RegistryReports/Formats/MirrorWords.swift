internal import RegistryValidation

/// What people read about a mirror: verdicts, levels, lag and sample in words.
package enum MirrorWords {
  /// The verdicts in the order in which they are told.
  private static let verdicts = [
    "same", "differs", "missing", "extra", "stale", "moving", "unknown", "not-mirrored",
  ]
  /// The levels from the weakest to the strongest.
  private static let levels = [
    "unknown", "listed", "size", "etag", "composite", "crc", "digest", "content",
  ]

  /// The counts of verdicts in their usual order; words that are not known come last.
  static func verdicts(
    _ counts: [String: Int]
  ) -> [(name: String, count: Int)] { ordered(counts, by: verdicts) }

  /// The counts of levels from the strongest to the weakest; words that are not known come last.
  static func levels(
    _ counts: [String: Int]
  ) -> [(name: String, count: Int)] { ordered(counts, by: levels.reversed()) }

  /// The rank of a level, from 0; nil if the word is not known.
  static func rank(_ level: String) -> Int? { levels.firstIndex(of: level) }

  private static func ordered(
    _ counts: [String: Int], by names: [String]
  ) -> [(name: String, count: Int)] {
    let others = counts.keys.filter { !names.contains($0) }.sorted()
    return (names + others).compactMap { name in
      counts[name].flatMap { $0 > 0 ? (name: name, count: $0) : nil }
    }
  }

  /// Counts in one line, such as `12 content, 3 size`.
  static func line(_ counts: [(name: String, count: Int)]) -> String {
    counts.map { "\(PageText.number($0.count)) \($0.name)" }.joined(separator: ", ")
  }

  /// By how much a mirror lags, by each clock that says so; nil if none does.
  package static func lag(_ lag: [String: String]) -> String? {
    func positive(_ name: String) -> Int? {
      lag[name].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }
    let parts = [
      positive("rows").map { "\(duration($0)) by rows" },
      positive("modification").map { "\(duration($0)) by modification" },
      positive("generationsBehind").map { "\($0) \($0 == 1 ? "generation" : "generations")" },
    ].compactMap(\.self)
    guard !parts.isEmpty else { return nil }
    let newer = [
      positive("newerRows").map { PageText.count($0, of: "row") },
      positive("newerObjects").map { PageText.count($0, of: "object") },
    ].compactMap(\.self)
    return parts.joined(separator: ", ")
      + (newer.isEmpty ? "" : "; the allowed lag explains \(newer.joined(separator: " and "))")
  }

  /// A duration in the largest unit of which it has at least two, such as `10 days`.
  package static func duration(_ seconds: Int) -> String {
    for (unit, size) in [("days", 86_400), ("hours", 3600), ("minutes", 60)]
    where seconds >= 2 * size {
      return "\(seconds / size) \(unit)"
    }
    return "\(seconds) s"
  }

  /// What the sample tells.
  static func sample(_ sample: MirrorSummary.Sample) -> String {
    let bound = (sample.upperBound * 1e6).rounded(.up) / 1e4
    let limit = sample.failures == 0 ? "less than" : "at most"
    return "The content of \(PageText.number(sample.drawn)) of "
      + "\(PageText.count(sample.population, of: "object")) was read, drawn with the seed "
      + "\(sample.seed); \(PageText.number(sample.failures)) of them are bad or could not be read. "
      + (sample.drawn == sample.population
        ? "" : "With a confidence of 95 %, \(limit) \(bound) % of all objects are bad. ")
      + "\(PageText.number(sample.added)) more were read so that datasets and years are in it; "
      + "all of them have \(PageText.bytes(sample.bytes))."
  }

  /// The map of the addresses, each `from=to`.
  static func maps(_ summary: MirrorSummary) -> [String] {
    summary.maps.map { $0.joined(separator: "=") }
  }

  /// The scope by the options that set it, such as `--start 2020`.
  static func scope(_ summary: MirrorSummary) -> [String] {
    summary.scope.sorted { $0.key < $1.key }
      .flatMap { name, values in values.map { "--\(name) \($0)" } }
  }

  /// On how many objects one copy differs from all others, a sentence for each.
  static func alone(_ summary: MirrorSummary) -> [String] {
    summary.alone.sorted { $0.key < $1.key }.map { name, count in
      let objects = PageText.count(count, of: "object")
      guard name != "nobody" else { return "No majority of the copies agrees on \(objects)." }
      return "\(name) differs from all other copies on \(objects)"
        + (name == summary.source ? "; don't copy them from it." : ".")
    }
  }
}
