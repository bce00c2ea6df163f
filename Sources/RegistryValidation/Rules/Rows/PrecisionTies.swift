/// Settles files in which as many times have one precision as another.
enum PrecisionTies {
  /// Writes the findings of such files, by the other files of their datasets.
  ///
  /// - Parameters:
  ///   - jobs: The index files that were checked.
  ///   - outcomes: Their outcomes.
  static func settle(_ jobs: [IndexJob], _ outcomes: inout [IndexJob.Outcome]) {
    var known: [String?: [Int]] = [:]
    var open: [Int] = []
    for (index, outcome) in outcomes.enumerated() {
      guard case .checked(_, let summary) = outcome else { continue }
      if let length = summary.timeLength {
        known[jobs[index].expectation.dataset, default: []].append(length)
      } else if summary.openPrecision != nil {
        open.append(index)
      }
    }
    for index in open {
      guard case .checked(var reporter, var summary) = outcomes[index] else { continue }
      let others = known[jobs[index].expectation.dataset] ?? []
      summary.timeLength = summary.openPrecision?.settle(by: others, in: &reporter)
      summary.openPrecision = nil
      outcomes[index] = .checked(reporter, summary)
    }
  }
}
