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
    var first: [Place: String] = [:]
    var rulesOnRows: Set<String> = []
    let all = reporters.lazy.flatMap(\.findings).filter { allCauses.contains($0.rule) }
    for finding in Report.sorted(Array(all)) {
      if finding.location.row != nil { rulesOnRows.insert(finding.rule) }
      for place in [Place(finding.rule, dataset: finding), Place(finding.rule, row: finding)]
      where first[place] == nil {
        first[place] = finding.fingerprint
      }
    }
    guard !first.isEmpty else { return }
    for index in reporters.indices {
      reporters[index].change { finding in
        guard causes[finding.rule] != nil else { return }
        finding.causedBy = cause(of: finding, among: first, onRows: rulesOnRows)
      }
    }
  }

  /// The likeliest cause of a finding; that of a finding on a row is on the same row.
  private func cause(
    of finding: Finding, among first: [Place: String], onRows rules: Set<String>
  ) -> String? {
    for cause in causes[finding.rule] ?? [] {
      let place =
        finding.location.row != nil && rules.contains(cause)
        ? Place(cause, row: finding) : Place(cause, dataset: finding)
      if let fingerprint = first[place] { return fingerprint }
    }
    return nil
  }

  /// A rule with what its finding is about: a dataset, or a line of a file.
  private struct Place: Hashable {
    let rule: String
    let about: String
    let line: Int?

    init(_ rule: String, dataset finding: Finding) {
      (self.rule, about, line) = (rule, finding.dataset ?? "", nil)
    }

    init(_ rule: String, row finding: Finding) {
      let location = finding.location
      (self.rule, about, line) = (rule, location.uri, location.line ?? location.row ?? 0)
    }
  }
}
