/// Finds findings that are likely consequences of others, so one fault gives one headline.
enum CauseLinks {
  /// For each rule, the rules that may cause its findings on the same dataset.
  private static let consequences: [String: [String]] = [
    // The index address is wrong.
    "XRF002": ["DST005", "DST006", "DST004", "DST002", "XRF017", "IDX001", "IDX049"],
    // A stale stop makes later files look out of place.
    "XRF004": ["XRF006", "XRF005"],
    // An invalid time has no known length.
    "IDX028": ["IDX021", "IDX023", "IDX024"],
    "XRF005": ["IDX021", "IDX022", "IDX023"],
    "XRF015": ["IDX028"],
  ]

  /// Writes the fingerprint of the cause into each consequence among findings of one target.
  static func link(_ reporters: inout ArraySlice<FileReporter>) {
    var first: [String: String] = [:]
    let causes = Set(consequences.values.joined())
    let all = reporters.lazy.flatMap(\.findings).filter { causes.contains($0.rule) }
    for finding in Report.sorted(Array(all)) {
      let key = finding.rule + (finding.dataset ?? "")
      if first[key] == nil { first[key] = finding.fingerprint }
    }
    guard !first.isEmpty else { return }
    for index in reporters.indices {
      reporters[index].change { finding in
        guard let causes = consequences[finding.rule] else { return }
        let dataset = finding.dataset ?? ""
        finding.causedBy = causes.lazy.compactMap { first[$0 + dataset] }.first
      }
    }
  }
}
