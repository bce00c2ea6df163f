/// What a publication would change, before anything is changed.
public struct RegistryPlan: Sendable {
  /// The action for one index file.
  public enum Action: String, Sendable, Hashable {
    /// It does not exist yet.
    case create
    /// Its bytes change.
    case replace
    /// It already has the right bytes.
    case keep
    /// No row remains.
    case delete
  }

  /// One index file.
  public struct File: Sendable, Hashable {
    /// The key below the endpoint.
    public var key: String
    /// The year.
    public var year: Int
    /// The number of rows.
    public var rows: Int
    /// The action for it.
    public var action: Action
  }

  /// How the rows of a dataset change.
  public struct Changes: Sendable, Hashable {
    /// Files that were not in the index.
    public var added = 0
    /// Files whose size changed.
    public var replaced = 0
    /// Files whose start moved to another year.
    public var moved = 0
    /// Rows with another change, such as the stop.
    public var changed = 0
    /// Rows whose files now have a later version.
    public var superseded = 0
    /// Rows that are removed since their files are gone.
    public var removed = 0
    /// Rows whose files are gone, but which stay since pruning is off.
    public var missing = 0
    /// Rows whose files are present, but which no dataset claims; they stay since pruning is off.
    public var unclaimed = 0
    /// Rows whose files are present, but empty; they stay since pruning is off.
    public var empty = 0
    /// The removed rows whose files are present.
    public var removedPresent = 0
    /// Rows whose files have another key now.
    public var relocated = 0

    /// Whether all rows are unchanged.
    public var isEmpty: Bool {
      added + replaced + moved + changed + superseded + removed + relocated == 0
    }

    /// Counts a row that stays although its file is not among those of its dataset.
    mutating func keep(_ state: UnindexedState) {
      switch state {
      case .gone: missing += 1
      case .unclaimed: unclaimed += 1
      case .empty: empty += 1
      case .unseen: break
      }
    }
  }

  /// One dataset.
  public struct Dataset: Sendable, Hashable {
    /// The id.
    public var id: String
    /// The address of the directory of its index files.
    public var index: String
    /// Whether the catalog has no entry for it yet.
    public var isNew = false
    /// The number of rows before.
    public var rowsBefore = 0
    /// The number of rows after.
    public var rows = 0
    /// How rows change.
    public var changes = Changes()
    /// The years that the rows and files of the plan cover, if the sources list only some of the
    /// files; nil for all.
    public var years: ClosedRange<Int>?
    /// The index files, by year.
    public var files: [File] = []
    /// The first start; nil without rows.
    public var start: String?
    /// The last stop; nil without rows.
    public var stop: String?
    /// Some of the rows that change: a word and a datakey.
    public var samples: [String] = []
    /// The files that are gone, moved or superseded, by their keys; the first of each kind.
    public var named: [RowChange] = []
    /// How many listed files have a later version, and get no row.
    public var olderVersions = 0

    /// Whether anything is written for it.
    public var isChanged: Bool { isNew || files.contains { $0.action != .keep } }
  }

  /// Why the plan must not be carried out unless it is forced.
  public struct Refusal: Sendable, Hashable {
    /// The dataset; nil for the whole registry.
    public var dataset: String?
    /// The reason, in one line.
    public var reason: String
    /// The guard to open to publish anyway; nil if only `--force` publishes.
    public var opening: PublishingGuard?

    /// The dataset and the reason, in one line.
    var plainText: String { (dataset.map { "\($0): " } ?? "") + reason }

    /// The dataset, the reason and the guard, in one line.
    public var text: String {
      plainText
        + (opening.map { " (pass --allow \($0.rawValue))" } ?? "")
    }
  }

  /// The address to publish to.
  public var destination: String
  /// The datasets that the mission makes, by id.
  public var datasets: [Dataset] = []
  /// The datasets of the present catalog that are not in the sources.
  public var untouched: [String] = []
  /// Whether there is no catalog yet.
  public var isNew = false
  /// Whether the catalog changes.
  public var changesCatalog = false
  /// The fields of the catalog that change, if there is one.
  public var fieldChanges: [FieldChange] = []
  /// Whether the sources list only some of the files, so that no file counts as gone.
  public var isPartial = false
  /// Whether it is carried out despite its refusals.
  public package(set) var isForced = false
  /// The guards that are open.
  var allowed: Set<PublishingGuard> = []
  /// Further notes.
  public var notices: [String] = []
  /// Why the plan must not be carried out unless it is forced.
  public var refusals: [Refusal] = []

  /// Whether nothing would be written.
  public var isEmpty: Bool { !changesCatalog && !datasets.contains(where: \.isChanged) }
}
