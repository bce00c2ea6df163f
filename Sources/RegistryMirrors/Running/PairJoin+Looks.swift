extension PairJoin {
  /// Prepares a look at a pair, or takes that of a part or of an earlier run.
  ///
  /// - Returns: The pair with its judgement so far.
  mutating func prepareLook(
    at result: LookResult, reads: Bool, _ group: RecordJoin.Group
  ) -> LookResult {
    switch origin {
    case .own:
      guard keepsLooks else {
        open.append(Open(number: waiting.count))
        return result
      }
      let before = LookLine.Before(result.pair, reads: reads)
      if let known = knownLooks.removeValue(forKey: group.key), known.change(to: before) == nil {
        return known.result(for: result.pair)
      }
      open.append(Open(number: waiting.count, planned: (0, before)))
    case .part(let writer, let mirror):
      guard let item = writer.item(of: group.key, ofMirror: mirror) else { return result }
      let before = LookLine.Before(result.pair, reads: reads)
      open.append(Open(number: waiting.count, planned: (item, before)))
    case .parts(let looks, let mirror):
      let entries = group.entries[PairAssembly.Stream.looks.rawValue]
      return looks.result(
        for: result.pair, result.judgement, reads: reads, from: entries, ofMirror: mirror)
    }
    return result
  }

  /// Looks closer at the pairs that are open, several at a time.
  ///
  /// Finished objects are counted as soon as none before them is open. The state also gets the
  /// looks after an open one, so that an interruption in the midst of large objects loses little.
  mutating func lookCloser(
    _ run: inout PairRun, state: inout RunState
  ) async throws(MirrorError) {
    guard !open.isEmpty else { return }
    let (look, sampled, width) = (look, run.sampled, run.options.jobs)
    var failure: MirrorError?
    var unfinished = open.map(\.number)[...]
    var finished = Set<Int>()
    var ahead = Set<Int>()
    await withTaskGroup(of: (Int, LookResult).self) { group in
      var rest = open.makeIterator()
      func startNext() {
        guard !Task.isCancelled, let number = rest.next()?.number else { return }
        let pair = waiting[number].pair
        group.addTask { (number, await look.look(pair, reads: sampled.contains(pair.key))) }
      }
      for _ in 0..<width { startNext() }
      while let (number, result) = await group.next() {
        guard !result.isInterrupted else { continue }
        waiting[number] = result
        finished.insert(number)
        startNext()
        while let first = unfinished.first, finished.remove(first) != nil {
          unfinished.removeFirst()
        }
        guard state.isDue else { continue }
        do throws(MirrorError) {
          try emit(unfinished.first ?? waiting.count, into: &run, state: &state)
          try state.note(last, of: run)
          try state.note(looks(finished.subtracting(ahead)))
          ahead = finished
        } catch {
          failure = error
          group.cancelAll()
          return
        }
      }
    }
    if let failure { throw failure }
    guard Task.isCancelled else {
      if keepsLooks, waiting.contains(where: { !$0.failures.isEmpty }) || state.isHeld {
        try state.note(looks(Set(open.map(\.number)).subtracting(ahead)))
      }
      return
    }
    guard keepsLooks else { throw Self.interruption(of: run) }
    try emit(unfinished.first ?? waiting.count, into: &run, state: &state)
    try state.interrupt(at: last, run)
    try state.note(looks(finished.subtracting(ahead)))
    throw Self.interruption(of: run, ahead: finished.count)
  }

  /// The looks at some of the waiting pairs.
  private func looks(_ numbers: Set<Int>) -> [LookLine] {
    guard !numbers.isEmpty else { return [] }
    return open.compactMap { open in
      // A request that failed is worth another one.
      guard numbers.contains(open.number), let planned = open.planned,
        waiting[open.number].failures.isEmpty
      else { return nil }
      return LookLine(waiting[open.number], before: planned.before, item: planned.item)
    }
  }

  /// The error of an interrupted run.
  ///
  /// - Parameters:
  ///   - run: The run.
  ///   - ahead: The number of objects that are finished after one that is not.
  /// - Returns: The error, with the number of finished objects.
  static func interruption(of run: borrowing PairRun, ahead: Int = 0) -> MirrorError {
    let count = run.result.totals.all.verdicts.values.reduce(ahead, +)
    let rest =
      run.options.state.map { "the same command continues by the state \($0)" }
      ?? "nothing is kept without --state"
    return MirrorError(
      .interrupted,
      saying: "interrupted: \(count) \(count == 1 ? "object is" : "objects are") finished; \(rest)")
  }
}
