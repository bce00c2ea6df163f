internal import RegistryValidation

/// The errors of one file in one validation, except disagreements with other files.
struct RunErrors {
  private var counts: [RuleID: Int] = [:]
  private let book: RuleBook

  init(_ run: ValidationRun, in key: String) {
    book = run.validator.rules
    for reporter in run.reporters where reporter.file.key == key {
      for (rule, tally) in reporter.tallies where !rule.comparesFiles {
        counts[rule, default: 0] += tally[.error]
      }
    }
  }

  /// Takes the errors of a report, by code.
  init(_ counts: [String: Int], of book: RuleBook) {
    self.book = book
    for (code, count) in counts {
      guard let rule = RuleID(code: code), !rule.comparesFiles else { continue }
      self.counts[rule] = count
    }
  }

  /// Whether there are more errors later, none of which was hidden before.
  func isWorse(in later: RunErrors) -> Bool {
    let hidden = counts.keys.reduce(into: Set<String>()) { hidden, rule in
      hidden.formUnion(book[rule]?.hides ?? [])
    }
    return later.sum(without: hidden) > sum(without: hidden)
  }

  /// The rules that have more errors later.
  func newCodes(in later: RunErrors) -> String {
    later.counts.filter { $0.value > counts[$0.key, default: 0] }.keys.map(\.code).sorted()
      .joined(separator: ", ")
  }

  /// The number of errors, except those of hidden rules.
  private func sum(without hidden: Set<String>) -> Int {
    if hidden.contains(Rule.everything) { return 0 }
    return counts.filter { !hidden.contains($0.key.code) }.values.reduce(0, +)
  }
}
