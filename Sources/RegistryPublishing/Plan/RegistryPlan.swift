/// What publishing would change, before anything is changed.
public struct RegistryPlan: Sendable {
  /// What becomes of one index file.
  public enum Action: String, Sendable, Hashable {
    /// It is not there yet.
    case create
    /// It is written anew.
    case replace
    /// It is right as it is, to the byte.
    case keep
    /// No row is left.
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
    /// What becomes of it.
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
    /// Rows of which something else changed, such as the stop.
    public var changed = 0
    /// Rows whose files have a later version now.
    public var superseded = 0
    /// Rows whose files are gone, and which go too.
    public var removed = 0
    /// Rows whose files are gone, and which stay since nobody asked to prune them.
    public var missing = 0

    /// Whether any row is another than before.
    public var isEmpty: Bool {
      added + replaced + moved + changed + superseded + removed == 0
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
    /// The years that were looked at, and that the numbers of rows and the files are of, where the
    /// sources show only some of the files; nil for all.
    public var years: ClosedRange<Int>?
    /// The index files, by year.
    public var files: [File] = []
    /// The first start; nil if there is no row.
    public var start: String?
    /// The last stop; nil if there is no row.
    public var stop: String?
    /// Some of the rows that change: a word and a datakey.
    public var samples: [String] = []

    /// Whether anything is written on its account.
    public var isChanged: Bool { isNew || files.contains { $0.action != .keep } }
  }

  /// Why the plan must not be carried out without more ado.
  public struct Refusal: Sendable, Hashable {
    /// The dataset; nil if it is the registry as a whole.
    public var dataset: String?
    /// Why, in one line.
    public var reason: String
  }

  /// The address that is published to.
  public var destination: String
  /// The datasets that the mission makes, by id.
  public var datasets: [Dataset] = []
  /// The datasets of the present catalog that the sources say nothing of.
  public var untouched: [String] = []
  /// Whether there was no catalog before.
  public var isNew = false
  /// Whether the catalog is written anew.
  public var changesCatalog = false
  /// What is to be known besides.
  public var notices: [String] = []
  /// Why it must not be carried out without more ado.
  public var refusals: [Refusal] = []

  /// Whether nothing would be written.
  public var isEmpty: Bool { !changesCatalog && !datasets.contains(where: \.isChanged) }
}
