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
  /// Rows in scope, rows out of the scope, and rows under no start of the map.
  var rows = (inScope: 0, outside: 0, unmapped: 0)
  /// What is missing since the mirror lags, in rows that are newer than all of the mirror's so far.
  var lagging: FindingCollector
  /// The rows of the files in ``lagging``, by dataset.
  private var rowsOfLaggingFiles: [String: Int] = [:]
  /// Whether a lag is allowed, so that such rows are no fault.
  var allowsLag = false
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
  init(limit: Int) {
    findings = FindingCollector(limit: limit)
    lagging = FindingCollector(limit: limit)
  }

  /// Adds that the mirror lacks a row or file of a dataset; if only newer ones, it may just lag.
  ///
  /// - Parameters:
  ///   - finding: The finding.
  ///   - file: The file.
  ///   - number: The dataset.
  ///   - stop: The stop of the row; nil for a file of a year that the mirror has not reached.
  ///   - rows: The number of rows that the mirror lacks.
  mutating func add(
    lacking finding: MirrorFinding, in file: String, ofDataset number: Int, until stop: SCRTime?,
    rows: Int = 1
  ) {
    let newest = self.newest[number]?.mirror
    let isNewer =
      if let newest, let stop { stop > newest } else { newest == nil }
    if allowsLag, isNewer {
      lagging.add(finding, in: file)
      rowsOfLaggingFiles[finding.dataset ?? "", default: 0] += rows - 1
    } else {
      findings.add(finding, in: file)
    }
  }

  /// Makes findings of what is missing after all, since a lag does not explain it.
  ///
  /// - Parameter id: The dataset; nil for all.
  mutating func blame(_ id: String? = nil) {
    for (place, group) in lagging.groups where id == nil || place.dataset == id {
      var moved = FindingCollector(limit: lagging.limit)
      moved.take(group, of: place)
      findings.add(moved)
    }
    lagging.remove { id == nil || $0.dataset == id }
    rowsOfLaggingFiles = rowsOfLaggingFiles.filter { id != nil && $0.key != id }
  }

  /// The number of rows that the mirror lacks since it lags, those of missing files included.
  var laggingRows: Int { rowsOfLaggingFiles.values.reduce(lagging.count, +) }

  /// Notes a row that can't be read; the first one of a file is a gap.
  ///
  /// - Parameters:
  ///   - name: The file.
  ///   - row: The row.
  /// - Returns: Whether it is the first one.
  @discardableResult mutating func noteUnreadable(_ name: String, row: IndexRow) -> Bool {
    guard unreadable.insert(name).inserted else { return false }
    let text = HarmlessText.of(String(decoding: row.bytes.prefix(60), as: UTF8.self))
    gaps.append(
      "\(name), line \(row.line): \"\(text)\" is not a row of an index file, so its rows can't be "
        + "compared")
    return true
  }

  /// Whether rows of a file can't be read.
  func isUnreadable(_ name: String?) -> Bool { name.map(unreadable.contains) ?? false }
}
