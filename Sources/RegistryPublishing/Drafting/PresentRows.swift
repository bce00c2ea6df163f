internal import Formats
internal import ObjectStorage
package import SharedCloudRegistry

extension FileGathering {
  /// Adds the rows of a dataset's present index.
  ///
  /// - Parameters:
  ///   - dataset: The dataset in the present catalog.
  ///   - number: Its number in the mission.
  ///   - years: The years whose rows are needed; nil for all.
  ///   - faults: Receives the reading faults.
  /// - Returns: The summary of the rows.
  /// - Throws: ``ReadingError`` when the index can't be read.
  package mutating func takeRows(
    of dataset: Dataset, as number: Int, in years: ClosedRange<Int>? = nil, faults: FaultList
  ) async throws(ReadingError) -> PresentRows {
    var query = FileQuery()
    if let years {
      query.from = SCRTime(seconds: SCRTime.secondsOfYear(years.lowerBound).lowerBound)
      query.to = SCRTime(seconds: SCRTime.secondsOfYear(years.upperBound).upperBound)
      query.selection = .startingInRange
    }
    query.order = .asWritten
    query.onFault = { faults.add($0) }
    let batches = dataset.files(query).batches.makeAsyncIterator()
    var iterator = batches
    var rows = PresentRows()
    rows.years = years
    let names = columnNames(of: number)
    while let batch = try await iterator.next(isolation: nil) {
      let columns = PresentColumns(batch.extraColumns, mission: names)
      rows.lostColumns.formUnion(columns.lost)
      for record in batch {
        do throws(StoreError) {
          try take(record, number: number, columns: columns, into: &rows)
        } catch {
          throw ReadingError(error)
        }
      }
    }
    return rows
  }

  private mutating func take(
    _ record: FileRecord, number: Int, columns: PresentColumns, into rows: inout PresentRows
  ) throws(StoreError) {
    guard let start = record.start else { return }
    let begin = start.microseconds
    let end = record.stop?.microseconds ?? begin
    rows.take(begin, stop: end)
    rows.ofYears.insert(begin.year)
    let size = record.filesize.map(Int64.init) ?? -1
    var file = IndexedFile(
      dataset: Int32(number), start: begin, stop: end, size: size,
      datakey: Array(record.datakey.utf8))
    file.isListed = false
    file.unindexed = state(of: file.datakey)
    file.present = .init(
      start: begin, stop: end, size: size,
      columns: PresentColumns.text(of: record.extra).stableHash)
    file.columns = columns.text(of: record)
    // A row whose name no template of the dataset explains keeps its own times.
    if let parsed = parsed(by: file.datakey, of: number) {
      if !isStopNamed(number) { file.stop = IndexedFile.noTime }
      // With the start from the name, so that the row matches the file of the listing.
      file.start = parsed.start
      file.cutOff = parsed.cutOff
      file.version = parsed.version
    }
    try add(file)
  }
}

/// The summary of the rows of a present index.
package struct PresentRows: Sendable, Hashable {
  /// The number of rows.
  package var count = 0
  /// The first start, in microseconds since 1970.
  package var start = Int64.max
  /// The last stop.
  package var stop = Int64.min
  /// The years that were read; nil for all.
  package var years: ClosedRange<Int>?
  /// The years in which rows start.
  package var ofYears: Set<Int> = []
  /// The first start and the last stop in the first and last index file, if they are not among
  /// the years that were read.
  package var edges: ClosedRange<Int64>?
  /// The columns of the index files that the mission lacks.
  package var lostColumns: Set<String> = []
  /// Whether index files of years that the dataset covers are missing.
  package var lacksYears = false

  /// Adds a row.
  mutating func take(_ start: Int64, stop: Int64) {
    count += 1
    self.start = min(self.start, start)
    self.stop = max(self.stop, stop)
  }
}

/// How the further columns of a present index file become those of the mission.
struct PresentColumns {
  /// The places of the mission's columns in the file; nil if it has none of that name.
  private let places: [Int?]
  /// Whether the file names no columns, so that only their number can be compared.
  private let isUnnamed: Bool
  /// The columns that the mission lacks.
  let lost: [String]

  /// Compares columns by their names, whatever their case.
  ///
  /// - Parameters:
  ///   - names: The names in the file.
  ///   - mission: The names in the mission.
  init(_ names: [String], mission: [String]) {
    let present = names.map { $0.lowercased() }
    let wanted = mission.map { $0.lowercased() }
    places = wanted.map { present.firstIndex(of: $0) }
    isUnnamed = names.isEmpty
    lost = names.filter { !wanted.contains($0.lowercased()) }
  }

  /// The columns of a row as the mission orders them; empty where the row has none.
  func text(of record: FileRecord) -> [UInt8] {
    if isUnnamed, record.extra.count == places.count { return Self.text(of: record.extra) }
    return Self.text(
      of: places.map { place in
        guard let place, place < record.extra.count else { return "" }
        return record.extra[place]
      })
  }

  /// Values as they follow the filesize in a row.
  static func text(of values: [String]) -> [UInt8] {
    var text: [UInt8] = []
    for value in values {
      text.append(UInt8(ascii: ","))
      FieldText.append(Array(value.utf8).span, to: &text)
    }
    return text
  }
}

extension SCRTime {
  /// Microseconds since 1970.
  var microseconds: Int64 { seconds * 1_000_000 + Int64(nanoseconds) / 1000 }
}
