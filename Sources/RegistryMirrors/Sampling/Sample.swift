internal import Formats
internal import ObjectStorage
internal import RegistryReports
internal import RegistryValidation

/// Draws a sample of keys: the first ones in the order of ``SampleKey``, and some of each stratum.
struct Sample: Sendable {
  /// A part of the keys that must not be hidden by larger parts: one year of one dataset.
  struct Stratum: Sendable, Hashable {
    var dataset: Int?
    var year: Int?
  }

  /// The number of keys to draw.
  let size: Int
  /// The seed.
  let seed: Int
  /// The largest number of keys that strata add; nil for any.
  let mostAdded: Int?
  private var drawn = SmallestKeys()
  private var byStratum: [Stratum: SmallestKeys] = [:]
  /// The number of keys offered.
  private(set) var population = 0

  /// The number of keys of every stratum that are drawn at least.
  static let leastOfStratum = 3

  /// Begins a sample.
  ///
  /// - Parameters:
  ///   - size: The number of keys to draw.
  ///   - seed: The seed.
  ///   - mostAdded: The largest number of keys that strata add; nil for any.
  init(size: Int, seed: Int, mostAdded: Int? = nil) {
    self.size = size
    self.seed = seed
    self.mostAdded = mostAdded
  }

  /// Offers a key.
  ///
  /// - Parameters:
  ///   - key: The key below the mirror's root.
  ///   - stratum: The part it belongs to.
  ///   - bytes: The size of the object.
  mutating func offer(_ key: [UInt8], in stratum: Stratum, size bytes: Int = 0) {
    population += 1
    let entry = Entry(place: SampleKey(of: key, seed: seed), key: key, bytes: bytes)
    drawn.offer(entry, limit: size)
    byStratum[stratum, default: SmallestKeys()].offer(
      entry, limit: Swift.min(size, Self.leastOfStratum))
  }

  /// The keys drawn at random from all, for which the bound holds.
  var core: Set<[UInt8]> { Set(drawn.entries.map(\.key)) }

  /// The keys drawn, with those that make every stratum appear.
  var keys: Set<[UInt8]> { core.union(added.map(\.key)) }

  /// The keys of strata that are not drawn anyway: the first of each, then the second, then the
  /// third, as far as they are allowed.
  private var added: [Entry] {
    let core = core
    var ranked: [(rank: Int, entry: Entry)] = []
    for stratum in byStratum.values {
      let sorted = stratum.entries.sorted { $0.place < $1.place }
      for (rank, entry) in sorted.enumerated() where !core.contains(entry.key) {
        ranked.append((rank, entry))
      }
    }
    guard let mostAdded, ranked.count > mostAdded else { return ranked.map(\.entry) }
    ranked.sort { one, other in
      one.rank != other.rank ? one.rank < other.rank : one.entry.place < other.entry.place
    }
    return ranked.prefix(mostAdded).map(\.entry)
  }

  /// What was drawn, before anything of it is read.
  var summary: MirrorSummary.Sample {
    let added = added
    var sample = MirrorSummary.Sample()
    sample.drawn = drawn.entries.count
    sample.added = added.count
    sample.bytes = (drawn.entries + added).clampedSum(of: \.bytes)
    sample.population = population
    sample.strata = strata
    sample.seed = seed
    return sample
  }

  /// The number of strata.
  var strata: Int { byStratum.count }
}

extension MirrorSummary.Sample {
  /// What is going to be read, in words.
  var plan: String {
    "\(drawn) drawn \(added > 0 ? "and \(added) added " : "")\(drawn + added == 1 ? "object" : "objects"), "
      + "\(PageText.bytes(bytes)) of each copy"
  }

  /// Computes what the sample proves.
  mutating func conclude() {
    let bound = SampleBound.upper(failures: failures, drawn: drawn, population: population)
    upperBound = (bound * 1e9).rounded(.up) / 1e9
  }
}

/// A key with its place in the order of drawing.
private struct Entry: Sendable {
  var place: SampleKey
  var key: [UInt8]
  var bytes: Int
}

/// The keys with the smallest places, at most so many.
private struct SmallestKeys: Sendable {
  /// A heap whose first entry has the largest place.
  private(set) var entries: [Entry] = []

  mutating func offer(_ entry: Entry, limit: Int) {
    if entries.count < limit {
      entries.append(entry)
      rise(from: entries.count - 1)
    } else if let largest = entries.first, entry.place < largest.place {
      entries[0] = entry
      sink()
    }
  }

  private mutating func rise(from index: Int) {
    var index = index
    while index > 0, entries[(index - 1) / 2].place < entries[index].place {
      entries.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private mutating func sink() {
    var index = 0
    while true {
      var largest = index
      for child in [2 * index + 1, 2 * index + 2]
      where child < entries.count && entries[largest].place < entries[child].place {
        largest = child
      }
      guard largest != index else { return }
      entries.swapAt(index, largest)
      index = largest
    }
  }
}
