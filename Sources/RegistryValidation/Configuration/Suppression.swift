public import SharedCloudRegistry

/// An entry of the configuration that makes findings not count, for a reason and for a time.
public struct Suppression: Sendable, Hashable {
  /// The code of the rule.
  public var rule: String
  /// The ids of datasets it is for; empty for all.
  public var datasets: [GlobPattern]
  /// The files it is for, as keys in their bucket; empty for all.
  public var paths: [GlobPattern]
  /// Why the findings don't count.
  public var reason: String
  /// Who answers for it.
  public var owner: String?
  /// The day from which on it works no longer, as `yyyy-mm-dd`; nil for never.
  public var expires: String?
  /// Where it stands in the configuration file.
  public var location: Location

  /// What a finding says of the suppression that hit it.
  public struct Note: Sendable, Hashable {
    /// Why the finding doesn't count.
    public var reason: String
    /// Who answers for that.
    public var owner: String?
    /// The day from which on it counts again, as `yyyy-mm-dd`.
    public var expires: String?

    /// Makes a note.
    ///
    /// - Parameters:
    ///   - reason: Why the finding doesn't count.
    ///   - owner: Who answers for that.
    ///   - expires: The day from which on it counts again.
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
  ///   - datasets: The ids of datasets it is for; empty for all.
  ///   - paths: The files it is for; empty for all.
  ///   - owner: Who answers for it.
  ///   - expires: The day from which on it works no longer.
  ///   - location: Where it stands in the configuration file.
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

  /// What findings say of it.
  var note: Note { Note(reason: reason, owner: owner, expires: expires) }

  /// Whether it has expired.
  ///
  /// - Parameter now: The present time; nil if that is not to matter.
  /// - Returns: Whether its day has come.
  public func hasExpired(at now: SCRTime?) -> Bool {
    guard let expires, let now else { return false }
    return now.text.prefix(10) >= expires
  }
}
