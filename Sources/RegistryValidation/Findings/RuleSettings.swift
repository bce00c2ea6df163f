public import Patterns
public import SharedCloudRegistry

/// The severity of each rule: the profile, changes by the configuration, and suppressions.
public struct RuleSettings: Sendable, Hashable {
  /// Other severities for some datasets or files.
  public struct Override: Sendable, Hashable {
    /// Patterns for the ids of its datasets; empty for all.
    public var datasets: [GlobPattern]
    /// Patterns for the keys of its files; empty for all.
    public var paths: [GlobPattern]
    /// The severities by code; nil for off.
    public var severities: [String: Severity?]

    /// Makes an override.
    ///
    /// - Parameters:
    ///   - datasets: Patterns for the ids of its datasets; empty for all.
    ///   - paths: Patterns for the keys of its files; empty for all.
    ///   - severities: The severities by code; nil for off.
    public init(
      datasets: [GlobPattern] = [], paths: [GlobPattern] = [], severities: [String: Severity?]
    ) {
      self.datasets = datasets
      self.paths = paths
      self.severities = severities
    }
  }

  /// The severity of each rule that is on, before overrides.
  public private(set) var severities: [String: Severity]
  /// Why rules are off, by code.
  public private(set) var reasonsOff: [String: String] = [:]
  /// Other severities for some datasets or files; the last match wins.
  public private(set) var overrides: [Override] = []
  /// The suppressions.
  public private(set) var suppressions: [Suppression] = []
  /// The numbers of the expired suppressions.
  public private(set) var expired: Set<Int> = []
  /// The options that differ from their defaults, by code and name, in the unit of their kind.
  public private(set) var options: [String: [String: Int]] = [:]
  private var overridesByRule: [String: [Int]] = [:]
  private var suppressionsByRule: [String: [Int]] = [:]

  /// Starts with the severities of a profile.
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
  ///   - source: The origin, such as the name of the configuration file.
  public mutating func set(_ severity: Severity?, for code: String, by source: String) {
    severities[code] = severity
    reasonsOff[code] = severity == nil ? "off in \(source)" : nil
  }

  /// Sets an option of a rule.
  ///
  /// - Parameters:
  ///   - option: The name of the option.
  ///   - code: The code of the rule.
  ///   - value: The value, in the unit of the option's kind.
  public mutating func set(_ option: String, of code: String, to value: Int) {
    options[code, default: [:]][option] = value
  }

  /// Adds an override, which wins over earlier ones.
  ///
  /// - Parameter override: The override.
  public mutating func add(_ override: Override) {
    for (code, severity) in override.severities {
      overridesByRule[code, default: []].append(overrides.count)
      // A rule that is on anywhere has input.
      if severity != nil { reasonsOff[code] = nil }
    }
    overrides.append(override)
  }

  /// Adds a suppression.
  ///
  /// - Parameters:
  ///   - suppression: The suppression.
  ///   - now: The current time, which decides whether it has expired.
  public mutating func suppress(_ suppression: Suppression, at now: SCRTime?) {
    if suppression.hasExpired(at: now) {
      expired.insert(suppressions.count)
    } else {
      suppressionsByRule[suppression.rule, default: []].append(suppressions.count)
    }
    suppressions.append(suppression)
  }

  /// Whether patterns match a name; no patterns match everything.
  static func covers(_ patterns: [GlobPattern], name: String?) -> Bool {
    if patterns.isEmpty { return true }
    guard let name else { return false }
    return patterns.contains { $0.matches(name) }
  }
}

// MARK: - Rulings

extension RuleSettings {
  /// The severity of a finding, and its suppression.
  struct Ruling: Sendable, Hashable {
    /// The severity.
    var severity: Severity
    /// The number of the suppression that matches it.
    var suppression: Int?
  }

  /// The settings of one rule in one file, for any dataset.
  ///
  /// A catalog has findings on many datasets; its path is matched only once.
  struct FileRule: Sendable, Hashable {
    /// The severity if no override matches; nil for off.
    fileprivate var severity: Severity?
    /// The numbers of the overrides that may match, the last first.
    fileprivate var overrides: [Int]
    /// The numbers of the suppressions that may match.
    fileprivate var suppressions: [Int]
  }

  /// Whether a rule may have findings in a file.
  func isOn(_ rule: RuleID, inFile key: String) -> Bool {
    if severities[rule.code] != nil { return true }
    return overridesByRule[rule.code]?.contains { number in
      overrides[number].severities[rule.code].flatMap(\.self) != nil
        && Self.covers(overrides[number].paths, name: key)
    } ?? false
  }

  /// Finds the settings of a rule that may apply in a file.
  ///
  /// - Parameters:
  ///   - code: The code of the rule.
  ///   - key: The key of the file in its bucket.
  /// - Returns: The settings for that file.
  func rule(_ code: String, inFile key: String) -> FileRule {
    FileRule(
      severity: severities[code],
      overrides: overridesByRule[code]?.reversed().filter {
        Self.covers(overrides[$0].paths, name: key)
      } ?? [],
      suppressions: suppressionsByRule[code]?.filter {
        Self.covers(suppressions[$0].paths, name: key)
      } ?? [])
  }

  /// Decides on a finding; nil if its rule is off there.
  ///
  /// - Parameters:
  ///   - code: The code of the rule.
  ///   - rule: The settings of the rule in the file.
  ///   - dataset: The id of the dataset concerned.
  /// - Returns: The severity, and the suppression that matches.
  func ruling(on code: String, by rule: FileRule, dataset: String?) -> Ruling? {
    let override = override(in: rule, dataset: dataset)
    let severity = override.map { overrides[$0].severities[code].flatMap(\.self) } ?? rule.severity
    guard let severity else { return nil }
    let suppression = rule.suppressions.first {
      Self.covers(suppressions[$0].datasets, name: dataset)
    }
    return Ruling(severity: severity, suppression: suppression)
  }

  /// Finds the override for a dataset; nil if none exists.
  func override(in rule: FileRule, dataset: String?) -> Int? {
    rule.overrides.first { Self.covers(overrides[$0].datasets, name: dataset) }
  }

  /// Decides on a finding; nil if its rule is off there.
  ///
  /// - Parameters:
  ///   - code: The code of the rule.
  ///   - dataset: The id of the dataset concerned.
  ///   - key: The key of the file in its bucket.
  /// - Returns: The severity, and the suppression that matches.
  func ruling(on code: String, dataset: String?, key: String) -> Ruling? {
    ruling(on: code, by: rule(code, inFile: key), dataset: dataset)
  }
}
