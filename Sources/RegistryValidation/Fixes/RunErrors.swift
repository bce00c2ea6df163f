/// The errors of one file in one validation, except disagreements with other files.
struct RunErrors {
  private var counts: [String: Int] = [:]

  init(_ run: ValidationRun, _ key: String) {
    for reporter in run.reporters where reporter.file.key == key {
      for (code, tally) in reporter.tallies where !code.hasPrefix("XRF") {
        counts[code, default: 0] += tally[.error]
      }
    }
  }

  init(_ counts: [String: Int]) { self.counts = counts.filter { !$0.key.hasPrefix("XRF") } }

  /// The rules that can't check a row whose times can't be read.
  private static let behindTimes: Set = ["IDX014", "IDX015", "IDX017"]

  /// Whether there are more errors later, none of which was hidden before.
  func isWorse(in later: RunErrors) -> Bool {
    guard counts["SYN001"] == nil, counts["SYN006"] == nil else { return false }
    let hidesTimes = ["IDX021", "IDX022", "IDX023", "IDX024"].contains { counts[$0] != nil }
    return later.sum(withTimes: !hidesTimes) > sum(withTimes: !hidesTimes)
  }

  /// The rules that have more errors later.
  func newCodes(in later: RunErrors) -> String {
    later.counts.filter { $0.value > counts[$0.key, default: 0] }.keys.sorted()
      .joined(separator: ", ")
  }

  private func sum(withTimes: Bool) -> Int {
    counts.filter { withTimes || !Self.behindTimes.contains($0.key) }.values.reduce(0, +)
  }
}
