/// How much a finding matters, after profile and configuration.
public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Worth knowing; nothing needs to be done.
  case info
  /// Should be fixed.
  case warning
  /// Must be fixed: the data breaks the spec or can't be used.
  case error

  /// Orders severities from the least to the most serious.
  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// How strongly the spec demands something.
public enum RequirementLevel: String, Sendable, Hashable, CaseIterable {
  /// An absolute requirement.
  case must = "MUST"
  /// Right unless there is a reason.
  case should = "SHOULD"
  /// Allowed; worth knowing.
  case may = "MAY"
  /// Not in the spec: advice.
  case advice = "ADVICE"
}

/// What a rule is based on.
public enum Basis: String, Sendable, Hashable, CaseIterable {
  /// The words of the spec.
  case specText = "spec-text"
  /// A reading of words that are contradictory or unclear.
  case interpretation
  /// Good practice; the spec is silent.
  case bestPractice = "best-practice"
}

/// A set of severities for a purpose; the rules are the same in each.
public enum Profile: String, Sendable, Hashable, CaseIterable {
  /// The letter of the spec.
  case strict
  /// What a provider should fix.
  case `default`
  /// Faults that the largest published bucket has are at most warnings.
  case production
  /// Faults that the Python client 1.3.3 fails on are errors.
  case clientSafe = "client-safe"
  /// Faults that registries of the versions 0.1 to 0.4 have are at most warnings.
  case legacy
}
