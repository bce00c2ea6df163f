public import RegistryValidation

extension Validator {
  /// Checks targets, and marks the findings that a baseline has.
  ///
  /// - Parameters:
  ///   - targets: Directories that hold a copy of a bucket, files, or `-` for standard input.
  ///   - baseline: The known findings.
  /// - Returns: The report, in which known findings don't count.
  /// - Throws: ``TargetError`` if a target does not exist or its kind can't be detected.
  public func validate(
    _ targets: [String], besides baseline: Baseline
  ) async throws(TargetError) -> Report {
    var validator = self
    validator.options.listMore(for: baseline)
    let report = try await validator.validate(targets)
    return report.compared(with: baseline, listed: options.listedPerRule)
  }
}

extension Validator.Options {
  /// Lists as many findings more as a baseline has, so that known ones do not hide new ones.
  ///
  /// - Parameter baseline: The baseline that the report will be compared with.
  public mutating func listMore(for baseline: Baseline) {
    extraListings = baseline.extraListings
  }
}
