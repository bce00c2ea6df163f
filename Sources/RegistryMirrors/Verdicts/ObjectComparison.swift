internal import ObjectStorage

/// Judges the two copies of an object by what is known about them.
struct ObjectComparison: Sendable {
  /// The level below which an object counts as unknown.
  var required = AssuranceLevel.size

  /// Judges.
  ///
  /// - Parameter pair: What is known.
  /// - Returns: The judgement; "differs" only if the bytes are known to differ.
  func judge(_ pair: ObjectPair) -> Judgement {
    var judgement = presence(of: pair) ?? compare(pair)
    if let reason = pair.contradiction, judgement.level < .content,
      [.same, .unknown].contains(judgement.verdict)
    {
      judgement.verdict = .unknown
      judgement.reason = reason
    }
    if let side = pair.olderListing, [.missing, .extra, .differs].contains(judgement.verdict) {
      judgement = Judgement(
        .unknown, reason: "the listing of the \(side); make it again", evidence: pair.evidence)
    }
    if judgement.evidence.isEmpty { judgement.evidence = pair.evidence }
    return judgement
  }

  /// The judgement that the presence of the object alone decides; nil if both sides have it.
  private func presence(of pair: ObjectPair) -> Judgement? {
    if !pair.isInScope {
      let reason = pair.mirror == nil ? nil : "outside the scope, though the mirror has it"
      return Judgement(.notMirrored, reason: reason)
    }
    if pair.stayed == false {
      return Judgement(.moving, reason: "the source changed while it was looked at")
    }
    if let side = pair.doubtfulListing {
      return Judgement(
        .unknown,
        reason: "the listing \(side) contradicts its own checksum or count; make it again")
    }
    if pair.mayHaveRow, pair.source == nil || pair.mirror == nil {
      return Judgement(
        .unknown,
        reason: "an index file of the source could not be read, so it is not known whether the "
          + "object must be there")
    }
    if pair.mirror != nil {
      if pair.source != nil { return nil }
      guard pair.sourceRow != nil else {
        guard pair.isSourceKnown else {
          return Judgement(.unknown, reason: "the source was not listed completely")
        }
        return Judgement(.extra, level: .listed, reason: "the source neither lists nor has it")
      }
      return pair.isSourceKnown ? lost(pair) : compareWithRow(pair)
    }
    guard pair.isMirrorKnown else {
      return Judgement(.unknown, reason: "the mirror was not listed completely")
    }
    guard pair.sourceRow != nil || pair.source != nil else {
      return Judgement(.missing, reason: "only the mirror's index lists it")
    }
    var judgement = Judgement(.missing)
    if pair.source == nil, pair.isSourceKnown {
      judgement.isLost = true
      judgement.reason = "the source does not have it either"
    }
    return judgement
  }

  /// The source's index lists the object, and only the mirror has it.
  private func lost(_ pair: ObjectPair) -> Judgement {
    let comparison = compareWithRow(pair)
    guard comparison.verdict == .same || comparison.verdict == .unknown else { return comparison }
    return Judgement(
      .stale, level: comparison.level,
      reason: "the source no longer has it, though its index lists it; keep the mirror's copy",
      evidence: ["index"])
  }

  /// Compares the mirror's object with the row of the source's index only.
  private func compareWithRow(_ pair: ObjectPair) -> Judgement {
    var row = ObjectFacts(size: pair.sourceRow?.size)
    if let checksum = pair.sourceRow?.checksum { row.checksums = [checksum] }
    var judgement = compare(row, with: pair.mirror ?? ObjectFacts(), evidence: ["index"])
    judgement.isDamaged =
      judgement.verdict == .differs && disagrees(pair.mirror, with: pair.mirrorRow)
    return judgement
  }
}

// MARK: - Both sides have it

extension ObjectComparison {
  private func compare(_ pair: ObjectPair) -> Judgement {
    guard let source = pair.source, let mirror = pair.mirror else { return Judgement(.unknown) }
    var judgement = compare(source, with: mirror, evidence: pair.evidence)
    if judgement.verdict == .differs {
      if disagrees(source, with: pair.sourceRow), agrees(mirror, with: pair.sourceRow) {
        judgement.verdict = .stale
        judgement.reason =
          Judgement.sourceAgainstIndex
          + (judgement.reason.map { ": \($0)" } ?? "")
      } else if disagrees(mirror, with: pair.mirrorRow ?? pair.sourceRow) {
        judgement.isDamaged = true
      } else if agrees(mirror, with: pair.mirrorRow), let row = pair.mirrorRow,
        disagrees(ObjectFacts(row), with: pair.sourceRow), agrees(source, with: pair.sourceRow)
      {
        // Both sides agree with their own index, so the mirror holds an earlier version.
        judgement.verdict = .stale
        judgement.reason = "the source replaced it and its row: \(judgement.reason ?? "")"
      }
      return judgement
    }
    if judgement.level < .digest, let reason = indexedDifference(pair) {
      judgement.verdict = .differs
      judgement.level = .digest
      judgement.reason = reason
      judgement.evidence.append("index")
      judgement.isDamaged = disagrees(mirror, with: pair.mirrorRow ?? pair.sourceRow)
      return judgement
    }
    // Equal objects may both differ from what the index attests.
    if let row = pair.sourceRow?.checksum, judgement.level < .digest,
      let stated = mirror.attested.first(where: { $0.algorithm == row.algorithm }),
      row.isFull, stated.value == row.value
    {
      judgement.level = Swift.max(judgement.level, row.algorithm.level)
      judgement.evidence.append("index")
      judgement = settled(judgement)
    }
    // Both copies may be truncated in the same way; users of the mirror read its index.
    if disagrees(mirror, with: pair.mirrorRow), disagrees(source, with: pair.sourceRow) {
      judgement.isDamaged = true
    }
    return judgement
  }

