internal import Formats
internal import SharedCloudRegistry

/// Writes the rows of all index files, one file behind the other, into one temporary file.
struct IndexWriter: ~Copyable {
  /// One index file.
  struct YearFile {
    /// The number of the dataset.
    var dataset: Int
    /// The year of the starts.
    var year: Int
    /// Where its text stands in the temporary file.
    var range: Range<Int>
    /// The number of rows.
    var rows = 0
  }

  private let mission: Mission
  private let datasets: [KeyMatcher.Dataset]
  private var spool: SpoolWriter
  private var time: TimeWriter
  private var line: [UInt8] = []
  /// The dataset whose rows are being written.
  private var current = -1
  private var summary = DatasetSummary()
  /// The starts that belong to the file that is being written.
  private var years: Range<Int64> = 0..<0
  private var rows = 0
  /// The files so far.
  private(set) var files: [YearFile] = []
  /// What is known of the datasets so far, by number.
  private(set) var summaries: [Int: DatasetSummary] = [:]

  /// Begins.
  ///
  /// - Throws: ``StoreError`` when there is no temporary file.
  init(_ mission: Mission, _ datasets: [KeyMatcher.Dataset]) throws(StoreError) {
    self.mission = mission
    self.datasets = datasets
    spool = try SpoolWriter()
    time = TimeWriter(mission.precision)
    line.reserveCapacity(1024)
  }

  /// Writes a row, which must follow those before in order.
  mutating func append(_ file: IndexedFile) throws(StoreError) {
    let dataset = Int(file.dataset)
    if dataset != current || !years.contains(file.start) { begin(dataset, file.start.year) }
    var file = file
    file.stop = Swift.max(file.start, time.cut(file.stop))
    var line: [UInt8] = []
    swap(&line, &self.line)
    defer { swap(&line, &self.line) }
    line.removeAll(keepingCapacity: true)
    time.append(file.start, to: &line)
    line.append(UInt8(ascii: ","))
    time.append(file.stop, to: &line)
    line.append(UInt8(ascii: ","))
    FieldText.append(file.datakey[...], to: &line)
    line.append(UInt8(ascii: ","))
    if file.size >= 0 { line += String(file.size).utf8 }
    line += file.columns
    line.append(0x0A)
    spool.append(line.span)
    try spool.flushIfFull()
    rows += 1
    summary.take(file)
  }

  /// Writes down what is known of the file that ends here, and of the dataset.
  private mutating func end() {
    guard !files.isEmpty else { return }
    let end = spool.count
    files[files.count - 1].rows = rows
    files[files.count - 1].range = files[files.count - 1].range.lowerBound..<end
    summaries[current] = summary
  }

  private mutating func begin(_ dataset: Int, _ year: Int) {
    end()
    if dataset != current {
      summary = DatasetSummary()
      time = TimeWriter(mission.precision(of: datasets[dataset]))
    }
    current = dataset
    rows = 0
    let seconds = SCRTime.secondsOfYear(year)
    years = seconds.lowerBound * 1_000_000..<seconds.upperBound * 1_000_000
    let start = spool.count
    let columns = mission.datasets[datasets[dataset].pattern].columns
    let header = ["# start", "stop", "datakey", "filesize"] + columns.map(\.name)
    let text = Array((header.joined(separator: ", ") + "\n").utf8)
    spool.append(text.span)
    let end = spool.count
    files.append(YearFile(dataset: dataset, year: year, range: start..<end))
  }

  /// Ends, and gives the temporary file.
  consuming func finish() throws(StoreError) -> (
    spool: SpoolFile, files: [YearFile], summaries: [Int: DatasetSummary]
  ) {
    end()
    let (files, summaries) = (files, summaries)
    return (try spool.finish().file, files, summaries)
  }
}

/// What the rows of a dataset come to.
struct DatasetSummary: Sendable {
  /// The first start, in microseconds since 1970.
  var start = Int64.max
  /// The last stop.
  var stop = Int64.min
  /// The number of rows.
  var rows = 0
  /// How they differ from the rows before.
  var changes = RegistryPlan.Changes()
  /// The years that rows have left for another.
  var yearsLeft: Set<Int> = []
  /// Some of the rows that change.
  var samples: [String] = []

  private static let sampleLimit = 5

  /// Takes a row that is in the index.
  mutating func take(_ file: IndexedFile) {
    rows += 1
    start = Swift.min(start, file.start)
    stop = Swift.max(stop, file.stop)
    if !file.isListed { changes.missing += 1 }
    guard let before = file.present else {
      changes.added += 1
      return sample("new", file)
    }
    if before.start.year != file.start.year {
      changes.moved += 1
      yearsLeft.insert(before.start.year)
      sample("moved", file)
    } else if before.size != file.size {
      changes.replaced += 1
      sample("replaced", file)
    } else if before.start != file.start || before.stop != file.stop
      || before.columns != file.columns.stableHash
    {
      changes.changed += 1
      sample("changed", file)
    }
  }

  /// Takes a row that is in the index no longer, since its file is gone.
  mutating func takeRemoved(_ file: IndexedFile) {
    changes.removed += 1
    if let before = file.present { yearsLeft.insert(before.start.year) }
    sample("removed", file)
  }

  private mutating func sample(_ word: String, _ file: IndexedFile) {
    guard samples.count < Self.sampleLimit else { return }
    samples.append("\(word) \(String(decoding: file.datakey, as: UTF8.self))")
  }
}
