/// The inputs that the rules were able to check.
public struct Coverage: Sendable, Hashable {
  /// The number of checked inputs by scope.
  public private(set) var inputs: [Rule.Scope: Int] = [:]
  /// Why inputs of a scope could not be checked.
  public private(set) var obstacles: [Rule.Scope: Set<String>] = [:]
  /// Why single rules could not be evaluated, by code.
  public private(set) var ruleObstacles: [String: String] = [:]
  /// The obstacles that leave a run complete, such as an optional document that may be absent.
  public private(set) var tolerated: Set<String> = []
  /// Why a scope was skipped on purpose.
  public private(set) var exclusions: [Rule.Scope: String] = [:]
  /// The number of data rows read.
  public var rows = 0
  /// The number of data objects compared with rows.
  public var objects = 0
  /// The number of bytes read.
  public var bytes = 0
  /// The number of files read: documents and index files.
  public var files = 0
  /// The number of index files read.
  public var indexFiles: Int { inputs[.index, default: 0] }

  /// Creates a record of nothing.
  public init() {}

  /// Counts inputs that were checked.
  package mutating func note(_ scope: Rule.Scope, count: Int = 1) {
    inputs[scope, default: 0] += count
  }

  /// Notes that inputs of some scopes could not be checked.
  package mutating func obstruct(_ scopes: [Rule.Scope], because reason: String) {
    for scope in scopes { obstacles[scope, default: []].insert(reason) }
  }

  /// Notes that a single rule could not be evaluated.
  package mutating func obstruct(rule code: String, because reason: String) {
    ruleObstacles[code] = Swift.min(reason, ruleObstacles[code] ?? reason)
  }

  /// Notes that a single rule could not be evaluated.
  mutating func obstruct(rule: RuleID, because reason: String) {
    obstruct(rule: rule.code, because: reason)
  }

  /// Notes that some inputs could not be checked, which leaves the run complete.
  package mutating func tolerate(
    _ scopes: [Rule.Scope], rules: [RuleID] = [], because reason: String
  ) {
    tolerated.insert(reason)
    obstruct(scopes, because: reason)
    for rule in rules { obstruct(rule: rule, because: reason) }
  }

  /// Notes that an obstacle leaves a run complete.
  package mutating func tolerate(reason: String) { tolerated.insert(reason) }

  /// Whether every applicable rule was evaluated on all of its input.
  var isComplete: Bool {
    obstacles.values.allSatisfy(tolerated.isSuperset)
      && tolerated.isSuperset(of: ruleObstacles.values)
  }

  /// Notes that scopes were skipped on purpose.
  package mutating func exclude(_ scopes: [Rule.Scope], because reason: String) {
    for scope in scopes { exclusions[scope] = reason }
  }

  /// Changes the words of all reasons.
  mutating func rewriteReasons(_ rewrite: (String) -> String) {
    obstacles = obstacles.mapValues { Set($0.map(rewrite)) }
    ruleObstacles = ruleObstacles.mapValues(rewrite)
    exclusions = exclusions.mapValues(rewrite)
  }

  /// Adds the coverage of another part of the run.
  package mutating func add(_ other: Coverage) {
    for (scope, count) in other.inputs { note(scope, count: count) }
    for (scope, reasons) in other.obstacles { obstacles[scope, default: []].formUnion(reasons) }
    for (code, reason) in other.ruleObstacles { obstruct(rule: code, because: reason) }
    exclusions.merge(other.exclusions) { first, _ in first }
    tolerated.formUnion(other.tolerated)
    rows += other.rows
    objects += other.objects
    bytes += other.bytes
    files += other.files
  }

  /// The outcome of one rule.
  public struct RuleOutcome: Sendable, Hashable {
    /// The four outcomes.
    public enum Outcome: String, Sendable, Hashable {
      /// All inputs comply.
      case pass
      /// At least one input breaks the rule.
      case fail
      /// There was no input, or it was skipped on purpose.
      case notApplicable = "not-applicable"
      /// Some input could not be checked.
      case notEvaluated = "not-evaluated"
    }
    /// The code of the rule.
    public var rule: String
    /// The outcome.
    public var outcome: Outcome
    /// The number of inputs checked.
    public var inputs: Int
    /// Why it was not evaluated on some or any input.
    public var reason: String?
  }

  /// Returns the outcome of each rule.
  ///
  /// - Parameters:
  ///   - rules: The rules.
  ///   - counts: The number of findings by rule.
  ///   - reasonsOff: Why rules are off, by code; those are not applicable.
  /// - Returns: An outcome for every rule, in the order given.
  package func outcomes(
    of rules: [Rule], counts: [String: Int], reasonsOff: [String: String]
  ) -> [RuleOutcome] {
    rules.map { rule in
      let count = inputs[rule.scope] ?? 0
      let obstacle = obstacles[rule.scope]?.min() ?? ruleObstacles[rule.code]
      if counts[rule.code, default: 0] > 0 {
        return RuleOutcome(rule: rule.code, outcome: .fail, inputs: count, reason: obstacle)
      }
      if let reason = reasonsOff[rule.code] {
        return RuleOutcome(rule: rule.code, outcome: .notApplicable, inputs: 0, reason: reason)
      }
      if let obstacle {
        return RuleOutcome(
          rule: rule.code, outcome: .notEvaluated, inputs: count, reason: obstacle)
      }
      guard count > 0 else {
        return RuleOutcome(
          rule: rule.code, outcome: .notApplicable, inputs: 0,
          reason: exclusions[rule.scope] ?? "no \(rule.scope.rawValue) among the targets")
      }
      return RuleOutcome(rule: rule.code, outcome: .pass, inputs: count, reason: nil)
    }
  }
}

/// Something the run could not do; never a violation.
public struct Notice: Sendable, Hashable {
  /// The kinds of problems, by their codes.
  enum Kind: String, CaseIterable {
    /// A file or directory could not be read.
    case unreadable = "NET001"
    /// An index directory is in no copy that was given.
    case outsideTree = "NET002"
    /// It is not known which objects exist.
    case objectsUnknown = "NET003"
    /// It may be absent or forbidden, which leaves a run complete.
    case absentOrForbidden = "NET004"
    /// An address does not tell its bucket.
    case unknownBucket = "NET005"
    /// There are more faults than are counted.
    case uncountedFaults = "INT002"
  }

  /// The kind of problem: `NET…` reading, `INT…` a limit of scregistry.
  public var code: String
  /// What happened.
  public var message: String
  /// The file or address concerned.
  public var uri: String?
  /// Whether a retry may help.
  public var isTransient: Bool

  /// Makes a notice of a kind that the program knows.
  init(_ kind: Kind, _ message: String, uri: String? = nil, isTransient: Bool = false) {
    self.init(kind.rawValue, message, uri: uri, isTransient: isTransient)
  }

  /// Makes a notice.
  ///
  /// - Parameters:
  ///   - code: The kind of problem.
  ///   - message: What happened.
  ///   - uri: The file or address concerned.
  ///   - isTransient: Whether a retry may help.
  public init(_ code: String, _ message: String, uri: String? = nil, isTransient: Bool = false) {
    self.code = code
    self.message = message
    self.uri = uri
    self.isTransient = isTransient
  }
}
