internal import Files
internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Writes the rows of all index files, one file after another, into one temporary file.
struct IndexWriter: ~Copyable {
  /// One index file.
  struct YearFile {
    /// The number of the dataset.
    var dataset: Int
    /// The year of the starts.
    var year: Int
    /// The range of its text in the temporary file.
    var range: Range<Int>
    /// The number of rows.
    var rows = 0
  }

  private let mission: Mission
  private let datasets: [KeyMatcher.Dataset]
  private var spool: SpoolWriter
  private var time: TimeWriter
  /// The dataset whose rows are being written.
  private var current = -1
  private var summary = DatasetSummary()
  /// The starts that belong to the file that is being written.
  private var years: Range<Int64> = 0..<0
  private var rows = 0
  /// The files so far.
  private(set) var files: [YearFile] = []
  /// The summaries of the datasets so far, by number.
  private(set) var summaries: [Int: DatasetSummary] = [:]

  /// Creates an index writer.
  ///
  /// - Throws: ``StoreError`` when the temporary file can't be created.
  init(_ mission: Mission, datasets: [KeyMatcher.Dataset]) throws(StoreError) {
    self.mission = mission
    self.datasets = datasets
    spool = try StoreError.describing(SpoolWriter())
    time = TimeWriter(mission.precision)
  }

  /// Writes rows, which must be in order after the earlier ones.
  mutating func append(_ rows: PackedFiles) throws(StoreError) {
    for index in 0..<rows.count {
      var numbers = rows.numbers(index)
      if Int(numbers.dataset) != current || !years.contains(numbers.start) {
        begin(Int(numbers.dataset), year: numbers.start.year)
      }
      numbers.stop = Swift.max(numbers.start, time.roundedUp(numbers.stop))
      write(numbers, rows: rows, index: index)
      try StoreError.describing(spool.flushIfFull())
      self.rows += 1
      summary.take(numbers, files: rows, index: index)
    }
  }

  private mutating func write(_ numbers: FileNumbers, rows: PackedFiles, index: Int) {
    let bytes = rows.bytes.span
    let (key, columns) = (bytes.extracting(rows.key(index)), bytes.extracting(rows.columns(index)))
    // Each byte of a datakey may be doubled; the numbers and commas take less than the rest.
    unsafe spool.append(atMost: 2 * key.count + columns.count + 128) { room in
      var line = unsafe RoomText(room)
      time.append(numbers.start, to: &line)
      line.append(UInt8(ascii: ","))
      time.append(numbers.stop, to: &line)
      line.append(UInt8(ascii: ","))
      FieldText.append(key, to: &line)
      line.append(UInt8(ascii: ","))
      if numbers.size >= 0 { DecimalText.append(numbers.size, to: &line) }
      line.append(columns)
      line.append(0x0A)
      return line.count
    }
  }

  /// Records the file that ends here, and the summary of its dataset.
  private mutating func end() {
    guard !files.isEmpty else { return }
    let end = spool.count
    files[files.count - 1].rows = rows
    files[files.count - 1].range = files[files.count - 1].range.lowerBound..<end
    summaries[current] = summary
  }

  private mutating func begin(_ dataset: Int, year: Int) {
    end()
    if dataset != current {
      summary = DatasetSummary()
      time = TimeWriter(mission.precision(of: datasets[dataset]))
    }
    current = dataset
    rows = 0
    years = Int64.starts(ofYear: year)
    let start = spool.count
    let columns = mission.datasets[datasets[dataset].pattern].columns
    let header = ["# start", "stop", "datakey", "filesize"] + columns.map(\.name)
    let text = Array((header.joined(separator: ", ") + "\n").utf8)
    spool.append(text.span)
    let end = spool.count
    files.append(YearFile(dataset: dataset, year: year, range: start..<end))
  }

  /// Finishes and returns the temporary file.
  consuming func finish() throws(StoreError) -> (
    spool: SpoolFile, files: [YearFile], summaries: [Int: DatasetSummary]
  ) {
    end()
    let (files, summaries) = (files, summaries)
    do throws(FileError) {
      return (try spool.finish().file, files, summaries)
    } catch {
      throw StoreError(error)
    }
  }
}

