/// What migrating a registry comes to, before anything is changed.
public struct MigrationPlan: Sendable {
  /// One entry of the old catalog.
  public struct Dataset: Sendable, Hashable {
    /// The id.
    public var id: String
    /// The id in the old catalog.
    public var formerID: String
    /// Where the entry stands.
    public var place: String
    /// The number of rows that are taken over.
    public var rows = 0
    /// Those of them whose stops are assumed.
    public var assumedStops = 0
    /// Rows that are left out.
    public var leftOut = 0
    /// Rows that stood twice.
    public var repeated = 0
    /// What was changed in its entry, in a few words each.
    public var changes: [String] = []
    /// Why it, or some of its rows, can't be migrated.
    public var problems: [String] = []
    /// Years of its time that have no index file.
    public var missingYears: [Int] = []
    /// Whether its problems are a cause to refuse.
    public var isRefused = false
    /// Whether it is in the new registry.
    public var isMigrated = false
    /// What is to be known besides.
    public var notices: [String] = []
  }

  /// The address of the old catalog.
  public var source: String
  /// The version that the old catalog says it follows; nil if it says none.
  public var version: String?
  /// The dialect that it is in.
  public var dialect: String
  /// The address of the bucket.
  public var endpoint: String
  /// What is assumed of missing stops.
  public var policy: String
  /// What was changed in the catalog itself, in a few words each.
  public var changes: [String] = []
  /// What is to be known besides.
  public var notices: [String] = []
  /// The entries of the old catalog, in its order.
  public var datasets: [Dataset] = []
}

/// A migrated registry that is ready to be put in place, and how it came about.
public struct MigrationDraft: Sendable {
  /// The registry.
  public package(set) var registry: RegistryDraft
  /// How it came about.
  public package(set) var plan: MigrationPlan
}
