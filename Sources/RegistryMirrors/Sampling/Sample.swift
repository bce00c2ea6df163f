internal import ObjectStorage

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
  private var drawn = SmallestKeys()
  private var byStratum: [Stratum: (count: Int, keys: SmallestKeys)] = [:]
  /// The number of keys offered.
  private(set) var population = 0

  /// The number of keys of every stratum that are drawn at least.
  static let leastOfStratum = 3

  /// Begins a sample.
  ///
  /// - Parameters:
  ///   - size: The number of keys to draw.
  ///   - seed: The seed.
  init(size: Int, seed: Int) {
    self.size = size
    self.seed = seed
  }

  /// Offers a key.
  ///
  /// - Parameters:
  ///   - key: The key below the mirror's root.
  ///   - stratum: The part it belongs to.
  mutating func offer(_ key: [UInt8], in stratum: Stratum) {
    population += 1
    let place = SampleKey(of: key, seed: seed)
    drawn.offer(key, at: place, limit: size)
    byStratum[stratum, default: (0, SmallestKeys())].count += 1
    byStratum[stratum]?.keys.offer(key, at: place, limit: Swift.min(size, Self.leastOfStratum))
  }

  /// The keys drawn at random from all, for which the bound holds.
  var core: Set<[UInt8]> { Set(drawn.entries.map(\.key)) }

  /// The keys drawn, with those that make every stratum appear.
  var keys: Set<[UInt8]> {
    byStratum.values.reduce(into: core) { keys, stratum in
      keys.formUnion(stratum.keys.entries.map(\.key))
    }
  }

  /// The number of strata.
  var strata: Int { byStratum.count }
}

/// The keys with the smallest places, at most so many.
private struct SmallestKeys: Sendable {
  /// A heap whose first entry has the largest place.
  private(set) var entries: [(place: SampleKey, key: [UInt8])] = []

  mutating func offer(_ key: [UInt8], at place: SampleKey, limit: Int) {
    if entries.count < limit {
      entries.append((place, key))
      rise(from: entries.count - 1)
    } else if let largest = entries.first, place < largest.place {
      entries[0] = (place, key)
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
