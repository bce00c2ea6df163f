internal import Formats
internal import ObjectStorage
internal import Patterns
internal import RegistryValidation

/// What the operator of a mirror states about it: what it mirrors, and what a verification found.
///
/// The bytes are deterministic, so that two parties can compare them.
///
/// Source: `Schemas/own/mirror-statement.schema.json`.
public struct MirrorStatement: Sendable {
  /// What the operator says in addition.
  public struct Claims: Sendable, Hashable {
    /// The operator of the mirror.
    public var operatorName: String?
    /// The longest lag of the mirror, as the user wrote it.
    public var longestLag: String?
    /// Whether the mirror deletes what the source deletes: `follow` or `keep`.
    public var deletions: String?
    /// Whether the mirror replaces what the source replaces: `follow` or `keep`.
    public var replacements: String?
    /// The program and its version.
    public var tool: String
    /// The time of the verification; nil for bytes that are the same in every run.
    public var finished: String?

    /// Creates claims.
    ///
    /// - Parameter tool: The program and its version.
    public init(tool: String) { self.tool = tool }
  }

  private let result: MirrorResult
  private let options: MirrorOptions
  private let claims: Claims

  /// Takes a result.
  ///
  /// - Parameters:
  ///   - result: The result of a verification.
  ///   - options: How the mirror was verified.
  ///   - claims: What the operator says in addition.
  public init(_ result: MirrorResult, options: MirrorOptions, claims: Claims) {
    self.result = result
    self.options = options
    self.claims = claims
  }

  /// The statement as JSON, with the digest of everything else as its last member.
  ///
  /// - Throws: ``MirrorError`` if the addresses of the sides are not known, since a statement must
  ///   say what it is about.
  public func json() throws(MirrorError) -> [UInt8] {
    guard !result.sourceRoot.isEmpty, !result.mirrorRoot.isEmpty else {
      throw MirrorError(
        .usage,
        saying: "a statement names the addresses of source and mirror, which \(result.source) and "
          + "\(result.mirror) do not have; pass --map FROM=TO, such as --map "
          + "s3://source/=s3://mirror/")
    }
    let members = self.members
    let body = JSONWriter.writeHarmless(.object(members))
    let digest = Digest.hexadecimal(Digest.sha256(body))
    return JSONWriter.writeHarmless(
      .object(members + [(key: "digest", value: .string(digest))]))
  }

  private var members: [(key: String, value: JSONValue)] {
    Self.object([
      ("schemaVersion", 1), ("mirror", mirror), ("source", source),
      ("map", .array(result.map.pairs.map { [.string($0.from), .string($0.to)] })),
      ("scope", scope), ("policy", policy), ("verification", verification), ("verdict", verdict),
    ])
  }

  private static func object(
    _ members: [(String, JSONValue?)]
  ) -> [(key: String, value: JSONValue)] {
    members.compactMap { name, value in value.map { (key: name, value: $0) } }
  }

  private static func text(_ text: String?) -> JSONValue? { text.map { .string($0) } }

  private var mirror: JSONValue {
    .object(
      Self.object([
        ("endpoint", .string(result.mirrorRoot)), ("name", Self.text(result.mirrorName)),
        ("operator", Self.text(claims.operatorName)),
        ("contact", Self.text(result.mirrorContact)),
      ]))
  }

  private var source: JSONValue {
    .object(
      Self.object([
        ("endpoint", .string(result.sourceRoot)),
        ("catalogSHA256", Self.text(result.catalogDigest)),
        ("generation", Self.text(result.lag.generation)),
      ]))
  }

  private var scope: JSONValue {
    let texts = options.scope.texts
    let ids = result.datasets.enumerated().filter { options.scope.contains(dataset: $0.element) }
    return .array(
      ids.map { number, id in
        let part = result.totals.part(ofDataset: number)
        return .object(
          Self.object([
            ("id", .string(id)), ("start", Self.text(texts["start"]?.first)),
            ("stop", Self.text(texts["stop"]?.first)),
            ("include", texts["include"].map { .array($0.map { .string($0) }) }),
            ("exclude", texts["exclude"].map { .array($0.map { .string($0) }) }),
            ("maxSize", options.scope.largest.map { .number($0) }),
            ("files", .number(part.files)), ("bytes", .number(part.bytes)),
          ]))
      })
  }

  private var policy: JSONValue? {
    let members = Self.object([
      ("maxLag", Self.text(claims.longestLag)), ("deletions", Self.text(claims.deletions)),
      ("replacements", Self.text(claims.replacements)),
    ])
    return members.isEmpty ? Optional<JSONValue>.none : .object(members)
  }

