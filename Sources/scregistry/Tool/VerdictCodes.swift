internal import RegistryPublishing
internal import RegistryValidation

extension Report {
  /// The exit code of the verdict.
  var exitCode: Int32 { verdict.exitCode }
}

extension Report.Verdict {
  /// The exit code of this verdict.
  var exitCode: Int32 {
    switch self {
    case .noViolations: 0
    case .violations: 1
    case .undetermined: 3
    }
  }
}

extension RegistryCheck.Verdict {
  /// The exit code of this verdict.
  var exitCode: Int32 {
    switch self {
    case .agrees: 0
    case .differs: 1
    case .undetermined: 3
    }
  }
}
