import RegistryReports

@testable import RegistryReports
@testable import RegistryValidation

extension Validator {
  /// Checks targets in memory, and marks the findings that a baseline has.
  func validate(
    _ targets: [TargetSource], besides baseline: Baseline?
  ) async throws -> Report {
    guard let baseline else { return try await validate(targets) }
    var validator = self
    validator.options.listMore(for: baseline)
    return try await validator.validate(targets)
      .compared(with: baseline, listed: options.listedPerRule)
  }
}