  private var verification: JSONValue {
    let totals = result.totals
    let all = totals.all
    func count(_ verdict: Verdict) -> JSONValue {
      .number(all.verdicts[verdict, default: 0])
    }
    return .object(
      Self.object([
        ("tool", .string(claims.tool)), ("finished", Self.text(claims.finished)),
        ("requested", .string(options.required.rawValue)), ("counts", Self.levels(all)),
        ("byDataset", byDataset), ("unknown", unknown), ("same", count(.same)),
        ("differs", count(.differs)), ("missing", count(.missing)), ("extra", count(.extra)),
        ("moving", count(.moving)), ("stale", count(.stale)),
        ("findings", findings), ("notEvaluated", notEvaluated), ("outOfScope", outOfScope),
        ("lag", lag), ("sample", sample),
        ("evidence", evidence),
      ]))
  }

  private static func levels(_ part: MirrorTotals.Part) -> JSONValue {
    .object(
      AssuranceLevel.allCases.compactMap { level in
        part.levels[level].map { (key: level.rawValue, value: .number($0)) }
      })
  }

  private var byDataset: JSONValue {
    .array(
      result.datasets.enumerated().compactMap { number, id in
        let part = result.totals.part(ofDataset: number)
        guard !part.verdicts.isEmpty else { return nil }
        return [
          "id": .string(id), "files": .number(part.files), "counts": Self.levels(part),
          "missing": .number(part.verdicts[.missing, default: 0]),
          "differs": .number(part.verdicts[.differs, default: 0]),
        ]
      })
  }

  private var unknown: JSONValue {
    .array(
      result.unknown.sorted { $0.key < $1.key }.map { reason, number in
        ["reason": .string(reason), "n": .number(number)]
      })
  }

  /// The number of findings of each rule, so that index and catalog count too.
  private var findings: JSONValue {
    var counts: [String: Int] = [:]
    for (place, group) in result.findings.groups {
      counts[place.rule.rawValue, default: 0] += group.count
    }
    return .object(
      counts.sorted { $0.key < $1.key }.map { (key: $0.key, value: .number($0.value)) })
  }

  /// The rules that the kind of the sides leaves open, with the reason; nil without any.
  private var notEvaluated: JSONValue? {
    guard !result.leftOpen.isEmpty else { return nil }
    return .object(
      result.leftOpen.sorted { $0.key < $1.key }.map { (key: $0.key, value: .string($0.value)) })
  }

  /// What was not compared, since nothing leads to it; nil if there is nothing.
  private var outOfScope: JSONValue? {
    let counts = result.outOfScope
    guard !counts.isEmpty else { return nil }
    return .object(
      counts.sorted { $0.key < $1.key }.map { (key: $0.key, value: .number($0.value)) })
  }

  /// The lag by its clocks; nil if none is known.
  private var lag: JSONValue? {
    let numbers = result.lag.texts.compactMapValues { Int($0) }
    guard !numbers.isEmpty else { return nil }
    return .object(
      numbers.sorted { $0.key < $1.key }.map { (key: $0.key, value: .number($0.value)) })
  }

  private var sample: JSONValue? {
    guard let sample = result.sample else { return nil }
    return .object(
      Self.object([
        ("n", .number(sample.drawn)), ("N", .number(sample.population)),
        ("strata", .number(sample.strata)), ("seed", .number(sample.seed)),
        ("addedAtMost", options.mostAdded.map { .number($0) }),
        ("failures", .number(sample.failures)), ("upperBound", .number(sample.upperBound)),
        ("confidence", .number("0.95")),
      ]))
  }

  private var evidence: JSONValue {
    .array(
      result.evidence.map { entry in
        .object(
          Self.object([
            ("kind", .string(entry.kind)), ("uri", .string(entry.uri)),
            ("sha256", entry.sha256.isEmpty ? nil : .string(entry.sha256)),
            ("asOf", Self.text(entry.created)),
          ]))
      })
  }

  private var verdict: JSONValue {
    [
      "complete": .bool(result.totals[.missing] == 0 && result.gaps.isEmpty),
      "consistent": .bool(result.isConsistent), "undetermined": .bool(!result.isComplete),
    ]
  }
}

extension MirrorResult {
  /// Whether the mirror is known to lack nothing, to have nothing too much and to differ in nothing,
  /// as far as it could be told.
  public var isTheSame: Bool {
    // What the source has lost is no difference.
    totals[.missing] == findings.count(of: .objectLost) + totals.all.lagging[.missing, default: 0]
      && isConsistent && findings.count(of: .objectExtra) == 0
  }

  /// Whether nothing differs that a statement counts.
  fileprivate var isConsistent: Bool {
    totals[.differs] == 0 && totals[.stale] == totals.all.lagging[.stale, default: 0]
      && findings.isFree
  }
}

extension FindingCollector {
  /// Whether there is nothing but warnings about names.
  fileprivate var isFree: Bool {
    let harmless: Set<MirrorRule> = [
      .contactOfSource, .nameOfSource, .rangeOfSource, .namesCollide,
      .sourceReplacedWithoutModification, .objectExtra, .levelNotReached, .objectMissing,
      .largelyMissing, .objectLost,
    ]
    return groups.keys.allSatisfy { harmless.contains($0.rule) }
  }
}
