package import RegistryValidation

/// What a run does with a baseline.
package enum BaselineTreatment: Sendable {
  /// Nothing: there is no baseline.
  case none
  /// Known findings do not count.
  case compare(Baseline)
  /// The findings of the run become known; entries that were not checked stay.
  ///
  /// Syntax errors and rules that were not evaluated are only accepted if that is forced, since they
  /// can hide findings. The present content is nil for a new file.
  case update(Baseline?, name: String, isForced: Bool)
}

/// What a run with a baseline gives.
package struct BaselineOutcome: Sendable {
  /// The report, compared with the baseline.
  package var report: Report
  /// The baseline to write; nil if it is unchanged, refused, or not to be updated.
  package var update: Baseline?
  /// Why the update is refused, in one line each.
  package var objections: [String] = []
}

extension Validator {
  /// Checks targets, and compares the findings with a baseline or makes a new one of them.
  ///
  /// - Parameters:
  ///   - targets: The targets.
  ///   - treatment: What to do with the baseline.
  /// - Returns: The report and the new baseline.
  /// - Throws: ``TargetError`` if a target does not exist or its kind can't be detected.
  package func run(
    _ targets: [String], baseline treatment: BaselineTreatment
  ) async throws(TargetError) -> BaselineOutcome {
    switch treatment {
    case .none:
      return BaselineOutcome(report: try await validate(targets))
    case .compare(let baseline):
      return BaselineOutcome(report: try await validate(targets, besides: baseline))
    case .update(let old, let name, let isForced):
      var validator = self
      validator.listedPerRule = Swift.max(options.listedPerRule, Baseline.entriesPerRule)
      let found = try await validator.validate(targets)
      return found.updating(old, name: name, isForced: isForced, listed: options.listedPerRule)
    }
  }
}

extension Report {
  /// Makes the new baseline of a report with all findings.
  fileprivate func updating(
    _ old: Baseline?, name: String, isForced: Bool, listed: Int
  ) -> BaselineOutcome {
    let objections = isForced ? [] : Baseline.objections(to: self, besides: old)
    guard objections.isEmpty else {
      let report = compared(with: old ?? Baseline(name: name), listed: listed)
      return BaselineOutcome(report: report, objections: objections)
    }
    let baseline = Baseline(of: self, keeping: old, name: name)
    let isChanged = old.map { $0.entries != baseline.entries } ?? true
    return BaselineOutcome(
      report: compared(with: baseline, listed: listed), update: isChanged ? baseline : nil)
  }
}
