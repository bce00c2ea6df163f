/// How times of day that come back from day to day divide the day.
struct DailyCadence {
  /// The distance of the times, if all but the last and first are as far apart; else nil.
  private let step: Int64?
  /// The distance from the last time to the first one of the next day.
  private let rest: Int64
  private let first: Int64
  private let days: Int

  private static let day: Int64 = 86_400

  /// Compares times of day.
  ///
  /// - Parameters:
  ///   - seconds: The different seconds of the day, in order; one at least.
  ///   - days: The number of days.
  init(_ seconds: [Int64], days: Int) {
    let gaps = Set(zip(seconds, seconds.dropFirst()).map { $1 - $0 })
    step = gaps.count == 1 && seconds.count > 2 ? gaps.first : nil
    first = seconds[0]
    rest = Self.day - seconds[seconds.count - 1] + seconds[0]
    self.days = days
  }

  /// Whether they count from the start of the day, and end long before its end: that is a number of
  /// files, or of channels.
  var isCount: Bool {
    guard let step, days >= 3 else { return false }
    return first <= step && rest > step
  }

  /// Whether their distance does not divide the day, though each day begins with the same time.
  var isUneven: Bool {
    guard let step, days >= 3 else { return false }
    return rest < step && Self.day % step != 0
  }
}
