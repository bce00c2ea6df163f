internal import ObjectStorage
internal import Synchronization

extension PairLook {
  /// Reads both copies and compares them; copies that are no longer as listed are moving.
  func read(
    _ pair: inout ObjectPair, listed: ListedCopies, noting failed: inout [String]
  ) async throws(StoreError) -> Judgement {
    let (known, copy) = (pair.source ?? ObjectFacts(), pair.mirror ?? ObjectFacts())
    var attested = known.attested + copy.attested
    if let checksum = pair.sourceRow?.checksum { attested.append(checksum) }
    if let checksum = pair.mirrorRow?.checksum { attested.append(checksum) }
    let work = Reading(pair: pair, keys: keys, attested: attested, uploads: [known, copy])
    // Both copies at the same time, so that one large object is read as fast as two.
    let outcomes = await [true, false].parallelMap(width: 2) { await outcome(work, ofMirror: $0) }
    for outcome in outcomes { failed += outcome.failures }
    let mirrored = try outcomes[0].content.get()
    let original = try outcomes[1].content.get()
    let change = listed.change(source: original?.asListed, mirror: mirrored?.asListed)
    if let change, original == nil || mirrored == nil { return moving(change, pair) }
    if let reason = unreadable(mirrored, or: original) {
      return Judgement(.unknown, level: .size, reason: reason, evidence: pair.evidence)
    }
    for read in [mirrored, original] {
      progress.bytes.add(read?.facts.size ?? 0, ordering: .relaxed)
    }
    pair.evidence.append("content")
    let disproved = [(known, original, "source"), (copy, mirrored, "mirror")].compactMap {
      stated, read, side in
      read.flatMap { stated.disproved(by: $0.facts, of: side) }
    }
    if let mirrored { pair.mirror?.take(read: mirrored.facts) }
    if let original {
      if pair.source == nil { pair.source = ObjectFacts() }
      pair.source?.take(read: original.facts)
    }
    var judgement = comparison.judge(pair)
    // One copy was read, and a store or a list states something about the other.
    if original == nil || mirrored == nil, let read = mirrored ?? original,
      let etag = (original == nil ? known : copy).etag, case .parts = ETag(etag),
      judgement.verdict != .differs
    {
      judgement = Self.compare(etag, with: read, judgement: judgement)
    }
    // Only bytes that were read prove what the mirror has now.
    if mirrored == nil, judgement.verdict != .differs, judgement.verdict != .stale {
      return statedOnly(judgement)
    }
    let isProven = judgement.level >= .digest || judgement.level == .crc
    if judgement.verdict == .differs || judgement.verdict == .stale || isProven {
      judgement.level = .content
      if judgement.verdict == .unknown {
        judgement.verdict = .same
        judgement.reason = nil
      }
    } else if judgement.verdict == .same, comparison.required == .content {
      judgement.verdict = .unknown
    }
    if judgement.verdict == .same, change == nil, let first = disproved.first {
      judgement.reason = first
    }
    // Copies that are equal now are the same, also if they were replaced meanwhile.
    if judgement.verdict != .same, let change { return moving(change, pair) }
    return judgement
  }

  /// The judgement if the mirror's copy was not read: what a listing states is no content.
  private func statedOnly(_ judgement: Judgement) -> Judgement {
    var judgement = judgement
    judgement.level = min(judgement.level, .digest)
    guard comparison.required == .content, judgement.level == .digest else { return judgement }
    judgement.verdict = .unknown
    judgement.reason = "the mirror is a listing, which has no content to read"
    return judgement
  }

  /// Why what could be read proves nothing; nil if it may.
  private func unreadable(
    _ mirrored: ContentReading.Result?, or original: ContentReading.Result?
  ) -> String? {
    if mirrored == nil, mirror.storage != nil { return "the mirror's object disappeared meanwhile" }
    guard mirrored == nil, original == nil else { return nil }
    return "a listing has no content to read"
  }

  /// What is read of both copies of an object.
  private struct Reading: Sendable {
    /// The key of the mirror's copy.
    let key: String
    /// The key of the source's copy; nil if the map leads from none.
    let own: String?
    let attested: [Checksum]
    let uploads: [ObjectFacts]

    init(pair: ObjectPair, keys: KeyMap, attested: [Checksum], uploads: [ObjectFacts]) {
      key = String(decoding: pair.key, as: UTF8.self)
      own = keys.unmapped(pair.key).first.map { String(decoding: $0, as: UTF8.self) }
      self.attested = attested
      self.uploads = uploads
    }
  }

  /// What reading one copy gave; the content is nil if it is not there.
  private struct Outcome: Sendable {
    var content: Swift.Result<ContentReading.Result?, StoreError>
    var failures: [String] = []
  }

  /// Reads one copy.
  private func outcome(
    _ work: Reading, ofMirror isOfMirror: Bool
  ) async -> Outcome {
    let side = isOfMirror ? mirror : source
    guard side.storage != nil, let key = isOfMirror ? work.key : work.own else {
      return Outcome(content: .success(nil))
    }
    var failed: [String] = []
    do throws(StoreError) {
      func read() async throws(StoreError) -> ContentReading.Result? {
        try await ContentReading.read(
          side, key: key, attested: work.attested, uploads: work.uploads)
      }
      let content =
        isOfMirror
        ? try await counted(failures.mirror, side.name, noting: &failed, read)
        : try await counted(failures.source, side.name, noting: &failed, read)
      return Outcome(content: .success(content))
    } catch {
      return Outcome(content: .failure(error), failures: failed)
    }
  }

  /// Compares the ETag of an upload in parts with those that the bytes would have.
  private static func compare(
    _ etag: String, with content: ContentReading.Result, judgement: Judgement
  ) -> Judgement {
    var judgement = judgement
    if content.parts.contains(where: { ETag($0.etag) == ETag(etag) }) {
      judgement.level = .content
      judgement.verdict = .same
      judgement.reason = nil
    } else {
      let sizes = content.parts.map(\.size)
      judgement.reason =
        sizes.isEmpty
        ? "no usual part size gives its number of parts"
        : "no part size of \(PartSizes.text(sizes)) gives its ETag"
    }
    return judgement
  }
}

extension ObjectFacts {
  /// How the bytes contradict a checksum that is stated about them; nil if they don't.
  fileprivate func disproved(by read: ObjectFacts, of side: String) -> String? {
    for checksum in checksums where checksum.isFull {
      guard let own = read.fullChecksum(checksum.algorithm), own.value != checksum.value else {
        continue
      }
      let name = checksum.algorithm.rawValue
      return "\(name) \(checksum.hexadecimal) is stated of the \(side)'s object, but its bytes "
        + "have \(own.hexadecimal)"
    }
    return nil
  }

  /// Takes the facts that the bytes themselves show; they are truer than what a store states.
  mutating func take(read facts: ObjectFacts) {
    size = facts.size
    checksums.removeAll { old in
      facts.checksums.contains { $0.algorithm == old.algorithm } && old.isFull
    }
    checksums = facts.checksums + checksums
    // The MD5 of the bytes is among the checksums, and what was read decides.
    if encryption == .plain, let etag, case .digest = ETag(etag),
      facts.fullChecksum(.md5) != nil
    {
      self.etag = facts.fullChecksum(.md5)?.hexadecimal
    }
  }
}
