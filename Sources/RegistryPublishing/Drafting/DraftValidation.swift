internal import ObjectStorage
package import RegistryValidation
internal import SharedCloudRegistry

extension Publisher {
  /// Checks a draft with the strict rules and those for the Python client.
  ///
  /// Errors become refusals in the plan.
  ///
  /// - Parameter draft: The draft.
  /// - Returns: The report.
  /// - Throws: ``PublishingError`` when it can't be checked.
  @discardableResult
  package func validate(_ draft: inout RegistryDraft) async throws(PublishingError) -> Report {
    try await draft.validate(at: options.now)
  }
}

extension RegistryDraft {
  /// Checks the draft with the strict rules and those for the Python client; errors become refusals
  /// in the plan.
  @discardableResult
  mutating func validate(at now: SCRTime) async throws(PublishingError) -> Report {
    let validator = Validator(publishingAt: now)
    let tree: ObjectTree
    do throws(StoreError) {
      tree = try self.tree()
    } catch {
      throw PublishingError(.write, from: error)
    }
    let report: Report
    do throws(TargetError) {
      report = try await validator.validate(tree, named: plan.destination)
    } catch {
      throw PublishingError(.destination, address: error.target, detail: error.detail)
    }
    try present.checkUnchanged()
    if report.verdict != .noViolations {
      try await confirmPresent()
      let first = report.findings.first { $0.severity == .error }
      let detail = first.map { ", first \($0.rule) at \($0.location.key): \($0.message)" } ?? ""
      plan.refuse(
        unless: .rules, reason: "it would break rules: \(report.verdict.rawValue)\(detail)")
    }
    return report
  }

  /// Checks that the present objects are still as they were read: a mixture of two states may break
  /// rules.
  private func confirmPresent() async throws(PublishingError) {
    for key in kept.sorted() + objects.map(\.key) + [PresentRegistry.catalogName] {
      do throws(StoreError) {
        try await present.observed.confirm(present.key(key))
      } catch {
        throw PublishingError(reading: error)
      }
    }
  }
}
