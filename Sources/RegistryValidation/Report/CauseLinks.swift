/// Finds findings that are likely consequences of others, so one fault gives one headline.
struct CauseLinks {
  /// For each rule, the rules that may cause its findings on the same dataset, the likeliest first.
  private let causes: [String: [String]]
  private let allCauses: Set<String>

  /// Takes the causes that the rules name.
  init(_ book: RuleBook) {
    let rules = book.rules.lazy.filter { !$0.causes.isEmpty }
    causes = Dictionary(rules.map { ($0.code, $0.causes) }, uniquingKeysWith: { $1 })
    allCauses = Set(causes.values.joined())
  }

  /// Writes the fingerprint of the cause into each consequence among findings of one target.
  func link(_ reporters: inout ArraySlice<FileReporter>) {
    var first: [String: String] = [:]
    let all = reporters.lazy.flatMap(\.findings).filter { allCauses.contains($0.rule) }
    for finding in Report.sorted(Array(all)) {
      let key = finding.rule + (finding.dataset ?? "")
      if first[key] == nil { first[key] = finding.fingerprint }
    }
    guard !first.isEmpty else { return }
    for index in reporters.indices {
      reporters[index].change { finding in
        guard let causes = causes[finding.rule] else { return }
        let dataset = finding.dataset ?? ""
        finding.causedBy = causes.lazy.compactMap { first[$0 + dataset] }.first
      }
    }
  }
}
