/// The number of findings, by how they count.
public struct Tally: Sendable, Hashable {
  /// Findings that count, by severity.
  public private(set) var active: [Severity: Int] = [:]
  /// Findings that the configuration suppresses.
  public var suppressed = 0
  /// Findings that the baseline has.
  public var known = 0
  /// Findings that count and that have a safe fix.
  public var safeFixes = 0
  /// Findings that count and that have an unsafe fix.
  public var unsafeFixes = 0

  /// Creates a tally of nothing.
  public init() {}

  /// All findings, however they count.
  public var total: Int { active.values.reduce(suppressed + known, +) }

  /// The findings that count.
  public var activeTotal: Int { active.values.reduce(0, +) }

  /// The number of findings of a severity that count.
  public subscript(severity: Severity) -> Int {
    get { active[severity, default: 0] }
    set { active[severity] = newValue == 0 ? nil : newValue }
  }

  /// Adds another tally.
  public mutating func add(_ other: Tally) {
    for (severity, count) in other.active { self[severity] += count }
    suppressed += other.suppressed
    known += other.known
    safeFixes += other.safeFixes
    unsafeFixes += other.unsafeFixes
  }

  /// Counts a fix of some findings that count.
  ///
  /// - Parameters:
  ///   - safety: Whether the fix is safe; nil without a fix.
  ///   - count: The number of findings; negative if they do not count any more.
  package mutating func add(_ safety: Fix.Safety?, count: Int = 1) {
    switch safety {
    case .safe: safeFixes += count
    case .unsafe: unsafeFixes += count
    case nil: break
    }
  }

  /// Takes the larger of each number, for two tallies of the same findings.
  package mutating func formUnion(_ other: Tally) {
    for severity in Severity.allCases {
      self[severity] = Swift.max(self[severity], other[severity])
    }
    suppressed = Swift.max(suppressed, other.suppressed)
    known = Swift.max(known, other.known)
    safeFixes = Swift.max(safeFixes, other.safeFixes)
    unsafeFixes = Swift.max(unsafeFixes, other.unsafeFixes)
  }
}
