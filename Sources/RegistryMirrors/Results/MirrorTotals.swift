internal import Formats

/// The counts of a verification, over everything and by dataset and year.
public struct MirrorTotals: Sendable, Hashable {
  /// The counts of one dataset and year.
  public struct Part: Sendable, Hashable {
    /// The number of objects of each verdict.
    public var verdicts: [Verdict: Int] = [:]
    /// The number of objects of each level, of those that are in the scope.
    public var levels: [AssuranceLevel: Int] = [:]
    /// The bytes of the objects that must be there.
    public var bytes = 0
    /// The number of objects of each verdict that only the allowed lag explains.
    public var lagging: [Verdict: Int] = [:]

    /// Creates counts of nothing.
    public init() {}

    /// The number of objects that must be there.
    public var files: Int {
      verdicts.reduce(0) { sum, entry in
        [.extra, .notMirrored].contains(entry.key) ? sum : sum + entry.value
      }
    }

    /// Counts an object.
    mutating func add(_ judgement: Judgement, size: Int?) {
      verdicts[judgement.verdict, default: 0] += 1
      if judgement.isLagging { lagging[judgement.verdict, default: 0] += 1 }
      guard judgement.verdict != .notMirrored else { return }
      levels[judgement.level, default: 0] += 1
      if judgement.verdict != .extra { bytes.add(clamped: size ?? 0) }
    }

    /// Adds other counts.
    mutating func add(_ other: Part) {
      verdicts.merge(other.verdicts, uniquingKeysWith: +)
      levels.merge(other.levels, uniquingKeysWith: +)
      bytes.add(clamped: other.bytes)
      lagging.merge(other.lagging, uniquingKeysWith: +)
    }
  }

  /// The place of counts: a dataset, as a number, and a year.
  public struct Place: Sendable, Hashable {
    /// The dataset; nil for objects of none.
    public var dataset: Int?
    /// The year; nil if it is not known.
    public var year: Int?
  }

  /// The counts by dataset and year.
  public var parts: [Place: Part] = [:]

  /// Creates counts of nothing.
  public init() {}

  /// Counts an object.
  mutating func add(_ judgement: Judgement, dataset: Int?, year: Int?, size: Int?) {
    parts[Place(dataset: dataset, year: year), default: Part()].add(judgement, size: size)
  }

  /// The counts of everything.
  public var all: Part { parts.values.reduce(into: Part()) { $0.add($1) } }

  /// The counts of a dataset.
  func part(ofDataset number: Int) -> Part {
    parts.reduce(into: Part()) { if $1.key.dataset == number { $0.add($1.value) } }
  }

  /// The number of objects of a verdict.
  public subscript(verdict: Verdict) -> Int {
    parts.values.reduce(0) { $0 + $1.verdicts[verdict, default: 0] }
  }
}
