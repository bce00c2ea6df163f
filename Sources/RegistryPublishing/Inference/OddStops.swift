/// Names of a group whose stops are before their starts, or are no times.
///
/// A few of them must not hide the stops of all the others.
struct OddStops {
  /// The other keys.
  let group: NameGroup
  /// The keys with such stops.
  let keys: [[UInt8]]

  /// Looks for a stop that nine tenths of the keys allow.
  ///
  /// - Parameters:
  ///   - group: The group.
  ///   - start: The reading of the start.
  ///   - times: The starts of the keys.
  init?(_ group: NameGroup, start: TimeReading, times: [Int64]) {
    guard group.keys.count >= 10, group.leavesDigits(start) else { return nil }
    var seen: Set<TimeReading> = []
    for sample in group.samples {
      guard let starts = start.times(in: sample),
        let found = StopProposal(sample, start: start, times: starts).reading,
        Self.isCertain(found), seen.insert(found).inserted
      else { continue }
      if seen.count == 1, StopProposal(group, start: start, times: times).reading != nil {
        return nil
      }
      let isPossible = group.keys.indices.map { key in
        Self.isStop(key, reading: found, start: start, at: times[key], in: group)
      }
      let count = isPossible.count { $0 }
      guard count < group.keys.count, 10 * count >= 9 * group.keys.count else { continue }
      let others = group.part(of: zip(group.keys, isPossible).filter(\.1).map(\.0))
      guard let times = start.times(in: others),
        let stop = StopProposal(others, start: start, times: times).reading, Self.isCertain(stop)
      else { continue }
      self.group = others
      keys = zip(group.keys, isPossible).filter { !$0.1 }.map(\.0)
      return
    }
    return nil
  }

  /// Whether a stop can't be a counter: it tells a day, or the second.
  private static func isCertain(_ reading: TimeReading) -> Bool {
    !reading.kinds.isDisjoint(with: [.day, .dayOfYear, .second])
  }

  private static func isStop(
    _ key: Int, reading: TimeReading, start: TimeReading, at instant: Int64, in group: NameGroup
  ) -> Bool {
    guard reading.isInRange(key, in: group, isStop: true) else { return false }
    do throws(NamedTime.Fault) {
      let stop = try reading.time(of: key, in: group)
        .end(of: start.time(of: key, in: group), at: instant)
      return stop >= instant
    } catch {
      return false
    }
  }
}
