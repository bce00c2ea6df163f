public import Patterns
public import SharedCloudRegistry

/// An entry of the configuration: findings that don't count, with a reason and an expiry date.
public struct Suppression: Sendable, Hashable {
  /// The code of the rule.
  public var rule: String
  /// Patterns for the ids of its datasets; empty for all.
  public var datasets: [GlobPattern]
  /// Patterns for the keys of its files; empty for all.
  public var paths: [GlobPattern]
  /// Why the findings don't count.
  public var reason: String
  /// The person responsible.
  public var owner: String?
  /// The first day on which it has expired, as `yyyy-mm-dd`; nil for never.
  public var expires: String?
  /// Its place in the configuration file.
  public var location: Location

  /// The facts about its suppression that a finding carries.
  public struct Note: Sendable, Hashable {
    /// Why the finding doesn't count.
    public var reason: String
    /// The person responsible.
    public var owner: String?
    /// The first day on which it counts again, as `yyyy-mm-dd`.
    public var expires: String?

    /// Makes a note.
    ///
    /// - Parameters:
    ///   - reason: Why the finding doesn't count.
    ///   - owner: The person responsible.
    ///   - expires: The first day on which it counts again.
    public init(reason: String, owner: String? = nil, expires: String? = nil) {
      self.reason = reason
      self.owner = owner
      self.expires = expires
    }
  }

  /// Makes a suppression.
  ///
  /// - Parameters:
  ///   - rule: The code of the rule.
  ///   - reason: Why the findings don't count.
  ///   - datasets: Patterns for the ids of its datasets; empty for all.
  ///   - paths: Patterns for the keys of its files; empty for all.
  ///   - owner: The person responsible.
  ///   - expires: The first day on which it has expired.
  ///   - location: Its place in the configuration file.
  public init(
    rule: String, reason: String, datasets: [GlobPattern] = [], paths: [GlobPattern] = [],
    owner: String? = nil, expires: String? = nil,
    location: Location = Location(uri: "scregistry.yml", key: "scregistry.yml")
  ) {
    self.rule = rule
    self.reason = reason
    self.datasets = datasets
    self.paths = paths
    self.owner = owner
    self.expires = expires
    self.location = location
  }

  /// The facts that findings carry.
  var note: Note { Note(reason: reason, owner: owner, expires: expires) }

  /// Whether it has expired.
  ///
  /// - Parameter now: The current time; nil to ignore it.
  /// - Returns: Whether it has expired.
  public func hasExpired(at now: SCRTime?) -> Bool {
    guard let expires, let now else { return false }
    return now.text.prefix(10) >= expires
  }
}
