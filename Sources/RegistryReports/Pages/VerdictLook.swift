internal import RegistryValidation

extension Report.Verdict {
  /// The verdict as the headline of a page.
  package var headline: String {
    switch self {
    case .noViolations: "No violations"
    case .violations: "Violations found"
    case .undetermined: "Undetermined: some things could not be checked"
    }
  }

  /// How the verdict looks on a page.
  package var look: PageShell.Look {
    switch self {
    case .noViolations: .good
    case .violations: .bad
    case .undetermined: .unsure
    }
  }
}
