internal import ObjectStorage
internal import Synchronization

/// Goes through all keys of both sides in order, judges every object, and counts.
struct PairJoin {
  private var join: RecordJoin
  private let assembly: PairAssembly
  private let comparison: ObjectComparison
  private let look: PairLook
  private var collisions = NameCollisions()
  private var waiting: [PairLook.Result] = []
  private var open: [Int] = []
  /// The plainly equal objects that are not yet counted.
  private var matches = MatchCounts()
  /// Objects whose names collide with others'.
  private var collided: [(pair: ObjectPair, other: [UInt8])] = []

  /// The number of objects that are judged together.
  private static let chunk = 4096

  private init(_ run: borrowing PairRun) {
    join = RecordJoin(run.streams.map { $0.reader() })
    assembly = run.assembly
    comparison = ObjectComparison(required: run.options.required)
    look = PairLook(
      source: run.source, mirror: run.mirror, comparison: comparison, keys: run.roots.keys,
      progress: run.options.progress)
  }

  /// Judges all objects.
  ///
  /// - Throws: ``MirrorError`` if keys meet, or a result can't be written.
  static func run(_ run: inout PairRun) async throws(MirrorError) {
    var state = try RunState(run.options.state, of: run)
    if let finished = state.finished {
      run.result.totals = finished.totals
      run.indexes.findings.add(finished.findings)
    }
    run.options.progress.total.store(
      run.streams[PairAssembly.Stream.mirror.rawValue].count, ordering: .relaxed)
    var join = PairJoin(run)
    var isAtEnd = false
    while !isAtEnd {
      isAtEnd = try join.collect(after: state.finished?.key, run)
      try await join.lookCloser(run)
      try join.emit(into: &run)
      try state.note(join.lastKey, run)
    }
    run.failureMessages = join.look.failureMessages
    try state.finish(run)
  }

  /// The key of the last object that was judged.
  private var lastKey: [UInt8]?

  /// Collects some pairs with their judgements by listings.
  ///
  /// - Returns: Whether there are no more.
  private mutating func collect(
    after finished: [UInt8]?, _ run: borrowing PairRun
  ) throws(MirrorError) -> Bool {
    waiting.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    while waiting.count < Self.chunk {
      let group: RecordJoin.Group?
      do throws(StoreError) {
        if finished == nil { try takeMatches(run.passes) }
        group = try join.next()
      } catch {
        throw MirrorError(.output, saying: "\(error)")
      }
      guard let group else { return true }
      if let finished, !finished.lexicographicallyPrecedes(group.key) { continue }
      guard let pair = try assembly.pair(group) else { continue }
      if pair.sourceRow != nil || pair.source != nil, pair.isInScope,
        let other = collisions.take(pair.key[...])
      {
        collided.append((pair, other))
      }
      let judgement = comparison.judge(pair)
      let reads = run.sampled.contains(pair.key)
      if look.isWorthwhile(pair, judgement, reads: reads) { open.append(waiting.count) }
      waiting.append(.init(pair: pair, judgement: judgement))
    }
    return false
  }

  /// Looks closer at the pairs that are open, several at a time.
  private mutating func lookCloser(_ run: borrowing PairRun) async throws(MirrorError) {
    guard !open.isEmpty else { return }
    let (look, sampled) = (look, run.sampled)
    let work = open.map { (number: $0, pair: waiting[$0].pair) }
    let results = await work.parallelMap(width: run.options.jobs) { item in
      (item.number, await look.look(item.pair, reads: sampled.contains(item.pair.key)))
    }
    for (number, result) in results { waiting[number] = result }
  }

  /// Takes objects that are plainly equal, as far as nothing but their number is wanted.
  private mutating func takeMatches(_ passes: MatchPasses?) throws(StoreError) {
    guard let passes else { return }
    while let match = try join.nextMatch(needed: passes.needed, optional: passes.optional) {
      matches.add(match)
      if let other = collisions.take(match.batch.key(match.object)) {
        var pair = ObjectPair(key: Array(match.batch.key(match.object)))
        pair.dataset = match.row.map { Int($0.dataset) }
        collided.append((pair, other))
      }
    }
  }

  private mutating func emit(into run: inout PairRun) throws(MirrorError) {
    matches.move(to: &run.result.totals)
    for (pair, other) in collided { run.note(collision: pair, with: other) }
    collided = []
    for entry in waiting {
      lastKey = entry.pair.key
      try run.take(entry.pair, entry.judgement)
    }
    run.options.progress.judged.add(waiting.count, ordering: .relaxed)
  }
}
