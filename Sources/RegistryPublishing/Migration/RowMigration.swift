internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Reads the rows of a dataset of any version, for an index of version 1.1.
struct RowMigration {
  /// The result of reading.
  struct Outcome: Sendable {
    /// The rows that were taken.
    var rows = 0
    /// How many of those have no stop.
    var withoutStop = 0
    /// How many of those have a stop before the start.
    var reversed = 0
    /// The place of the first of those; nil if it is not known.
    var firstReversed: String?
    /// Rows that were skipped.
    var leftOut = 0
    /// The names of the further columns.
    var columns: [String] = []
    /// The types of the further columns.
    var types: [ColumnTypes] = []
    /// How many times have no, up to three and more digits after the decimal point.
    fileprivate(set) var timesWithDigits = [0: 0, 3: 0, 6: 0]
    /// The fewest of those digits with which no time loses a part.
    fileprivate(set) var neededDigits = 0
    /// Why rows can't be used; such rows may be skipped.
    var badRows: [String] = []
    /// Why the dataset can't be migrated.
    var problems: [String] = []
    /// Years of the dataset's time that have no index file.
    var missingYears: [Int] = []
    /// Those of them in which the dataset starts or stops, so that rows are lost.
    var lostYears: [Int] = []
    /// The rows as they were.
    var before = PresentRows()
    /// The years whose index files have a header and no rows.
    var emptyYears: Set<Int> = []
    /// Further notes.
    var notices: [String] = []

    /// The precision of most times, or a finer one if a time would lose a part by it.
    var precision: SCRTime.Precision {
      let usual = timesWithDigits.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 0
      let digits = Swift.max(usual, neededDigits)
      return digits == 0 ? .second : .fraction(digits: digits)
    }
  }

  private let dataset: Dataset
  private let number: Int
  private let base: String
  private let isInPlace: Bool
  /// The faults of the old index files.
  private let faults = FaultList()
  private(set) var outcome = Outcome()
  /// How many datakeys are no full address, with the first one.
  private var relative: (count: Int, first: String) = (0, "")
  /// How many rows have times without a time of day, with the first one.
  private var coarse: (count: Int, first: String) = (0, "")
  /// The year of the row before.
  private var year: Range<Int64> = 0..<0
  /// Rows that are readable but can't be used, by cause, with the first of each.
  private var causes: [String: (count: Int, first: String)] = [:]

  /// Creates a row migration.
  ///
  /// - Parameters:
  ///   - dataset: The dataset as the old catalog has it.
  ///   - number: Its number in the mission.
  ///   - base: The address that datakeys without a scheme are relative to, with its final slash.
  ///   - isInPlace: Whether the new rows replace the old ones.
  init(_ dataset: Dataset, as number: Int, below base: String, isInPlace: Bool) {
    self.isInPlace = isInPlace
    self.dataset = dataset
    self.number = number
    self.base = base
  }

  /// Reads all rows.
  ///
  /// - Parameter sorter: Receives the rows.
  /// - Throws: ``PublishingError`` when index files can't be read.
  mutating func run(into sorter: inout FileSorter) async throws(PublishingError) {
    var query = FileQuery()
    query.order = .asWritten
    query.onFault = { [faults] in faults.add($0) }
    var batches = dataset.files(query).batches.makeAsyncIterator()
    while let batch = try await Self.next(&batches) {
      noteColumns(batch)
      do throws(StoreError) {
        for record in batch { try take(record, into: &sorter) }
      } catch {
        throw PublishingError(.write, from: error)
      }
    }
    do throws(ReadingError) {
      for fault in faults.faults { try await PresentIndexFile.judge(fault, of: dataset) }
      outcome.emptyYears = try await dataset.emptyYears(besides: outcome.before.ofYears)
    } catch {
      throw PublishingError(.source, from: error)
    }
    for fault in faults.faults { try note(fault) }
    if relative.count > 0 {
      let count = relative.count
      outcome.notices.append(
        "\(count.counted("datakey")) \(count == 1 ? "is not a full address" : "are not full addresses"): "
          + "the new index has \(base) before \(count == 1 ? "it" : "them"), "
          + "first \(relative.first)")
    }
    if coarse.count > 0 {
      outcome.notices.append(
        "\(coarse.count.counted("row")) with a day, month or year instead of a time: its first instant "
          + "is assumed, first \(coarse.first)")
    }
    for (cause, found) in causes.sorted(by: { $0.key < $1.key }) {
      outcome.badRows.append("\(found.count.counted("row")) \(cause), first \(found.first)")
      outcome.leftOut += found.count
    }
  }

  private static func next(
    _ batches: inout FileBatches.Iterator
  ) async throws(PublishingError) -> FileBatch? {
    do throws(ReadingError) {
      return try await batches.next(isolation: nil)
    } catch {
      throw PublishingError(.source, from: error)
    }
  }

