/// How regular starts are.
struct StartCadence {
  /// The share of the distances between starts that are as long as the median one.
  let share: Double

  /// Measures starts.
  ///
  /// - Parameter times: The starts in microseconds, in any order.
  init(_ times: [Int64]) {
    let sorted = Set(times).sorted()
    let distances = zip(sorted, sorted.dropFirst()).map { $1 - $0 }.sorted()
    guard !distances.isEmpty else {
      share = 0
      return
    }
    let median = distances[distances.count / 2]
    // Months and years have different lengths.
    let like = distances.count { abs($0 - median) <= median / 10 }
    share = Double(like) / Double(distances.count)
  }
}
