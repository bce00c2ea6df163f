/// Datasets whose ids begin with the same word, such as a mission.
public struct DatasetGroup: Sendable {
  /// The word: the part before the first underscore of the first dataset's id.
  public let name: String
  /// The datasets, in the order of their ids, ignoring case.
  public let datasets: [Dataset]

  /// Groups datasets by the first word of their ids, ignoring case.
  ///
  /// - Parameter datasets: The datasets.
  /// - Returns: The groups, in the order of their names.
  public static func groups(of datasets: [Dataset]) -> [DatasetGroup] {
    let sorted = datasets.map { (key: $0.id.lowercased(), dataset: $0) }
      .sorted { $0.key < $1.key }
    var groups: [DatasetGroup] = []
    var word = ""
    var members: [Dataset] = []
    func close() {
      guard let first = members.first else { return }
      groups.append(DatasetGroup(name: Self.word(first.id), datasets: members))
    }
    for (key, dataset) in sorted {
      let next = Self.word(key)
      if next != word {
        close()
        members = []
        word = next
      }
      members.append(dataset)
    }
    close()
    return groups
  }

  private static func word(_ id: String) -> String { String(id.prefix { $0 != "_" }) }
}

extension Dataset {
  /// The files of one calendar year.
  public struct YearCount: Sendable, Hashable {
    /// The year that they start in; nil for files without time.
    public let year: Int?
    /// Their number.
    public let files: Int
    /// The total of their sizes in bytes, as far as the index has them.
    public let bytes: Int
  }

  /// Counts the files of each year, from all index files.
  ///
  /// - Parameter query: Which files to count.
  /// - Returns: The counts, in the order of the years.
  /// - Throws: ``ReadingError``.
  public func yearCounts(
    _ query: FileQuery = FileQuery()
  ) async throws(ReadingError) -> [YearCount] {
    var tally = YearTally()
    try await count(query, into: &tally)
    return tally.counts
  }

  /// Counts the files of each year as far as index files can be read.
  ///
  /// - Parameters:
  ///   - query: Which files to count.
  ///   - tally: Receives them, also before an error.
  /// - Throws: ``ReadingError``.
  package func count(
    _ query: FileQuery, into tally: inout YearTally
  ) async throws(ReadingError) {
    var iterator = files(query).batches.makeAsyncIterator()
    while let batch = try await iterator.next(isolation: #isolation) { tally.add(batch) }
  }

  /// Reads the first files of the dataset, without reading complete index files if possible.
  ///
  /// - Parameters:
  ///   - count: The number of files.
  ///   - onFault: Called for everything skipped or repaired, and for index files that can't be read.
  /// - Returns: The first files, fewer if there are fewer.
  /// - Throws: ``ReadingError``.
  public func sample(
    _ count: Int = 1, onFault: @escaping @Sendable (ReadingFault) -> Void = { _ in }
  ) async throws(ReadingError) -> [FileRecord] {
    var query = FileQuery()
    query.onFault = onFault
    // So nothing after them is read.
    query.order = .asWritten
    query.filesAhead = 0
    query.bytesPerFile = Swift.max(64 << 10, Swift.min(count, 1 << 20) * 1024)
    var iterator = files(query).makeAsyncIterator()
    var records: [FileRecord] = []
    while records.count < count, let record = try await iterator.next(isolation: #isolation) {
      records.append(record)
    }
    return records
  }
}