/// The summary of a dataset's rows.
struct DatasetSummary: Sendable {
  /// The first start, in microseconds since 1970.
  var start = Int64.max
  /// The last stop.
  var stop = Int64.min
  /// The number of rows.
  var rows = 0
  /// How they differ from the present rows.
  var changes = RegistryPlan.Changes()
  /// When the oldest of the files that replace another size was written; the least number if a
  /// listing does not say.
  private(set) var oldestReplacement = Int64.max
  /// The years from which rows moved to another year.
  var yearsLeft: Set<Int> = []
  /// Some of the rows that change.
  var samples: [String] = []
  /// The rows whose files are gone, by their keys.
  var named = RowChanges()
  /// The time that rows cover, in microseconds.
  private(set) var covered: Int64 = 0
  /// The number of rows that end more than a second before the next one.
  private(set) var gaps = 0
  /// The datakey of the first row that covers a whole year after its start year.
  var yearlong: [UInt8]?

  private static let sampleLimit = 5

  /// Adds a row of the new index.
  ///
  /// - Parameters:
  ///   - numbers: The numbers of the row.
  ///   - files: The rows that contain it.
  ///   - index: Its position among them.
  mutating func take(_ numbers: FileNumbers, files: PackedFiles, index: Int) {
    if rows > 0, numbers.start - stop > 1_000_000 { gaps += 1 }
    covered += Swift.max(0, numbers.stop - Swift.max(numbers.start, rows > 0 ? stop : .min))
    rows += 1
    start = Swift.min(start, numbers.start)
    stop = Swift.max(stop, numbers.stop)
    noteLength(numbers, files: files, index: index)
    if !numbers.isListed {
      changes.keep(numbers.unindexed)
      if let kind = numbers.unindexed.kept { named.add(kind, key: files.bytes[files.key(index)]) }
    }
    guard let before = files.present(index) else {
      changes.added += 1
      return sample("new", files: files, index: index)
    }
    if before.start.year != numbers.start.year {
      changes.moved += 1
      yearsLeft.insert(before.start.year)
      sample(
        "moved", files: files, index: index,
        telling: [Self.change("start", from: before.start, to: numbers.start)])
    } else if before.size != numbers.size {
      changes.replaced += 1
      oldestReplacement = Swift.min(oldestReplacement, numbers.modified)
      sample(
        "replaced", files: files, index: index,
        telling: ["filesize \(before.size) -> \(numbers.size)"])
    } else if before.start != numbers.start || before.stop != numbers.stop
      || before.columns != files.bytes.span.extracting(files.columns(index)).stableHash
    {
      changes.changed += 1
      let times = [
        Self.change("start", from: before.start, to: numbers.start),
        Self.change("stop", from: before.stop, to: numbers.stop),
      ].compactMap(\.self)
      sample(
        "changed", files: files, index: index,
        telling: times.isEmpty ? ["columns after filesize"] : times)
    }
  }

  private mutating func noteLength(_ numbers: FileNumbers, files: PackedFiles, index: Int) {
    let year: Int64 = 365 * 86_400_000_000
    guard yearlong == nil, numbers.stop - numbers.start > year,
      numbers.stop >= Int64.starts(ofYear: numbers.start.year + 1).upperBound
    else { return }
    yearlong = Array(files.bytes[files.key(index)])
  }

  /// Adds a row that is removed from the index, since its file is gone.
  mutating func takeRemoved(_ file: IndexedFile) {
    changes.removed += 1
    if file.unindexed != .gone { changes.removedPresent += 1 }
    named.add(file.unindexed.removed, key: file.datakey)
    if let before = file.present { yearsLeft.insert(before.start.year) }
  }

  /// How a time changes, for people; nil if it stays.
  private static func change(_ name: String, from old: Int64, to new: Int64) -> String? {
    guard old != new else { return nil }
    let isWhole = old % 1_000_000 == 0 && new % 1_000_000 == 0
    var writer = TimeWriter(isWhole ? .second : .fraction(digits: 6))
    return "\(name) \(writer.text(old)) -> \(writer.text(new))"
  }

  private mutating func sample(
    _ word: String, files: PackedFiles, index: Int, telling changes: [String?] = []
  ) {
    guard samples.count < Self.sampleLimit else { return }
    let key = String(decoding: files.bytes[files.key(index)], as: UTF8.self)
    let words = changes.compactMap(\.self).joined(separator: ", ")
    samples.append("\(word) \(key)" + (words.isEmpty ? "" : ": \(words)"))
  }
}
