internal import SharedCloudRegistry

/// Makes the rows of indexes from sorted files: chooses versions, finds stops, and puts rows with
/// the same start in order.
struct RowAssembly: ~Copyable {
  private let ids: [String]
  private let policies: [Policy]
  /// The datasets whose present index was only read in part.
  private let parts: Set<Int>
  private var files: JoinedFiles
  /// The files of the next rows, and at least one after them, whose start may be their stop.
  private var window = PackedFiles()
  /// The dataset and start of the previous row.
  private var before: (dataset: Int32, start: Int64)?
  /// Files with a later version, by dataset.
  private(set) var dropped: [Int: Dropped] = [:]

  /// How many files repeat an earlier one, by dataset.
  var repeated: [Int: Int] { files.repeated }

  /// The rows that were removed since their files are gone, by dataset.
  var removed: [Int: DatasetSummary] { files.removed }

  /// How many files of a dataset were skipped, by cause.
  struct Dropped: Sendable, Hashable {
    /// Files with a later version.
    var superseded = 0
    /// Rows of the present index whose files have a later version, by year.
    var supersededRows: [Int: Int] = [:]
  }

  /// The part of a dataset's pattern that each row needs.
  private struct Policy {
    var stop: StopPolicy
    var versions: DatasetPattern.Versions
    var estimatesLast: Bool
  }

  /// The maximum number of files with the same start.
  private static let groupLimit = 4_000_000

  /// Creates a row assembly.
  ///
  /// - Parameters:
  ///   - files: The files in order.
  ///   - mission: The mission.
  ///   - datasets: The datasets, by number.
  ///   - parts: The datasets whose present index was only read in part.
  ///   - distances: The distances of starts, for the datasets whose maximum gap follows from them.
  init(
    _ files: consuming JoinedFiles, of mission: Mission, _ datasets: [KeyMatcher.Dataset],
    parts: Set<Int> = [], distances: [Int: StartDistances] = [:]
  ) {
    self.files = files
    self.parts = parts
    ids = datasets.map(\.id)
    policies = datasets.enumerated().map { number, dataset in
      let pattern = mission.datasets[dataset.pattern]
      let stop =
        pattern.stop == .nextStartNearby
        ? distances[number]?.policy ?? .period(Period.day.rawValue) : pattern.stop
      return Policy(
        stop: stop, versions: pattern.versions,
        estimatesLast: pattern.estimatesLastStop)
    }
  }

  /// Makes rows, dataset by dataset, in the order of the index.
  ///
  /// - Parameters:
  ///   - rows: Receives the rows; all have a stop.
  ///   - count: The approximate number of rows.
  /// - Returns: Whether there may be more.
  /// - Throws: ``StoreError`` when temporary files can't be read.
  mutating func next(
    into rows: inout PackedFiles, count: Int
  ) throws(StoreError) -> Bool {
    let isAtEnd = try files.fill(&window, to: max(count, 2 * window.count))
    // Before the end, the last file may still be removed, so no file may stop at its start.
    let known = isAtEnd ? window.count : window.count - 1
    rows.reserve(rows.count + known, size: rows.bytes.count + window.bytes.count)
    var (index, copied) = (0, 0)
    while index < known {
      var numbers = window.numbers(index)
      let end = try endOfGroup(index, numbers, known)
      guard end < known || isAtEnd else { break }
      let next = end < known ? start(of: end, in: numbers.dataset) : nil
      if end == index + 1 {
        complete(&numbers.stop, numbers, next, window.present(index))
        window.set(numbers, at: index)
      } else {
        rows.append(window, copied..<index)
        for file in group(index..<end, next) { rows.append(file) }
        copied = end
      }
      before = (numbers.dataset, numbers.start)
      index = end
    }
    rows.append(window, copied..<index)
    window.removeFirst(index)
    return !isAtEnd
  }

  /// The number of the first file after those with the same dataset and start as one.
  private func endOfGroup(
    _ first: Int, _ numbers: FileNumbers, _ known: Int
  ) throws(StoreError) -> Int {
    var end = first + 1
    while end < known, start(of: end, in: numbers.dataset) == numbers.start { end += 1 }
    guard end - first < Self.groupLimit else {
      throw StoreError(
        .tooLarge, address: ids[Int(numbers.dataset)],
        detail: "\(end - first) files have the same start: the names don't show their times")
    }
    return end
  }

  /// The start of a file, if it belongs to a dataset.
  private func start(of index: Int, in dataset: Int32) -> Int64? {
    let numbers = window.numbers(index)
    return numbers.dataset == dataset ? numbers.start : nil
  }

