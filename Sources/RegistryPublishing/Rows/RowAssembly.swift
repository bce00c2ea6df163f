package import SharedCloudRegistry

/// Makes the rows of indexes from sorted files: chooses versions, finds stops, and puts rows with
/// the same start in order.
package struct RowAssembly: ~Copyable {
  private let ids: [String]
  private let policies: [Policy]
  private var files: SortedFiles
  private var ahead: IndexedFile?
  /// The dataset and start of the row before.
  private var before: (dataset: Int32, start: Int64)?
  /// Files that are not in the result though they were found: old versions, and repetitions.
  package private(set) var dropped: [Int: Dropped] = [:]

  /// How many files of a dataset were left out, by cause.
  package struct Dropped: Sendable, Hashable {
    /// Files of which there is a later version.
    package var superseded = 0
    /// Files that were listed before.
    package var repeated = 0
    /// Rows of the present index whose files have a later version, by year.
    package var supersededRows: [Int: Int] = [:]
  }

  /// What of a dataset's pattern is needed for each row.
  private struct Policy {
    var stop: StopPolicy
    var versions: DatasetPattern.Versions
    var estimatesLast: Bool
  }

  /// The most files with the same start.
  private static let groupLimit = 4_000_000

  /// Prepares.
  ///
  /// - Parameters:
  ///   - files: The files by time.
  ///   - mission: The mission.
  ///   - datasets: The datasets, by number.
  package init(
    _ files: consuming SortedFiles, of mission: Mission, _ datasets: [KeyMatcher.Dataset]
  ) {
    self.files = files
    ids = datasets.map(\.id)
    policies = datasets.map { dataset in
      let pattern = mission.datasets[dataset.pattern]
      return Policy(
        stop: pattern.stop, versions: pattern.versions,
        estimatesLast: pattern.estimatesLastStop)
    }
  }

  /// Goes through all rows, dataset by dataset, in the order of the index.
  ///
  /// - Parameter take: Is given each row; all have a stop.
  /// - Throws: ``StoreError`` when temporary files can't be read, or what `take` throws.
  package mutating func forEachRow(
    _ take: (IndexedFile) throws(StoreError) -> Void
  ) throws(StoreError) {
    ahead = try files.next()
    while var file = ahead {
      ahead = try files.next()
      let next = ahead.flatMap { $0.dataset == file.dataset ? $0.start : nil }
      guard next == file.start else {
        complete(&file, next)
        before = (file.dataset, file.start)
        try take(file)
        continue
      }
      let group = try nextGroup(from: file)
      before = (file.dataset, file.start)
      for file in group { try take(file) }
    }
  }

  /// Finds the stop, where the name does not have it.
  private func complete(_ file: inout IndexedFile, _ next: Int64?) {
    guard file.stop == IndexedFile.noTime else { return }
    let policy = policies[Int(file.dataset)]
    let next = next ?? (policy.estimatesLast ? estimatedNext(after: file) : nil)
    file.stop = policy.stop.stop(of: file.start, next: next)
  }

  /// Where a file would start that follows the last: as far off as the one before it, else at the
  /// end of the day.
  private func estimatedNext(after file: IndexedFile) -> Int64 {
    guard let before, before.dataset == file.dataset, before.start < file.start else {
      return Period.day.end(after: file.start)
    }
    return file.start + (file.start - before.start)
  }

  /// Makes the rows of the files of one dataset that have one start.
  private mutating func nextGroup(
    from first: IndexedFile
  ) throws(StoreError) -> [IndexedFile] {
    var group = chosen(try readGroup(from: first), policies[Int(first.dataset)].versions)
    let next = ahead.flatMap { $0.dataset == first.dataset ? $0.start : nil }
    for index in group.indices { complete(&group[index], next) }
    group.sort { left, right in
      left.stop == right.stop ? left.datakey.precedes(right.datakey) : left.stop < right.stop
    }
    return group
  }

  /// Reads the files of one dataset with one start.
  private mutating func readGroup(
    from first: IndexedFile
  ) throws(StoreError) -> [IndexedFile] {
    var group = [first]
    while let file = ahead, file.dataset == first.dataset, file.start == first.start {
      if let last = group.last, last.datakey == file.datakey {
        dropped[Int(file.dataset), default: Dropped()].repeated += 1
        if last.isEarlier(than: file) { group[group.count - 1] = file }
      } else {
        group.append(file)
      }
      guard group.count < Self.groupLimit else {
        throw StoreError(
          .tooLarge, address: ids[Int(first.dataset)],
          detail: "\(group.count) files have the same start: the names don't tell their times")
      }
      ahead = try files.next()
    }
    return group
  }

  /// Leaves out what there is a later version of.
  private mutating func chosen(
    _ group: [IndexedFile], _ versions: DatasetPattern.Versions
  ) -> [IndexedFile] {
    guard versions != .all, group.count > 1, group.contains(where: { !$0.version.isEmpty }) else {
      return group
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
    let kept = Set(best.values)
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
  /// The datakey without its version, which all versions of a file share.
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

/// Compares versions as people do: numbers by their values, everything else by its bytes.
enum VersionOrder {
  /// Compares two versions.
  ///
  /// - Returns: Less than, equal to or greater than 0 as the first is less, equal or greater.
  static func compare(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
    var (left, right) = (left, right)
    while let one = left.first, let other = right.first {
      if isDigit(one), isDigit(other) {
        let order = compareNumbers(&left, &right)
        if order != 0 { return order }
      } else {
        if one != other { return one < other ? -1 : 1 }
        left.removeFirst()
        right.removeFirst()
      }
    }
    return left.count - right.count
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private static func compareNumbers(
    _ left: inout ArraySlice<UInt8>, _ right: inout ArraySlice<UInt8>
  ) -> Int {
    let one = left.prefix(while: isDigit)
    let other = right.prefix(while: isDigit)
    left = left[one.endIndex...]
    right = right[other.endIndex...]
    let (first, second) = (one.drop { $0 == 0x30 }, other.drop { $0 == 0x30 })
    if first.count != second.count { return first.count - second.count }
    return first.elementsEqual(second) ? 0 : first.lexicographicallyPrecedes(second) ? -1 : 1
  }
}

extension StopPolicy {
  /// Finds the stop of a file.
  ///
  /// - Parameters:
  ///   - start: Its start, in microseconds since 1970.
  ///   - next: The next later start of the dataset; nil if there is none.
  /// - Returns: The stop, in microseconds since 1970.
  func stop(of start: Int64, next: Int64?) -> Int64 {
    switch self {
    case .fromName, .sameAsStart: start
    case .duration(let length): start + length
    case .nextStart(let gap): min(next ?? start + gap, start + gap)
    case .period(let name): Period(rawValue: name)?.end(after: start) ?? start
    }
  }
}

extension Int64 {
  /// The calendar year of microseconds since 1970.
  var year: Int {
    let seconds = self >= 0 ? self / 1_000_000 : (self - 999_999) / 1_000_000
    return SCRTime(seconds: seconds).year
  }
}