  private mutating func note(_ fault: ReadingFault) throws(PublishingError) {
    switch fault.kind {
    case .unreadIndex, .unreadCatalog:
      guard let year = fault.missingYear else {
        // Nobody has seen its rows, and a migration without them would lose them.
        throw PublishingError(
          .source, address: fault.address, detail: "\(fault.detail); nothing was changed")
      }
      outcome.missingYears.append(year)
      outcome.lostYears.append(year)
    case .row, .longLine:
      outcome.badRows.append("\(fault)")
      outcome.leftOut += fault.count
    case .field: outcome.badRows.append("\(fault)")
    case .unsupportedIndex: outcome.problems.append("\(fault)")
    case .missingIndex:
      let name = fault.address.split(separator: "/").last.map(String.init) ?? ""
      guard let year = IndexFileName(name)?.year else { return outcome.notices.append("\(fault)") }
      outcome.missingYears.append(year)
    // The rows tell how many there are; the reader's words on them don't hold here.
    case .disorder where fault.detail.hasPrefix("the stop "):
      let place = fault.line.map { "\(fault.address):\($0)" } ?? fault.address
      outcome.firstReversed = outcome.firstReversed ?? place
    default: outcome.notices.append("\(fault)")
    }
  }
}

// MARK: - Rows

extension RowMigration {
  private mutating func take(
    _ record: FileRecord, into sorter: inout FileSorter
  ) throws(StoreError) {
    let datakey = record.datakey.absoluteAddress(below: base)
    guard let start = record.start else {
      return refuse("without a time (static)", datakey: datakey)
    }
    guard let size = record.filesize else { return refuse("without a size", datakey: datakey) }
    guard let parts = ObjectAddress(datakey), !parts.hasUnsafeKey, !parts.key.isEmpty,
      !record.datakey.looksLikeBrokenAddress, !MissingValue.isWord(record.datakey)
    else { return refuse("with a datakey that names no file", datakey: datakey) }
    if let stop = record.stop, stop < start, stop.year != start.year {
      return refuse("with a stop before its start, in another year", datakey: datakey)
    }
    outcome.rows += 1
    noteCoarse(start, record.stop, datakey: datakey)
    if ObjectAddress(record.datakey) == nil {
      relative = (relative.count + 1, relative.count == 0 ? record.datakey : relative.first)
    }
    notePrecision(start)
    let begin = start.microseconds
    var end = record.stop?.microseconds ?? IndexedFile.noTime
    if let stop = record.stop {
      notePrecision(stop)
      if end < begin {
        outcome.reversed += 1
        end = IndexedFile.noTime
      }
    } else {
      outcome.withoutStop += 1
    }
    var file = IndexedFile(
      dataset: Int32(number), start: begin, stop: end, size: Int64(size),
      datakey: Array(datakey.utf8))
    for column in outcome.columns.indices {
      let value = column < record.extra.count ? record.extra[column] : ""
      outcome.types[column].take(value)
      file.columns.append(UInt8(ascii: ","))
      FieldText.append(Array(value.utf8).span, to: &file.columns)
    }
    let present = IndexedFile.Row(
      start: begin, stop: record.stop?.microseconds ?? begin, size: Int64(size),
      columns: file.columns.stableHash)
    outcome.before.take(begin, stop: present.stop)
    if !year.contains(begin) {
      year = Int64.starts(ofYear: begin.year)
      outcome.before.ofYears.insert(begin.year)
    }
    if isInPlace { file.present = present }
    try sorter.add(file)
  }

  private mutating func refuse(_ cause: String, datakey: String) {
    causes[cause, default: (0, datakey)].count += 1
  }

  /// Notes a row whose times don't tell the time of day.
  private mutating func noteCoarse(_ start: SCRTime, _ stop: SCRTime?, datakey: String) {
    let times = [start, stop].compactMap(\.self)
    guard times.contains(where: { $0.precision.textLength < SCRTime.Precision.hour.textLength })
    else { return }
    coarse = (coarse.count + 1, coarse.count == 0 ? datakey : coarse.first)
  }

  private mutating func notePrecision(_ time: SCRTime) {
    guard case .fraction(let digits) = time.precision else {
      outcome.timesWithDigits[0, default: 0] += 1
      return
    }
    outcome.timesWithDigits[digits > 3 ? 6 : 3, default: 0] += 1
    guard time.nanoseconds != 0 else { return }
    let needed = time.nanoseconds % 1_000_000 == 0 ? 3 : 6
    outcome.neededDigits = Swift.max(outcome.neededDigits, needed)
  }

  private mutating func noteColumns(_ batch: FileBatch) {
    if outcome.rows == 0, outcome.columns.isEmpty {
      outcome.columns = batch.extraColumns
      outcome.types = batch.extraColumns.map { _ in ColumnTypes() }
    } else if outcome.columns.count != batch.extraColumns.count {
      let words = "its index files have different numbers of columns"
      if !outcome.problems.contains(words) { outcome.problems.append(words) }
    }
  }
}

extension String {
  /// Whether a string without a scheme was probably meant to have one, such as `s3:/bucket/key`.
  fileprivate var looksLikeBrokenAddress: Bool {
    ObjectAddress(self) == nil && prefix { $0 != "/" }.contains(":")
  }
}
