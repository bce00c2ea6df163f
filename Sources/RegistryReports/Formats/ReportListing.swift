public import RegistryValidation

extension Report {
  /// The report with fewer findings listed; all are counted.
  ///
  /// - Parameter limit: The number of findings to list of a rule in a file, for each of those that
  ///   count, that the baseline knows and that are suppressed.
  /// - Returns: The shorter report.
  public func listing(atMost limit: Int) -> Report {
    var parts = parts
    var counts: [[String]: Int] = [:]
    parts.findings = parts.findings.filter { finding in
      let standing = "\(RuleInFile.Standing(of: finding))"
      let place = [finding.countingFile, finding.rule, standing]
      counts[place, default: 0] += 1
      return counts[place, default: 0] <= limit
    }
    return Report(parts)
  }
}