  /// Finds the stop, if the name does not have it.
  private func complete(
    _ stop: inout Int64, _ file: FileNumbers, _ next: Int64?, _ present: IndexedFile.Row?
  ) {
    guard stop == IndexedFile.noTime else { return }
    // After the last row of a partly read index there may be more rows, whose start is its stop.
    if next == nil, let present, parts.contains(Int(file.dataset)) {
      stop = present.stop
      return
    }
    let policy = policies[Int(file.dataset)]
    let next = next ?? (policy.estimatesLast ? estimatedNext(after: file) : nil)
    stop = policy.stop.stop(of: file.start, next: next)
  }

  /// The estimated start of a file after the last one: as far away as the file before it, else at
  /// the end of the day.
  private func estimatedNext(after file: FileNumbers) -> Int64 {
    guard let before, before.dataset == file.dataset, before.start < file.start else {
      return Period.day.end(after: file.start)
    }
    return file.start + (file.start - before.start)
  }

  /// Makes the rows of a dataset's files with the same start.
  private mutating func group(_ range: Range<Int>, _ next: Int64?) -> [IndexedFile] {
    let first = window.numbers(range.lowerBound)
    var group = chosen(range.map { window.file($0) }, policies[Int(first.dataset)].versions)
    for index in group.indices {
      complete(&group[index].stop, first, next, group[index].present)
    }
    group.sort { left, right in
      left.stop == right.stop ? left.datakey.precedes(right.datakey) : left.stop < right.stop
    }
    return group
  }

  /// The numbers of the files without a later version.
  private static func latest(
    _ group: [IndexedFile], _ versions: DatasetPattern.Versions
  ) -> Set<Int> {
    if group.count == 2 {
      guard group[0].withoutVersion == group[1].withoutVersion else { return [0, 1] }
      return group[1].isLater(than: group[0], versions) ? [1] : [0]
    }
    var best: [[UInt8]: Int] = [:]
    for (index, file) in group.enumerated() {
      let identity = file.withoutVersion
      guard let other = best[identity] else {
        best[identity] = index
        continue
      }
      if file.isLater(than: group[other], versions) { best[identity] = index }
    }
    return Set(best.values)
  }

  /// Skips files with a later version.
  private mutating func chosen(
    _ group: [IndexedFile], _ versions: DatasetPattern.Versions
  ) -> [IndexedFile] {
    guard versions != .all, group.count > 1, group.contains(where: { !$0.version.isEmpty }) else {
      return group
    }
    let kept = Self.latest(group, versions)
    for (index, file) in group.enumerated() where !kept.contains(index) {
      dropped[Int(file.dataset), default: Dropped()].superseded += 1
      if let row = file.present {
        dropped[Int(file.dataset), default: Dropped()].supersededRows[row.start.year, default: 0] +=
          1
      }
    }
    return group.indices.filter(kept.contains).map { group[$0] }
  }
}

extension IndexedFile {
  /// The datakey without its version, the same for all versions of a file.
  fileprivate var withoutVersion: [UInt8] {
    Array(datakey[..<version.lowerBound] + [0] + datakey[version.upperBound...])
  }

  /// Tells whether this is a later version than another.
  fileprivate func isLater(
    than other: IndexedFile, _ versions: DatasetPattern.Versions
  ) -> Bool {
    if versions == .newest, modified != other.modified { return modified > other.modified }
    switch VersionOrder.compare(datakey[version], other.datakey[other.version]) {
    case 0: return other.datakey.precedes(datakey)
    case let order: return order > 0
    }
  }
}

extension StopPolicy {
  /// Finds the stop of a file.
  ///
  /// - Parameters:
  ///   - start: Its start, in microseconds since 1970.
  ///   - next: The next later start of the dataset; nil if absent.
  /// - Returns: The stop, in microseconds since 1970.
  func stop(of start: Int64, next: Int64?) -> Int64 {
    switch self {
    case .fromName, .sameAsStart, .column: start
    case .duration(let length): start + length
    case .nextStart(let gap): min(next ?? start + gap, start + gap)
    case .nextStartNearby: next ?? start
    case .period(let name): Period(rawValue: name)?.end(after: start) ?? start
    }
  }
}

extension Int64 {
  /// The range of microseconds since 1970 of a year.
  static func starts(ofYear year: Int) -> Range<Int64> {
    let seconds = SCRTime.secondsOfYear(year)
    return seconds.lowerBound * 1_000_000..<seconds.upperBound * 1_000_000
  }

  /// The calendar year of microseconds since 1970.
  var year: Int {
    let seconds = self >= 0 ? self / 1_000_000 : (self - 999_999) / 1_000_000
    return SCRTime(seconds: seconds).year
  }
}
