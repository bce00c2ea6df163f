public import SharedCloudRegistry

/// How much each rule matters, where: the profile, what the configuration changes, and what it
/// suppresses.
public struct RuleSettings: Sendable, Hashable {
  /// Other severities for some datasets or files.
  public struct Override: Sendable, Hashable {
    /// The ids of datasets it is for; empty for all.
    public var datasets: [GlobPattern]
    /// The files it is for, as keys in their bucket; empty for all.
    public var paths: [GlobPattern]
    /// The severities by code; nil for off.
    public var severities: [String: Severity?]

    /// Makes an override.
    ///
    /// - Parameters:
    ///   - datasets: The ids of datasets it is for; empty for all.
    ///   - paths: The files it is for; empty for all.
    ///   - severities: The severities by code; nil for off.
    public init(
      datasets: [GlobPattern] = [], paths: [GlobPattern] = [], severities: [String: Severity?]
    ) {
      self.datasets = datasets
      self.paths = paths
      self.severities = severities
    }
  }

  /// What becomes of a finding.
  struct Ruling: Sendable, Hashable {
    /// How much it matters.
    var severity: Severity
    /// The number of the suppression that hits it.
    var suppression: Int?
  }

  /// The severity of each rule that is on, before overrides.
  public private(set) var severities: [String: Severity]
  /// Why rules are off, by code.
  public private(set) var reasonsOff: [String: String] = [:]
  /// Other severities for some datasets or files; the last that fits wins.
  public var overrides: [Override] = []
  /// What doesn't count, and why.
  public private(set) var suppressions: [Suppression] = []
  /// The numbers of the suppressions that work no longer.
  public private(set) var expired: Set<Int> = []
  private var suppressionsByRule: [String: [Int]] = [:]

  /// Takes the severities of a profile.
  ///
  /// - Parameters:
  ///   - profile: The profile.
  ///   - book: The rules.
  public init(_ profile: Profile, of book: RuleBook) {
    severities = Dictionary(
      book.rules.compactMap { rule in rule.severities[profile].map { (rule.code, $0) } },
      uniquingKeysWith: { first, _ in first })
    for rule in book.rules where severities[rule.code] == nil {
      reasonsOff[rule.code] = "off in profile \(profile.rawValue)"
    }
  }

  /// Sets the severity of a rule everywhere.
  ///
  /// - Parameters:
  ///   - severity: The severity; nil to turn the rule off.
  ///   - code: The code of the rule.
  ///   - source: What sets it, such as the name of the configuration file.
  public mutating func set(_ severity: Severity?, for code: String, by source: String) {
    severities[code] = severity
    reasonsOff[code] = severity == nil ? "off in \(source)" : nil
  }

  /// Adds a suppression.
  ///
  /// - Parameters:
  ///   - suppression: The suppression.
  ///   - now: The present time, from which follows whether it works still.
  public mutating func suppress(_ suppression: Suppression, at now: SCRTime?) {
    if suppression.hasExpired(at: now) {
      expired.insert(suppressions.count)
    } else {
      suppressionsByRule[suppression.rule, default: []].append(suppressions.count)
    }
    suppressions.append(suppression)
  }

  /// Tells whether a rule may have findings in a file.
  func isOn(_ code: String, inFile key: String) -> Bool {
    if severities[code] != nil { return true }
    return overrides.contains { $0.severities[code] != nil && Self.covers($0.paths, key) }
  }

  /// Decides on a finding; nil if its rule is off there.
  ///
  /// - Parameters:
  ///   - code: The code of the rule.
  ///   - dataset: The id of the dataset concerned.
  ///   - key: The file, as a key in its bucket.
  /// - Returns: The severity, and the suppression that hits it.
  func ruling(on code: String, dataset: String?, key: String) -> Ruling? {
    var severity = severities[code]
    for override in overrides {
      guard let other = override.severities[code], Self.covers(override.paths, key),
        Self.covers(override.datasets, dataset)
      else { continue }
      severity = other
    }
    guard let severity else { return nil }
    let suppression = suppressionsByRule[code]?.first { number in
      Self.covers(suppressions[number].paths, key)
        && Self.covers(suppressions[number].datasets, dataset)
    }
    return Ruling(severity: severity, suppression: suppression)
  }

  /// Tells whether patterns cover a name; no patterns cover everything.
  static func covers(_ patterns: [GlobPattern], _ name: String?) -> Bool {
    if patterns.isEmpty { return true }
    guard let name else { return false }
    return patterns.contains { $0.matches(name) }
  }
}
