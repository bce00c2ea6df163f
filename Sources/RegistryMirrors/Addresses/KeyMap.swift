internal import Formats

/// How keys below the source's root become keys below the mirror's root.
struct KeyMap: Sendable, Hashable {
  /// One start of keys and what replaces it, in bytes.
  struct Pair: Sendable, Hashable {
    var from: [UInt8]
    var to: [UInt8]
  }

  /// The pairs, with the longest start first.
  let pairs: [Pair]

  /// Creates the map of the keys.
  ///
  /// - Parameters:
  ///   - map: The map of the addresses.
  ///   - source: The address of the source's root, with its final slash; empty if it is not known.
  ///   - mirror: The address of the mirror's root.
  /// - Throws: ``MirrorError`` if an address of the mirror would not be below its root.
  init(_ map: AddressMap, source: String, mirror: String) throws(MirrorError) {
    var pairs: [Pair] = []
    for pair in map.pairs {
      let from: String
      let to: String
      if let below = pair.from.rest(after: source) {
        (from, to) = (below, pair.to)
      } else if let above = source.rest(after: pair.from) {
        (from, to) = ("", pair.to + above)
      } else {
        continue
      }
      guard let key = to.rest(after: mirror) else {
        throw MirrorError(
          .usage,
          saying: "--map \(pair.text) leads to \(to), which is not below the mirror's root "
            + "\(mirror); give the mirror that holds it, or correct the map")
      }
      pairs.append(Pair(from: Array(from.utf8), to: Array(key.utf8)))
    }
    self.pairs = pairs.sorted { $0.from.count > $1.from.count }
  }

  /// The number of the pair that a key of the source belongs to; nil if it is out of scope.
  func pair(of key: some Collection<UInt8>) -> Int? {
    pairs.firstIndex { key.starts(with: $0.from) }
  }

  /// The key in the mirror for a key of the source; nil if it is out of scope.
  func mapped(_ key: some Collection<UInt8>) -> [UInt8]? {
    guard let pair = pair(of: key) else { return nil }
    return pairs[pair].to + key.dropFirst(pairs[pair].from.count)
  }

  /// The keys of the source that may belong to a key of the mirror, the likeliest first.
  func unmapped(_ key: some Collection<UInt8>) -> [[UInt8]] {
    pairs.filter { key.starts(with: $0.to) }.sorted { $0.to.count > $1.to.count }
      .map { $0.from + key.dropFirst($0.to.count) }
  }

  /// Whether a key of the mirror is at a place that the map leads to.
  func leads(to key: some Collection<UInt8>) -> Bool {
    pairs.contains { key.starts(with: $0.to) }
  }

  /// Whether mapped keys have the order of the keys.
  var keepsOrder: Bool { pairs.count <= 1 }
}
