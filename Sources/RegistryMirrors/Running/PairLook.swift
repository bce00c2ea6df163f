internal import Locks
internal import ObjectStorage
internal import Synchronization

/// Looks closer at pairs that a listing leaves open: by requests, then by reading.
struct PairLook: Sendable {
  let source: MirrorSide
  let mirror: MirrorSide
  let comparison: ObjectComparison
  let keys: KeyMap
  let progress: MirrorProgress
  /// The number of requests in a row that failed, by side.
  let failures = Failures()

  /// How many requests in a row may fail before no more are sent.
  private static let mostFailures = 20

  /// Counts the requests in a row that failed.
  final class Failures: Sendable {
    let source = Atomic<Int>(0)
    let mirror = Atomic<Int>(0)
    /// Why nothing needs to be asked of the mirror's server; nil if it answers.
    let unreachable = Lock<String?>(nil)
  }

  init(
    source: MirrorSide, mirror: MirrorSide, comparison: ObjectComparison, keys: KeyMap,
    progress: MirrorProgress
  ) {
    self.source = source
    self.mirror = mirror
    self.comparison = comparison
    self.keys = keys
    self.progress = progress
  }

  /// Whether a request can raise the level of a judgement.
  func isWorthwhile(_ pair: ObjectPair, judgement: Judgement, reads: Bool) -> Bool {
    guard pair.isInScope, pair.stayed != false, pair.doubtfulListing == nil else {
      return false
    }
    if !mirror.isListable || !source.isListable, pair.mirror == nil || pair.source == nil {
      return pair.sourceRow != nil || pair.source != nil
    }
    guard pair.mirror != nil, pair.source != nil || pair.sourceRow != nil else { return false }
    if reads { return true }
    if isOnlyStated(judgement, of: pair) { return true }
    guard judgement.verdict == .same || judgement.verdict == .unknown else { return false }
    return judgement.level < comparison.required && comparison.required.takesRequests
  }

  /// Looks at a pair.
  ///
  /// - Parameters:
  ///   - pair: The pair.
  ///   - reads: Whether the content is to be read whatever the requests say.
  /// - Returns: The pair with all that is known, and the judgement.
  func look(_ pair: ObjectPair, reads: Bool) async -> LookResult {
    var pair = pair
    let listed = ListedCopies(pair, source: source, mirror: mirror)
    var judgement = comparison.judge(pair)
    var failures: [String] = []
    do throws(StoreError) {
      if needsRequests(pair, judgement: judgement) {
        try await request(&pair, noting: &failures)
        judgement = comparison.judge(pair)
      }
      let isOpen =
        judgement.verdict == .unknown || judgement.verdict == .same
        || isOnlyStated(judgement, of: pair)
      if pair.mirror != nil, isOpen,
        reads || (comparison.required == .content && judgement.level < .content)
      {
        judgement = try await read(&pair, listed: listed, noting: &failures)
      } else if judgement.verdict != .same, let change = listed.change(to: pair) {
        judgement = moving(change, pair)
      }
    } catch  where error.code == .changed {
      judgement = moving(error.detail, pair)
    } catch {
      judgement = Judgement(
        .unknown, level: judgement.level, reason: error.detail, evidence: pair.evidence)
    }
    var result = LookResult(pair: pair, judgement: judgement, failures: failures)
    // A request that was cut short makes an object unknown.
    result.isInterrupted = judgement.verdict == .unknown && Task.isCancelled
    return result
  }

  /// Whether an object differs only by what a server or a list states, although its content is to be
  /// read.
  ///
  /// A list may be older than the object, an ETag may be no digest, and a stored checksum may be wrong.
  private func isOnlyStated(_ judgement: Judgement, of pair: ObjectPair) -> Bool {
    comparison.required == .content && judgement.verdict == .differs && judgement.level > .size
      && !pair.evidence.contains("content")
      && (mirror.storage != nil || source.storage != nil)
  }

  /// The judgement on an object that is no longer what this run listed.
  func moving(_ reason: String, _ pair: ObjectPair) -> Judgement {
    Judgement(.moving, level: .listed, reason: reason, evidence: pair.evidence)
  }

  private func needsRequests(_ pair: ObjectPair, judgement: Judgement) -> Bool {
    if !mirror.isListable, pair.mirror == nil { return true }
    if !source.isListable, pair.source == nil { return true }
    return comparison.required.takesRequests && judgement.level < comparison.required
      && [.same, .unknown].contains(judgement.verdict)
  }
}

// MARK: - Requests

extension PairLook {
  private func request(
    _ pair: inout ObjectPair, noting failed: inout [String]
  ) async throws(StoreError) {
    guard mirror.answersRequests || source.answersRequests else { return }
    let parts = comparison.required >= .etag
    if let reason = failures.unreachable.withLock({ $0 }) {
      throw StoreError(.unavailable, address: mirror.name, detail: reason)
    }
    if mirror.answersRequests, pair.mirror != nil || !mirror.isListable {
      let key = String(decoding: pair.key, as: UTF8.self)
      let facts = try await counted(
        failures.mirror, mirror.name, noting: &failed
      ) { () throws(StoreError) in
        try await ObjectLook(side: mirror).facts(of: key, parts: parts)
      }
      if let facts, var known = pair.mirror {
        known.add(facts)
        known.etag = facts.etag ?? known.etag
        pair.mirror = known
      } else {
        pair.mirror = facts
      }
      pair.isMirrorKnown = true
    }
    if source.answersRequests, pair.source != nil || !source.isListable,
      let own = keys.unmapped(pair.key).first
    {
      let key = String(decoding: own, as: UTF8.self)
      let facts = try await counted(
        failures.source, source.name, noting: &failed
      ) { () throws(StoreError) in
        try await ObjectLook(side: source).facts(of: key, parts: parts)
      }
      if let facts, var known = pair.source {
        known.add(facts)
        known.etag = facts.etag ?? known.etag
        pair.source = known
      } else {
        pair.source = facts
      }
      pair.isSourceKnown = true
    }
    if !pair.evidence.contains("head") { pair.evidence.append("head") }
  }

  /// Counts failures, and sends no more requests after many in a row.
  func counted<Value: Sendable>(
    _ counter: borrowing Atomic<Int>, _ name: String, noting failed: inout [String],
    _ body: () async throws(StoreError) -> Value
  ) async throws(StoreError) -> Value {
    guard counter.load(ordering: .relaxed) < Self.mostFailures else {
      throw StoreError(
        .unavailable, address: name,
        detail: "\(Self.mostFailures) requests to \(name) failed in a row, so no more were sent")
    }
    do throws(StoreError) {
      let value = try await body()
      counter.store(0, ordering: .relaxed)
      progress.requested.add(1, ordering: .relaxed)
      return value
    } catch {
      // That an object changes is no failure of the server.
      guard error.code != .changed else { throw error }
      counter.add(1, ordering: .relaxed)
      failed.append("\(error)")
      throw error
    }
  }
}
