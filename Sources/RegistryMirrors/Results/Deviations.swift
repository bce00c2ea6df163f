internal import ObjectStorage

/// The objects of one mirror that are not the source's, by which several mirrors are compared.
struct Deviations: Sendable {
  /// What the two copies of an object are, in texts that are equal for equal copies.
  struct Deviation: Sendable, Hashable {
    var source: String
    var mirror: String
    var verdict: Verdict
    /// The id of the dataset; nil if no index file lists the object.
    var dataset: String?
    /// The key of the source's object.
    var sourceKey: [UInt8]
    /// The line of the object, which waits for those of the other mirrors; empty if nobody wants it.
    var line: [UInt8] = []
  }

  /// The deviations by key.
  private(set) var all: [[UInt8]: Deviation] = [:]
  /// Whether there were more than are kept.
  private(set) var isCut = false

  /// The number of deviations that are kept.
  private static let limit = 200_000

  /// Notes an object if it is not the same.
  ///
  /// - Parameters:
  ///   - pair: The object.
  ///   - verdict: What was found.
  ///   - dataset: The id of the dataset.
  ///   - sourceKey: The key of the source's object.
  ///   - line: The line of the object; empty if nobody wants it.
  /// - Returns: Whether the line waits here.
  mutating func note(
    _ pair: ObjectPair, as verdict: Verdict, dataset: String?, sourceKey: [UInt8],
    line: [UInt8]
  ) -> Bool {
    guard [.differs, .missing, .extra, .stale].contains(verdict) else { return false }
    guard all.count < Self.limit else {
      isCut = true
      return false
    }
    all[pair.key] = Deviation(
      source: Self.text(pair.source), mirror: Self.text(pair.mirror), verdict: verdict,
      dataset: dataset, sourceKey: sourceKey, line: line)
    return true
  }

  /// The strongest facts that are known, as a text.
  private static func text(_ facts: ObjectFacts?) -> String {
    guard let facts else { return absent }
    let size = facts.size.map(String.init) ?? "?"
    if let sum = facts.fullChecksum(.sha256) ?? facts.attested.first {
      return "\(size) \(sum.algorithm.rawValue) \(sum.hexadecimal)"
    }
    return "\(size) \(facts.etag ?? "")"
  }

  /// The objects on which one copy differs and all others agree.
  ///
  /// - Parameter results: The results of at least two mirrors of one source.
  /// - Returns: The keys by the name of the copy; `nobody` where no majority exists.
  static func alone(in results: [MirrorResult]) -> [String: [[UInt8]]] {
    var alone: [String: [[UInt8]]] = [:]
    for (key, names) in copiesAlone(in: results) {
      for name in names.isEmpty ? ["nobody"] : names { alone[name, default: []].append(key) }
    }
    return alone
  }

  /// The copies that differ from all others, by the key of the object; an empty list without a
  /// majority.
  ///
  /// - Parameter results: The results of at least two mirrors of one source.
  /// - Returns: The names of the copies.
  static func copiesAlone(in results: [MirrorResult]) -> [[UInt8]: [String]] {
    guard results.count > 1, let source = results.first?.source else { return [:] }
    var alone: [[UInt8]: [String]] = [:]
    let keys = results.reduce(into: Set<[UInt8]>()) { $0.formUnion($1.deviations.all.keys) }
    for key in keys {
      let own = results.lazy.compactMap { $0.deviations.all[key]?.source }.first ?? ""
      let copies =
        [(name: source, text: own)]
        + results.map { (name: $0.mirror, text: $0.deviations.all[key]?.mirror ?? own) }
      // Where nobody differs from those that have the object, no copy is to blame.
      guard let others = outvoted(copies.map(\.text)) else {
        alone[key] = []
        continue
      }
      if !others.isEmpty { alone[key] = others.map { copies[$0].name } }
    }
    return alone
  }

  /// The copies that the majority of all copies of one object contradicts.
  ///
  /// - Parameter texts: What the copies are, the source first.
  /// - Returns: Their numbers; nil if there is no majority.
  static func outvoted(_ texts: [String]) -> [Int]? {
    // What mirrors don't have yet says nothing about what the source has.
    let voters = texts.indices.filter { texts[0] == absent || texts[$0] != absent }
    let groups = Dictionary(grouping: voters) { texts[$0] }.values
    guard let largest = groups.max(by: { $0.count < $1.count }),
      2 * largest.count > voters.count
    else { return nil }
    let isMajority = 2 * largest.count > texts.count
    return texts.indices.filter { number in
      !largest.contains(number) && (isMajority || voters.contains(number))
    }
  }

  /// What a copy is that does not exist.
  static let absent = "absent"
}
