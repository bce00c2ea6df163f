/// How far the starts of consecutive rows are apart, in steps of an eighth of a power of two.
///
/// The step that has the median knows its number and sum, so the median of a regular cadence is
/// exact; otherwise it is right to six per cent. A row that starts before the previous one has no
/// distance from it.
package struct DistanceBins: Sendable, Hashable {
  /// The number of distances of a second or more.
  package private(set) var count = 0
  /// The number of rows that start in the same second as the row before.
  package private(set) var same = 0
  /// The number and the sum of the distances of each step; empty without any.
  private var steps: [Step] = []

  /// The distances of one step.
  private struct Step: Sendable, Hashable {
    var count = 0
    var sum = 0
  }

  /// The number of steps: eight for each bit of a distance of up to 35,000 years.
  private static let limit = 39 * 8

  /// Knows no row.
  package init() {}

  /// Restores distances.
  ///
  /// - Parameters:
  ///   - steps: The number and the sum of the distances of each step that has any.
  ///   - same: The number of rows that start in the same second as the row before.
  package init(steps: [(step: Int, count: Int, sum: Int)], same: Int) {
    self.same = same
    if !steps.isEmpty { self.steps = [Step](repeating: Step(), count: Self.limit) }
    for (step, count, sum) in steps where self.steps.indices.contains(step) {
      self.steps[step].count += count
      self.steps[step].sum += sum
      self.count += count
    }
  }

  /// The number and the sum of the distances of each step that has any.
  package var nonEmptySteps: [(step: Int, count: Int, sum: Int)] {
    steps.indices.filter { steps[$0].count > 0 }
      .map { (step: $0, count: steps[$0].count, sum: steps[$0].sum) }
  }

  /// Counts a distance in seconds; negative ones do not count.
  @inline(__always)
  package mutating func add(_ seconds: Int) {
    guard seconds > 0 else {
      if seconds == 0 { same &+= 1 }
      return
    }
    if steps.isEmpty { steps = [Step](repeating: Step(), count: Self.limit) }
    let step = Self.step(of: seconds)
    steps[step].count &+= 1
    steps[step].sum &+= seconds
    count &+= 1
  }

  /// Counts other distances.
  package mutating func add(_ other: DistanceBins) {
    same += other.same
    guard other.count > 0 else { return }
    if steps.isEmpty { steps = [Step](repeating: Step(), count: Self.limit) }
    for step in other.steps.indices {
      steps[step].count += other.steps[step].count
      steps[step].sum += other.steps[step].sum
    }
    count += other.count
  }

  /// The distance that half of those of a second or more do not exceed; nil without any.
  package var median: Int? {
    var seen = 0
    for step in steps {
      seen += step.count
      if seen * 2 >= count, step.count > 0 { return (step.sum + step.count / 2) / step.count }
    }
    return nil
  }

  @inline(__always)
  private static func step(of seconds: Int) -> Int {
    guard seconds >= 8 else { return seconds }
    let bit = 63 - seconds.leadingZeroBitCount
    return Swift.min((bit - 2) * 8 + (seconds >> (bit - 3) & 7), limit - 1)
  }
}
