internal import Locks
internal import ObjectStorage
internal import Synchronization

/// Goes through all keys of both sides in order, judges every object, and counts.
struct PairJoin {
  private var join: RecordJoin
  private let assembly: PairAssembly
  private let comparison: ObjectComparison
  let look: PairLook
  private var collisions = NameCollisions()
  var waiting: [LookResult] = []
  var open: [Open] = []
  /// What the listings say of all keys so far.
  private var mark = ListingMark()
  /// What they say of all keys up to each pair that waits.
  private var marks: [ListingMark] = []
  /// Whether the listings are those of the earlier run, as far as it came.
  private var isSameBefore = false
  /// The number of those that wait that are counted and written.
  private var emitted = 0
  let origin: LookOrigin
  /// Whether looks are kept in a state.
  let keepsLooks: Bool
  /// The looks of an earlier run at objects after the last one that it finished.
  var knownLooks: [[UInt8]: LookLine] = [:]
  /// The first requests that failed, in the order of keys.
  private var failureMessages: [String] = []
  /// The plainly equal objects that are not yet counted.
  private var matches = MatchCounts()
  /// Objects whose names collide with others'.
  private var collided: [(pair: ObjectPair, other: [UInt8])] = []

  /// A pair that has to be looked at closer.
  struct Open {
    /// Its place among the waiting pairs.
    let number: Int
    /// Its item, and what is known before the look; nil if nothing keeps the look.
    var planned: (item: Int, before: LookLine.Before)?
  }

  /// The number of objects that are judged together.
  private static let chunk = 4096

  private init(_ run: borrowing PairRun) {
    join = RecordJoin(run.streams.map { $0.reader() })
    assembly = run.assembly
    origin = run.origin
    keepsLooks = run.options.state != nil
    comparison = ObjectComparison(required: run.options.required)
    look = PairLook(
      source: run.source, mirror: run.mirror, comparison: comparison, keys: run.roots.keys,
      progress: run.options.progress)
    let unreachable = run.unreachable
    look.failures.unreachable.withLock { $0 = unreachable }
  }

  /// Judges all objects.
  ///
  /// - Throws: ``MirrorError`` if keys meet, or a result can't be written.
  static func run(_ run: inout PairRun) async throws(MirrorError) {
    var state = try RunState(run.options.state, of: run)
    if let finished = state.finished { run.resume(after: finished) }
    run.options.progress.total.store(
      run.streams[PairAssembly.Stream.mirror.rawValue].count, ordering: .relaxed)
    var join = PairJoin(run)
    join.knownLooks = state.looks
    var isAtEnd = false
    while !isAtEnd {
      isAtEnd = try join.collect(after: state.finished, run)
      try await join.lookCloser(&run, state: &state)
      try join.emit(join.waiting.count, into: &run, state: &state)
      try state.note(join.last, of: run)
      if Task.isCancelled, !isAtEnd {
        try state.interrupt(at: join.last, run)
        throw interruption(of: run)
      }
    }
    run.failureMessages = join.failureMessages
    try state.finish(run)
  }

  /// The last object that was judged; nil before the first.
  private(set) var last: RunState.Place?

  /// Collects some pairs with their judgements by listings.
  ///
  /// - Returns: Whether there are no more.
  private mutating func collect(
    after finished: RunState.Finished?, _ run: borrowing PairRun
  ) throws(MirrorError) -> Bool {
    waiting.removeAll(keepingCapacity: true)
    marks.removeAll(keepingCapacity: true)
    emitted = 0
    open.removeAll(keepingCapacity: true)
    while waiting.count < Self.chunk {
      let group: RecordJoin.Group?
      do throws(StoreError) {
        if finished == nil, !keepsLooks { try takeMatches(run.passes) }
        group = try join.next()
      } catch {
        throw MirrorError(.output, saying: "\(error)")
      }
      if let finished, !isSameBefore, group.map({ finished.precedes($0.key) }) ?? true {
        guard finished.mark == nil || finished.mark == mark else {
          throw RunState.changed(before: finished.key, in: run.options.state)
        }
        isSameBefore = true
      }
      guard let group else { return true }
      if keepsLooks { mark.add(group) }
      guard let pair = try assembly.pair(group) else { continue }
      var collision: [UInt8]?
      if pair.sourceRow != nil || pair.source != nil, pair.isInScope {
        collision = collisions.take(pair.key[...])
      }
      if let finished, !finished.precedes(group.key) { continue }
      marks.append(mark)
      if let collision { collided.append((pair, collision)) }
      let judgement = comparison.judge(pair)
      let reads = run.sampled.contains(pair.key)
      let result = LookResult(pair: pair, judgement: judgement)
      guard look.isWorthwhile(pair, judgement: judgement, reads: reads) else {
        waiting.append(result)
        continue
      }
      waiting.append(prepareLook(at: result, reads: reads, group))
    }
    return false
  }

  /// Takes objects that are plainly equal, as far as nothing but their number is wanted.
  private mutating func takeMatches(_ passes: MatchPasses?) throws(StoreError) {
    guard let passes else { return }
    while true {
      try join.takeEqual(needed: passes.needed) { record, batch, hasDigest in
        matches.add(record, hasEqualETags: hasDigest)
        if let other = collisions.take(batch.key(record)) {
          collided.append((ObjectPair(key: Array(batch.key(record))), other))
        }
      }
      guard let match = try join.nextMatch(needed: passes.needed, optional: passes.optional) else {
        return
      }
      matches.add(match)
      if let other = collisions.take(match.batch.key(match.object)) {
        var pair = ObjectPair(key: Array(match.batch.key(match.object)))
        pair.dataset = match.row.map { Int($0.dataset) }
        collided.append((pair, other))
      }
    }
  }

  /// Counts and writes the first judged objects of those that wait.
  mutating func emit(
    _ end: Int, into run: inout PairRun, state: inout RunState
  ) throws(MirrorError) {
    let next = waiting[emitted..<Swift.max(emitted, end)]
    for entry in next where failureMessages.count < 5 {
      failureMessages += entry.failures.prefix(5 - failureMessages.count)
    }
    if case .part(let writer, _) = origin { return try handOn(to: writer, &run) }
    matches.move(to: &run.result.totals)
    let isAll = end == waiting.count
    while let (pair, other) = collided.first,
      isAll || end > emitted && !waiting[end - 1].pair.key.lexicographicallyPrecedes(pair.key)
    {
      run.note(collision: pair, with: other)
      collided.removeFirst()
    }
    for (entry, mark) in zip(next, marks.dropFirst(emitted)) {
      // A request that failed is worth another one, so that the next run begins there.
      if !entry.failures.isEmpty { try state.hold(at: last, run) }
      last = RunState.Place(key: entry.pair.key, mark: mark)
      try run.take(entry.pair, found: entry.judgement)
    }
    run.options.progress.judged.add(Swift.max(0, end - emitted), ordering: .relaxed)
    emitted = Swift.max(emitted, end)
  }

  /// Hands the looks of a part on; what needs no look is the merge's.
  private mutating func handOn(
    to writer: PartWriter, _ run: inout PairRun
  ) throws(MirrorError) {
    for open in open {
      guard let planned = open.planned else { continue }
      let result = waiting[open.number]
      run.result.totals.add(
        result.judgement, dataset: nil, year: nil, size: result.pair.mirror?.size)
      try writer.add(LookLine(result, before: planned.before, item: planned.item))
    }
    collided = []
    run.options.progress.judged.add(waiting.count, ordering: .relaxed)
  }
}
