public import ObjectStorage

/// How a mirror is verified.
public struct MirrorOptions: Sendable {
  /// The map of addresses, as `FROM=TO`; empty for the default.
  public var maps: [String] = []
  /// The part of the registry that the mirror is to have.
  public var scope = MirrorScope()
  /// Whether each pattern of a dataset must match one of the source.
  public var demandsDatasets = true
  /// The level below which an object counts as unknown; it also permits the cost.
  public var required = AssuranceLevel.size
  /// The number of objects whose content is read; nil for none.
  public var sample: Int?
  /// The largest number of objects that are read in addition, so that every dataset and year is in
  /// the sample; nil for three of each.
  public var mostAdded: Int?
  /// The seed of the sample.
  public var seed = 0
  /// The longest lag of the mirror in seconds; nil for any.
  public var longestLag: Int?
  /// Lists of checksums of the source's objects.
  public var sourceEvidence: [String] = []
  /// Lists of checksums of the mirror's objects.
  public var mirrorEvidence: [String] = []
  /// Earlier copies of the source's catalog and index files, the newest first.
  public var earlier: [String] = []
  /// The file that keeps the state of the run; nil for none.
  public var state: String?
  /// The number of requests or files at a time.
  public var jobs = 16
  /// The number of findings to list per rule and file.
  public var listedPerRule = 20
  /// Whether the source is listed a second time, so that what changes meanwhile is noticed.
  public var looksTwice = true
  /// Finds storages.
  public var storages = StorageProvider()
  /// The documents that name sides, by the address of the side; empty if the user named them all.
  public var namingDocuments: [String: String] = [:]
  /// Receives a line for every object; nil for none.
  public var objects: ObjectSink?
  /// Whether the line of an object names the mirror, since there are several.
  var namesCopies = false
  /// Receives what people should know before something long begins; nil for nobody.
  public var notice: (@Sendable (String) -> Void)?
  /// Counters that follow the run.
  public var progress = MirrorProgress()

  /// Creates the default options.
  public init() {}
}
