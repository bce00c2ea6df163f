internal import ObjectStorage
internal import SharedCloudRegistry

/// Makes the rows of indexes from sorted files: chooses versions, finds stops, and puts rows with
/// the same start in order.
struct RowAssembly: ~Copyable {
  private let ids: [String]
  private let policies: [Policy]
  /// The datasets whose present index was only read in part.
  private let parts: Set<Int>
  /// Whether a file that is not listed is gone, so that it may have moved.
  private let tellsMoves: Bool
  private let evidence: MoveEvidence
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

  /// Files that are listed with several sizes, by dataset.
  var contradictions: [Int: SizeContradictions] { files.contradictions }

  /// How many files of a dataset were skipped, by cause.
  struct Dropped: Sendable, Hashable {
    /// Files with a later version.
    var superseded = 0
    /// Rows of the present index whose files have a later version, by year.
    var supersededRows: [Int: Int] = [:]
    /// Rows whose files have another key now.
    var relocated = 0
    /// The files and rows by their keys.
    var changes = RowChanges()
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
  ///   - tellsMoves: Whether a file that is not listed is certainly gone, so that it may have moved.
  init(
    _ files: consuming JoinedFiles, of mission: Mission, datasets: [KeyMatcher.Dataset],
    parts: Set<Int> = [], distances: [Int: StartDistances] = [:], tellsMoves: Bool = false
  ) {
    self.files = files
    self.tellsMoves = tellsMoves
    evidence = MoveEvidence(mission, datasets: datasets)
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
      let end = try endOfGroup(index, numbers: numbers, known: known)
      guard end < known || isAtEnd else { break }
      let next = end < known ? fullStart(of: end, in: numbers.dataset, known: known) : nil
      if end == index + 1, !files.hasGone {
        complete(&numbers.stop, file: numbers, next: next, present: window.present(index))
        window.set(numbers, at: index)
      } else {
        rows.append(window, range: copied..<index)
        for file in group(index..<end, next: next) { rows.append(file) }
        copied = end
      }
      before = (numbers.dataset, numbers.start)
      index = end
    }
    rows.append(window, range: copied..<index)
    window.removeFirst(index)
    return !isAtEnd
  }

  /// The number of the first file after those with the same dataset and start as one.
  private func endOfGroup(
    _ first: Int, numbers: FileNumbers, known: Int
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

  /// The first start of the files that are written with the same start, before it was truncated.
  private func fullStart(of first: Int, in dataset: Int32, known: Int) -> Int64? {
    guard let start = start(of: first, in: dataset) else { return nil }
    var least = window.numbers(first).cutOff
    var index = first + 1
    while least > 0, index < known, self.start(of: index, in: dataset) == start {
      least = min(least, window.numbers(index).cutOff)
      index += 1
    }
    return start + least
  }

  /// Finds the stop, if the name does not have it.
  private func complete(
    _ stop: inout Int64, file: FileNumbers, next: Int64?, present: IndexedFile.Row?
  ) {
    guard stop == IndexedFile.noTime else { return }
    // Part of an index tells neither what comes after its last row, nor the usual distance of files:
    // only a new file before the stop of a row ends it earlier.
    if let present, parts.contains(Int(file.dataset)), present.start == file.start,
      policies[Int(file.dataset)].stop.dependsOnNext
    {
      stop = next.map { min(present.stop, max($0, file.start)) } ?? present.stop
      return
    }
    let policy = policies[Int(file.dataset)]
    let next = next ?? (policy.estimatesLast ? estimatedNext(after: file) : nil)
    // From the start as in the name, so that the row covers the file.
    stop = policy.stop.stop(of: file.start + file.cutOff, next: next)
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
  private mutating func group(_ range: Range<Int>, next: Int64?) -> [IndexedFile] {
    let first = window.numbers(range.lowerBound)
    let all = relocated(range.map { window.file($0) }, gone: files.takeGone(beside: first))
    var group = chosen(all, by: policies[Int(first.dataset)].versions)
    for index in group.indices {
      var own = first
      own.cutOff = group[index].cutOff
      complete(&group[index].stop, file: own, next: next, present: group[index].present)
    }
    group.sort { left, right in
      left.stop == right.stop ? left.datakey.precedes(right.datakey) : left.stop < right.stop
    }
    return group
  }

  /// The numbers of the files without a later version; of equal versions all are kept.
  private static func latest(
    _ group: [IndexedFile], by versions: DatasetPattern.Versions
  ) -> Set<Int> {
    var best: [[UInt8]: [Int]] = [:]
    for (index, file) in group.enumerated() {
      let identity = file.withoutVersion
      guard let other = best[identity]?.first else {
        best[identity] = [index]
        continue
      }
      let order = file.versionOrder(to: group[other], by: versions)
      if order > 0 { best[identity] = [index] }
      if order == 0 { best[identity]?.append(index) }
    }
    return Set(best.values.joined())
  }

  /// Skips files with a later version.
  private mutating func chosen(
    _ group: [IndexedFile], by versions: DatasetPattern.Versions
  ) -> [IndexedFile] {
    guard versions != .all, group.count > 1, group.contains(where: { !$0.version.isEmpty }) else {
      return group
    }
    let kept = Self.latest(group, by: versions)
    for (index, file) in group.enumerated() where !kept.contains(index) {
      let identity = file.withoutVersion
      let later = kept.first { group[$0].withoutVersion == identity }
      note(superseded: file, later: later.map { group[$0].datakey })
    }
    return group.indices.filter(kept.contains).map { group[$0] }
  }

  private mutating func note(superseded file: IndexedFile, later: [UInt8]?) {
    let number = Int(file.dataset)
    dropped[number, default: Dropped()].superseded += 1
    let kind: RegistryPlan.RowChange.Kind = file.present == nil ? .olderVersion : .superseded
    dropped[number, default: Dropped()].changes.add(kind, key: file.datakey, successor: later)
    guard let row = file.present else { return }
    dropped[number, default: Dropped()].supersededRows[row.start.year, default: 0] += 1
  }

  /// The listed later version of a row whose file is gone.
  private func laterVersion(of row: IndexedFile, in group: [IndexedFile]) -> IndexedFile? {
    let versions = policies[Int(row.dataset)].versions
    guard versions != .all, !row.version.isEmpty else { return nil }
    let identity = row.withoutVersion
    return group.first {
      $0.isListed && $0.withoutVersion == identity && $0.versionOrder(to: row, by: versions) > 0
    }
  }

  /// Replaces rows without files by those of the files that moved to another key.
  ///
  /// - Parameters:
  ///   - group: The files with the same start.
  ///   - gone: The rows of that start that were taken out since their files are gone.
  /// - Returns: The files and rows that stay.
  private mutating func relocated(
    _ group: [IndexedFile], gone: [IndexedFile]
  ) -> [IndexedFile] {
    var moves = Relocation(group, gone: gone, evidence: evidence)
    for row in gone {
      if let later = laterVersion(of: row, in: group) {
        note(superseded: row, later: later.datakey)
        continue
      }
      // A file that is still at its key has not moved.
      guard tellsMoves, row.unindexed == .gone, moves.moved(row) else {
        files.remove(row)
        continue
      }
    }
    if tellsMoves { moves.moveRows() }
    for (old, new) in moves.found {
      let number = Int(old.dataset)
      dropped[number, default: Dropped()].relocated += 1
      dropped[number, default: Dropped()].changes.add(
        .relocated, key: old.datakey, successor: new.datakey)
    }
    return moves.files
  }
}
