/// What a migration would change, before anything is changed.
public struct MigrationPlan: Sendable {
  /// One entry of the old catalog.
  public struct Dataset: Sendable, Hashable {
    /// The id.
    public var id: String
    /// The id in the old catalog.
    public var formerID: String
    /// The place of the entry.
    public var place: String
    /// The number of rows that are migrated.
    public var rows = 0
    /// How many of those have assumed stops.
    public var assumedStops = 0
    /// Rows that are skipped.
    public var leftOut = 0
    /// Duplicate rows.
    public var repeated = 0
    /// What was changed in its entry, in a few words each.
    public var changes: [String] = []
    /// Why the dataset, or some of its rows, can't be migrated.
    public var problems: [String] = []
    /// Years of its time that have no index file.
    public var missingYears: [Int] = []
    /// Whether its problems cause a refusal.
    public var isRefused = false
    /// Whether it is in the new registry.
    public var isMigrated = false
    /// Further notes.
    public var notices: [String] = []
  }

  /// The address of the old catalog.
  public var source: String
  /// The version that the old catalog states; nil if it states no version.
  public var version: String?
  /// Its dialect.
  public var dialect: String
  /// The address of the bucket.
  public var endpoint: String
  /// How missing stops are assumed.
  public var policy: String
  /// What was changed in the catalog itself, in a few words each.
  public var changes: [String] = []
  /// Further notes.
  public var notices: [String] = []
  /// The entries of the old catalog, in its order.
  public var datasets: [Dataset] = []
}

/// A migrated registry that is ready to be put in place, and its plan.
public struct MigrationDraft: Sendable {
  /// The registry.
  public package(set) var registry: RegistryDraft
  /// The plan of the migration.
  public package(set) var plan: MigrationPlan
}
