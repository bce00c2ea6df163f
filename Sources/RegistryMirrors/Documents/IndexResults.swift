internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// The results of comparing the index files of all datasets.
struct IndexResults {
  /// What the source's rows say must be in the mirror.
  var expected = RecordSorter()
  /// What the mirror's rows say is in it.
  var stated = RecordSorter()
  /// The findings.
  var findings: FindingCollector
  /// Rows that differ only in what a replacement of the object changes, by key.
  var replacedRows: [[UInt8]: MirrorFinding] = [:]
  /// Rows in scope, rows out of the time of the scope, and rows under no start of the map.
  var rows = (inScope: 0, outside: 0, unmapped: 0)
  /// Rows of the mirror.
  var mirrorRows = 0
  /// Why something could not be compared.
  var gaps: [String] = []
  /// Whether an index file of the source could not be read, so that its rows are not known.
  var lacksRows = false
  /// The keys that rows name although their names are no data's.
  var named: Set<[UInt8]> = []
  /// The newest stop of the rows of each dataset on both sides.
  var newest: [Int: (source: SCRTime?, mirror: SCRTime?)] = [:]
  /// The index files of the source with their digests, by key.
  var sourceDigests: [String: String] = [:]
  /// The index files of the mirror with their digests, by key.
  var mirrorDigests: [String: String] = [:]

  /// The number of rows to keep for ``replacedRows``.
  static let keptReplacements = 100_000

  /// The files with rows that can't be read.
  private var unreadable: Set<String> = []

  /// Creates empty results.
  init(limit: Int) { findings = FindingCollector(limit: limit) }

  /// Notes a row that can't be read; the first one of a file is a gap.
  ///
  /// - Parameters:
  ///   - name: The file.
  ///   - row: The row.
  /// - Returns: Whether it is the first one.
  @discardableResult mutating func noteUnreadable(_ name: String, _ row: IndexRow) -> Bool {
    guard unreadable.insert(name).inserted else { return false }
    let text = HarmlessText.of(String(decoding: row.bytes.prefix(60), as: UTF8.self))
    gaps.append(
      "\(name), line \(row.line): \"\(text)\" is no row of an index file, so its rows can't be "
        + "compared")
    return true
  }

  /// Whether rows of a file can't be read.
  func isUnreadable(_ name: String?) -> Bool { name.map(unreadable.contains) ?? false }
}
