/// The objects of one mirror that are not the source's, by which several mirrors are compared.
struct Deviations: Sendable {
  /// What the two copies of an object are, in texts that are equal for equal copies.
  struct Deviation: Sendable, Hashable {
    var source: String
    var mirror: String
  }

  /// The deviations by key.
  private(set) var all: [[UInt8]: Deviation] = [:]
  /// Whether there were more than are kept.
  private(set) var isCut = false

  /// The number of deviations that are kept.
  private static let limit = 200_000

  /// Notes an object if it is not the same.
  mutating func note(_ pair: ObjectPair, _ judgement: Judgement) {
    guard [.differs, .missing, .extra, .stale].contains(judgement.verdict) else { return }
    guard all.count < Self.limit else {
      isCut = true
      return
    }
    all[pair.key] = Deviation(source: Self.text(pair.source), mirror: Self.text(pair.mirror))
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
    guard results.count > 1, let source = results.first?.source else { return [:] }
    var alone: [String: [[UInt8]]] = [:]
    let keys = results.reduce(into: Set<[UInt8]>()) { $0.formUnion($1.deviations.all.keys) }
    for key in keys {
      let own = results.lazy.compactMap { $0.deviations.all[key]?.source }.first ?? ""
      let copies =
        [(name: source, text: own)]
        + results.map { (name: $0.mirror, text: $0.deviations.all[key]?.mirror ?? own) }
      guard let others = outvoted(copies.map(\.text)) else {
        alone["nobody", default: []].append(key)
        continue
      }
      for number in others { alone[copies[number].name, default: []].append(key) }
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
