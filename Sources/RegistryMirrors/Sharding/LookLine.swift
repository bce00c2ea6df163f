internal import Formats
internal import ObjectStorage
internal import RegistryValidation

/// A closer look at one pair as a line of a part: what was known before it, and what it found.
struct LookLine {
  /// The item of the plan that has the key.
  let item: Int
  /// The key below the mirror's root.
  let key: [UInt8]
  /// What was known before.
  let before: Before
  /// The pair after the look; the members that a look never changes are those of the pair before.
  private let after: After

  /// What is known about a pair before a look, to notice that it is another one in the merge.
  struct Before: Equatable {
    let source: ObjectFacts?
    let mirror: ObjectFacts?
    /// A hash of everything else on which the look depends.
    let rest: String

    init(source: ObjectFacts?, mirror: ObjectFacts?, rest: String) {
      self.source = source
      self.mirror = mirror
      self.rest = rest
    }

    init(_ pair: ObjectPair, reads: Bool) {
      source = pair.source
      mirror = pair.mirror
      var hash = StableHash()
      for row in [pair.sourceRow, pair.mirrorRow] {
        hash.add(row == nil ? "no row" : row?.size.map(String.init) ?? "no size")
        hash.add(row?.checksum.map { "\($0.algorithm.rawValue) \($0.hexadecimal)" } ?? "")
      }
      hash.add(pair.stayed.map { "\($0)" } ?? "")
      hash.add("\(pair.isSourceKnown) \(pair.isMirrorKnown) \(pair.isInScope) \(reads)")
      hash.add("\(pair.mayHaveRow)")
      hash.add(pair.contradiction ?? "")
      for way in pair.evidence { hash.add(way) }
      rest = hash.text
    }
  }

  /// What a look found.
  private struct After {
    var source: ObjectFacts?
    var mirror: ObjectFacts?
    var isSourceKnown: Bool
    var isMirrorKnown: Bool
    var evidence: [String]
    var judgement: Judgement
    var failures: [String]
  }

  /// Makes a line.
  init(_ result: LookResult, before: Before, item: Int) {
    self.item = item
    key = result.pair.key
    self.before = before
    after = After(
      source: result.pair.source, mirror: result.pair.mirror,
      isSourceKnown: result.pair.isSourceKnown, isMirrorKnown: result.pair.isMirrorKnown,
      evidence: result.pair.evidence, judgement: result.judgement, failures: result.failures)
  }

  /// The result of the look at a pair of which the same is known as before it.
  func result(for pair: ObjectPair) -> LookResult {
    var pair = pair
    pair.source = after.source
    pair.mirror = after.mirror
    pair.isSourceKnown = after.isSourceKnown
    pair.isMirrorKnown = after.isMirrorKnown
    pair.evidence = after.evidence
    var result = LookResult(pair: pair, judgement: after.judgement)
    result.failures = after.failures
    return result
  }

  /// How a pair differs from the one that was looked at; nil if it does not.
  func change(to now: Before) -> String? {
    guard before != now else { return nil }
    for (side, old, new) in [
      ("source", before.source, now.source), ("mirror", before.mirror, now.mirror),
    ] where old != new {
      return "the \(side)'s object was \(old?.words ?? "absent") when its part looked at it, and "
        + "is now \(new?.words ?? "absent")"
    }
    return "its rows, its lists of checksums or the state of its listings changed after its part "
      + "looked at it"
  }
}

// MARK: - Coding

extension LookLine {
  /// The start of every such line.
  static let start = Array(#"{"type":"look""#.utf8)

  /// The line, with its end.
  var bytes: [UInt8] {
    var members = FactsMembers()
    members.add("type", "look")
    members.add("item", item)
    members.add("key", always: FactsBytes.value(key))
    var known = FactsMembers()
    if let source = before.source { known.add("source", always: source.facts) }
    if let mirror = before.mirror { known.add("mirror", always: mirror.facts) }
    known.add("rest", before.rest)
    members.add("before", always: known.value)
    var found = FactsMembers()
    // What a look did not change is not repeated.
    if after.source != before.source { found.add("source", always: after.source?.facts ?? .null) }
    if after.mirror != before.mirror { found.add("mirror", always: after.mirror?.facts ?? .null) }
    found.add("sourceKnown", flag: after.isSourceKnown)
    found.add("mirrorKnown", flag: after.isMirrorKnown)
    found.add("evidence", list: after.evidence.map { .string($0) })
    found.add("judgement", always: after.judgement.facts)
    found.add("failures", list: after.failures.map { .string($0) })
    members.add("after", always: found.value)
    return JSONWriter.write(members.value, layout: .singleLine) + [UInt8(ascii: "\n")]
  }

  /// Reads a line.
  ///
  /// - Parameter line: The line, with or without its end.
  /// - Throws: ``FactsFault`` if it is not such a line.
  init(parsing line: [UInt8]) throws(FactsFault) {
    let object = try FactsObject(parsing: line)
    item = try object.number("item")
    key = try FactsBytes.read(object.value("key"))
    guard let known = try object.object("before"), let found = try object.object("after"),
      let judgement = try found.object("judgement")
    else { throw FactsFault("before, after or judgement is missing") }
    let old = (
      try Self.facts(known, at: "source", before: nil),
      try Self.facts(known, at: "mirror", before: nil)
    )
    before = Before(source: old.0, mirror: old.1, rest: try known.text("rest"))
    after = After(
      source: try Self.facts(found, at: "source", before: old.0),
      mirror: try Self.facts(found, at: "mirror", before: old.1),
      isSourceKnown: found.flag("sourceKnown"),
      isMirrorKnown: found.flag("mirrorKnown"), evidence: try found.texts("evidence"),
      judgement: try Judgement(facts: judgement), failures: try found.texts("failures"))
  }

  /// The facts of a member: as before if it is absent, none if it is null.
  private static func facts(
    _ object: FactsObject, at key: String, before: ObjectFacts?
  ) throws(FactsFault) -> ObjectFacts? {
    guard let value = object.value(key) else { return before }
    guard value.kind != .null else { return nil }
    return try ObjectFacts(facts: try FactsObject(value))
  }
}