  private func compare(
    _ source: ObjectFacts, with mirror: ObjectFacts, evidence: [String]
  ) -> Judgement {
    var judgement = Judgement(.same, level: .listed, evidence: evidence)
    guard let size = source.size, let other = mirror.size else {
      judgement.reason = "a size is not known"
      return settled(judgement)
    }
    guard size == other else {
      judgement.verdict = .differs
      judgement.level = .size
      judgement.reason = "\(size) and \(other) bytes"
      return judgement
    }
    guard size > 0 else {
      // No bytes are the same bytes, whatever their ETags are.
      judgement.level = .digest
      return settled(judgement)
    }
    judgement.level = .size
    let sums = ChecksumComparison.compare(source, with: mirror)
    let tags = compareTags(source, with: mirror)
    if case .differs(let reason) = sums.comparison {
      // One of the two is wrong; only the bytes can tell which.
      if tags == .equal, !evidence.contains("content") {
        judgement.verdict = .unknown
        judgement.reason = "the ETags are equal, but the checksums are not: \(reason)"
        return judgement
      }
      judgement.verdict = .differs
      judgement.level = sums.level
      judgement.reason = reason
      return judgement
    }
    if case .differs(let reason) = tags {
      judgement.verdict = .differs
      judgement.level = .etag
      judgement.reason = reason
      return judgement
    }
    if tags == .equal { judgement.level = .etag }
    if sums.comparison == .equal { judgement.level = Swift.max(judgement.level, sums.level) }
    if judgement.level < required {
      judgement.reason = reason(tags, sums: sums.comparison, reached: judgement.level)
    } else if judgement.level == .size, case .unknown(let reason) = tags, source.etag != nil,
      mirror.etag != nil
    {
      judgement.reason = reason
    }
    return settled(judgement)
  }

  private func compareTags(_ source: ObjectFacts, with mirror: ObjectFacts) -> Comparison {
    guard let one = source.etag, let other = mirror.etag else {
      return .unknown("an ETag is missing")
    }
    return ETagComparison.compare(
      .init(etag: ETag(one), encryption: source.encryption, partSize: source.partSize),
      with: .init(etag: ETag(other), encryption: mirror.encryption, partSize: mirror.partSize))
  }

  private func reason(
    _ tags: Comparison, sums: Comparison, reached level: AssuranceLevel
  ) -> String {
    var reasons: [String] = []
    if case .unknown(let reason) = tags { reasons.append(reason) }
    if required >= .composite, case .unknown(let reason) = sums, !reason.isEmpty {
      reasons.append(reason)
    }
    return reasons.isEmpty
      ? "only \(level.rawValue) could be compared"
      : reasons.joined(separator: "; ")
  }

  /// The verdict after a comparison without a difference.
  private func settled(_ judgement: Judgement) -> Judgement {
    var judgement = judgement
    judgement.verdict = judgement.level >= required ? .same : .unknown
    if judgement.verdict == .same, judgement.level > .size { judgement.reason = nil }
    return judgement
  }

  /// How the mirror's object disagrees with the digest in the source's index, of which the source's
  /// object is not known to differ; nil if it does not, or the index has none.
  private func indexedDifference(_ pair: ObjectPair) -> String? {
    // If the content is to be read, it decides.
    guard required < .content || pair.evidence.contains("content"),
      let row = pair.sourceRow?.checksum, row.isFull, row.algorithm.level == .digest,
      !disagrees(pair.source, with: pair.sourceRow),
      let own = pair.mirror?.attested.first(where: { $0.algorithm == row.algorithm }),
      own.value != row.value
    else { return nil }
    return "the source's index states \(row.algorithm.rawValue) \(row.hexadecimal), and the "
      + "mirror's object has \(own.hexadecimal)"
  }

  /// Whether an object is known to disagree with a row.
  private func disagrees(_ object: ObjectFacts?, with row: ObjectPair.Row?) -> Bool {
    guard let object, let row else { return false }
    if let size = row.size, let own = object.size, size != own { return true }
    guard let sum = row.checksum, sum.isFull else { return false }
    return object.attested.contains { $0.algorithm == sum.algorithm && $0.value != sum.value }
  }

  /// Whether an object is known to agree with a row: nothing disagrees, and something agrees.
  private func agrees(_ object: ObjectFacts?, with row: ObjectPair.Row?) -> Bool {
    guard let object, let row, !disagrees(object, with: row) else { return false }
    if let size = row.size, object.size == size { return true }
    guard let sum = row.checksum else { return false }
    return object.attested.contains { $0.algorithm == sum.algorithm && $0.value == sum.value }
  }
}

extension ObjectFacts {
  /// The facts that a row states.
  init(_ row: ObjectPair.Row) {
    self.init(size: row.size)
    if let checksum = row.checksum { checksums = [checksum] }
  }
}
