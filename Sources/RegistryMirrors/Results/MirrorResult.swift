public import RegistryValidation

/// The result of comparing one mirror with its source.
public struct MirrorResult: Sendable {
  /// The source, as the user named it.
  public var source: String
  /// The mirror, as the user named it.
  public var mirror: String
  /// The address of the source's root.
  public var sourceRoot = ""
  /// The address of the mirror's root.
  public var mirrorRoot = ""
  /// The name in the mirror's catalog; nil if it has none.
  public var mirrorName: String?
  /// The contact in the mirror's catalog; nil if it has none.
  public var mirrorContact: String?
  /// The map of the addresses.
  public var map = AddressMap(trusted: [])
  /// The ids of the datasets, by their numbers.
  public var datasets: [String] = []
  /// The counts.
  public var totals = MirrorTotals()
  /// The lag.
  public var lag = MirrorLag()
  /// The lag of single datasets by their rows, in seconds.
  public var lagByDataset: [String: Int] = [:]
  /// The sample; nil if none was drawn.
  public var sample: MirrorSummary.Sample?
  /// The reasons of unknown objects, with their numbers.
  public var unknown: [String: Int] = [:]
  /// Rows in scope, rows out of the scope, rows under no start of the map.
  public var rows = (inScope: 0, outside: 0, unmapped: 0)
  /// Objects of the source and the mirror that the map does not lead to.
  public var outside = (source: 0, mirror: 0)
  /// The datasets whose index files no start of the map leads to.
  public var unmappedIndexes = 0
  /// Objects that are no data: placeholders, temporary files, the registry's own.
  public var excluded: [String: Int] = [:]
  /// Why something could not be told; empty if everything was.
  public var gaps: [String] = []
  /// Why requests about objects failed; such objects are unknown.
  public var objectGaps: [String] = []
  /// The number of catalogs and index files that were compared.
  public var documents = 0
  /// The rules that had no input, by code, with the reason.
  public var notAsked: [String: String] = [:]
  /// The rules that the kind of the sides leaves open, by code, with the reason.
  public var leftOpen: [String: String] = [:]
  /// What was assumed.
  public var assumptions: [String] = []
  /// The lists of checksums that were used.
  public var evidence: [Evidence] = []
  /// The SHA-256 of the source's catalog; nil if absent.
  public var catalogDigest: String?
  /// Whether rows and catalogs could be compared.
  public var hasDocuments = false
  var findings = FindingCollector()
  /// The objects that are not the same, for the comparison of several mirrors.
  var deviations = Deviations()

  /// A list that was used as evidence.
  public struct Evidence: Sendable, Hashable {
    /// The kind, such as `sums`.
    public var kind: String
    /// The path.
    public var uri: String
    /// Its SHA-256.
    public var sha256: String
    /// When it was made, if it says so.
    public var created: String?
  }

  init(source: String, mirror: String) {
    self.source = source
    self.mirror = mirror
  }

  /// Whether everything could be told; an object that changed meanwhile could not.
  public var isComplete: Bool {
    gaps.isEmpty && totals[.unknown] == 0 && totals[.moving] == 0
  }
}

extension MirrorResult {
  /// What the map and the scope don't lead to, by what it is, without zeros.
  var outOfScope: [String: Int] {
    [
      "rows": rows.outside + rows.unmapped, "indexes": unmappedIndexes,
      "sourceObjects": outside.source, "mirrorObjects": outside.mirror,
    ].filter { $0.value > 0 }
  }

  /// A gap with the name of the mirror, unless it begins with it.
  func named(_ gap: String) -> String {
    gap.hasPrefix("\(mirror): ") ? gap : "\(mirror): \(gap)"
  }
}
