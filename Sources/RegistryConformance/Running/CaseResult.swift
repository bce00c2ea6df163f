public import RegistryValidation

/// The result of one case.
public struct CaseResult: Sendable {
  /// How a case can end.
  public enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// The answer is as expected, up to the required grade.
    case passed
    /// The answer is not as expected.
    case failed
    /// The adapter skipped it, which is never a pass.
    case skipped
    /// There was no answer.
    case errored
  }

  /// The id.
  public var id: String
  /// The version of the case.
  public var version: Int
  /// What it is about.
  public var description: String
  /// The class.
  public var kind: SuiteCase.Kind
  /// The part of the spec.
  public var area: String
  /// How strongly the spec demands it.
  public var level: RequirementLevel
  /// How certain it is.
  public var status: SuiteCase.Status
  /// The ids of the requirements it is about.
  public var requirements: [String]
  /// The version of the spec that was used.
  public var spec: String
  /// How it ended.
  public var outcome = Outcome.errored
  /// The best grade that the answer reaches; nil if it reaches no grade.
  public var grade: Grade?
  /// The grade up to which it was judged.
  public var wanted: Grade
  /// Why it did not pass.
  public var reasons: [String] = []
  /// The adapter's violation of the protocol; nil if it kept to the protocol.
  public var fault: AdapterFault.Kind?
  /// The last part of the adapter's standard error.
  public var diagnostics = ""
  /// The codes of the findings that it reported, in order.
  public var codes: [String] = []
  /// How long it took.
  public var seconds = 0.0
  /// The entry of its known failure.
  public var known: KnownFailures.Entry?
  /// The command that runs it again.
  public var reproduction = ""

  init(_ one: SuiteCase, spec: String, wanted: Grade) {
    id = one.id
    version = one.version
    description = one.description
    kind = one.kind
    area = one.area
    level = one.level
    status = one.status
    requirements = one.requirements
    self.spec = spec
    self.wanted = wanted
  }

  /// Whether it decides on conformance.
  public var counts: Bool { status == .stable }

  /// Whether its failure is the known one.
  public var failsAsKnown: Bool {
    guard let known, outcome == .failed || outcome == .errored else { return false }
    guard let grade = known.grade, outcome == .failed else { return true }
    // A worse failure than the known one is not known.
    return (self.grade?.rawValue ?? 0) >= grade.rawValue - 1
  }

  /// Whether it failed unexpectedly.
  public var isUnexpected: Bool {
    counts && (outcome == .failed || outcome == .errored) && !failsAsKnown
  }
}
