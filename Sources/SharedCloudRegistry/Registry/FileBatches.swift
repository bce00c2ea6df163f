internal import Formats
internal import Glibc
internal import ObjectStorage

/// The requested rows of a dataset, many at a time.
///
/// Index files are fetched and parsed ahead of the consumer, as far as the query's memory allows.
///
/// An index file that can't be read does not hide the others. It is reported to
/// ``FileQuery/onFault`` when its turn comes, and the first such error is thrown after the last row
/// of the other files.
public struct FileBatches: AsyncSequence, Sendable {
  /// Some rows of one index file.
  public typealias Element = FileBatch
  /// Why the rows are incomplete.
  public typealias Failure = ReadingError

  let dataset: Dataset
  let query: FileQuery

  /// Starts to read.
  ///
  /// - Returns: An iterator over the batches.
  public func makeAsyncIterator() -> Iterator { Iterator(FileReading(dataset, for: query)) }

  /// Gives batches.
  public struct Iterator: AsyncIteratorProtocol {
    private let reading: FileReading

    init(_ reading: FileReading) { self.reading = reading }

    /// Waits for the next rows.
    ///
    /// - Parameter actor: The actor that calls.
    /// - Returns: Rows, at least one; nil after the last.
    /// - Throws: ``ReadingError`` after the last rows if an index file could not be read.
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(ReadingError) -> FileBatch? {
      try await reading.next()
    }
  }
}

/// Reads the index files of a dataset one by one, and parses parts of them in parallel.
final class FileReading {
  private typealias Preparation = Task<Prepared, Never>
  private typealias Parsing = Task<Result<RowParser.Result, ReadingError>, Never>

  private let dataset: Dataset
  private let query: FileQuery
  private var files: IndexFiles?
  /// The index files that are not yet prepared.
  private var candidates: ArraySlice<IndexFiles.Candidate> = []
  private var preparing: [(year: Int?, work: Preparation)] = []
  private var current: PreparedIndex?
  /// The position of the next lines to be parsed.
  private var offset = 0
  private var parsing: [Parsing] = []
  private var sorted: SortedRows?
  private var faults = RowFaults()
  /// Whether a row of the current file was read, requested or not.
  private var hasReadRow = false
  private var lines = 0
  private var isDone = false
  private var unread = UnreadFiles()
  /// The first year that was requested, until an index file was found; nil if no earlier one helps.
  private var earliestYear: Int?
  /// Whether index files before the time range are requested one by one.
  private var isLookingBack = false
  private let absentYears: AbsentYears

  /// The number of bytes of an index file that are parsed at once.
  private static let stretch = 256 << 10
  /// The maximum number of such parts that are being parsed or wait for the consumer.
  private let width: Int

  init(_ dataset: Dataset, for query: FileQuery) {
    self.dataset = dataset
    self.query = query
    absentYears = AbsentYears(of: dataset)
    // Rows in memory take about twice the space of their lines.
    let cores = Swift.max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    width = Swift.max(1, Swift.min(2 * cores, query.memory / (3 * Self.stretch)))
  }

  deinit {
    for task in preparing { task.work.cancel() }
    for task in parsing { task.cancel() }
  }

  func next() async throws(ReadingError) -> FileBatch? {
    if files == nil { try await begin() }
    while !isDone {
      guard let current else {
        try await takeNextFile()
        continue
      }
      do throws(ReadingError) {
        if let batch = try await nextBatch(of: current) {
          if !batch.isEmpty { return batch }
          continue
        }
      } catch {
        skip(error)
      }
      report(current)
      self.current = nil
      if let error = unreadRows(of: current) { skip(error) }
    }
    return nil
  }

  private func begin() async throws(ReadingError) {
    let place = try dataset.indexPlace()
    let files = IndexFiles(place: place, dataset: dataset, query: absentYears.watching(query))
    self.files = files
    do throws(ReadingError) {
      candidates = try await files.find()[...]
    } catch {
      // Nobody expects a request to a server for a directory of this machine.
      guard let absent = dataset.absentIndexDirectory else { throw error }
      throw ReadingError(
        StoreError(
          error.storage ?? .unavailable, address: error.address,
          detail: "\(error.detail); the copy has no directory \(absent)"))
    }
    earliestYear = files.searchesEarlierYears ? candidates.first?.year : nil
  }

  /// The error of a file with rows of which none could be read: its answer is not an empty one.
  private func unreadRows(of index: PreparedIndex) -> ReadingError? {
    guard !hasReadRow else { return nil }
    if let header = index.swallowingHeader {
      return ReadingError(
        StoreError(
          .malformed, address: index.address,
          detail:
            "its lines end with carriage returns only (\(header.returns) of them), so none of "
            + "its rows can be read"))
    }
    guard let fault = faults.faults[.row] ?? faults.faults[.longLine] else { return nil }
    return ReadingError(
      StoreError(
        .malformed, address: index.address,
        detail: "none of its \(fault.count == 1 ? "rows" : "\(fault.count) rows") can be read; "
          + "line \(fault.line): \(fault.detail)"))
  }

  private func report(_ index: PreparedIndex) {
    for (kind, fault) in faults.faults.sorted(by: { $0.value.line < $1.value.line }) {
      query.onFault(
        index.fault(kind, line: fault.line, count: fault.count, detail: fault.detail))
    }
  }
}

// MARK: - Files

extension FileReading {
  private func takeNextFile() async throws(ReadingError) {
    startPreparing()
    guard !preparing.isEmpty, !unread.endsReading else { return try await finish() }
    let (year, work) = preparing.removeFirst()
    do throws(ReadingError) {
      let prepared = await work.value
      // Nobody wants to know of a file whose turn does not come.
      for fault in prepared.faults { files?.query.onFault(fault) }
      let index = try prepared.index.get()
      unread.noteDelivery()
      guard let index else { return prepareEarlierYear(than: year) }
      earliestYear = nil
      try begin(index)
    } catch {
      current = nil
      earliestYear = nil
      absentYears.noteIndex(to: nil)
      skip(error)
    }
  }

  /// Requests the index file of the year before, unless one was found up to the start of the range:
  /// the last one that exists may have a file that lasts for years.
  private func prepareEarlierYear(than year: Int?) {
    guard let year, let first = earliestYear, let files, let start = query.from?.year,
      year == start || year == first && isLookingBack
    else { return }
    guard let candidate = files.candidate(before: first) else {
      earliestYear = nil
      return
    }
    isLookingBack = true
    earliestYear = candidate.year
    preparing.insert(
      (candidate.year, Self.preparation(of: candidate, in: files, for: query)), at: 0)
  }

  /// Ends the rows, with the first error of an index file that could not be read.
  private func finish() async throws(ReadingError) {
    isDone = true
    if let files, !unread.endsReading { await absentYears.searchReach(in: files) }
    for fault in absentYears.faults(before: nil) { query.onFault(fault) }
    if let error = unread.first { throw error }
  }

  /// Continues without the rest of an index file.
  private func skip(_ error: ReadingError) {
    unread.add(error)
    query.onFault(ReadingFault(.unreadIndex, address: error.address, detail: error.detail))
  }

  private func startPreparing() {
    guard let files else { return }
    while preparing.count <= query.filesAhead, let candidate = candidates.popFirst() {
      preparing.append((candidate.year, Self.preparation(of: candidate, in: files, for: query)))
    }
  }

  private static func preparation(
    of candidate: IndexFiles.Candidate, in files: IndexFiles, for query: FileQuery
  ) -> Preparation {
    Task.detached { await Prepared(candidate, in: files, for: query) }
  }

  private func begin(_ index: PreparedIndex) throws(ReadingError) {
    current = index
    if let year = index.year {
      for fault in absentYears.faults(before: year) { query.onFault(fault) }
    }
    absentYears.noteIndex(to: index.latestStop)
    offset = 0
    parsing = []
    sorted = nil
    faults = RowFaults()
    hasReadRow = false
    lines = 0
    if let header = index.swallowingHeader {
      query.onFault(
        index.fault(
          .row, line: header.line, count: header.returns,
          detail: "the header contains a carriage return; the rest of the line is skipped"))
    }
    guard let line = index.firstDisorder, query.order == .time else { return }
    query.onFault(
      index.fault(
        .disorder, line: line, count: index.disorders,
        detail: "the row starts before the previous row"))
    let rows = try SortedRows(index, for: query)
    faults = rows.faults
    hasReadRow = true
    sorted = rows
  }
}

// MARK: - Rows

extension FileReading {
  private func nextBatch(of index: PreparedIndex) async throws(ReadingError) -> FileBatch? {
    if sorted != nil { return try sorted?.nextBatch() }
    startParsing(index)
    guard !parsing.isEmpty else { return nil }
    let result = try await parsing.removeFirst().value.get()
    startParsing(index)
    faults.add(result.faults, lines: lines)
    lines += result.lines
    if result.firstStart != nil || !result.batch.isEmpty { hasReadRow = true }
    // In a sorted file no requested row follows.
    if let to = query.to, let start = result.firstStart, start >= to, query.order == .time {
      stopParsing(index)
    }
    return result.batch
  }

  private func startParsing(_ index: PreparedIndex) {
    let parser = index.parser(query)
    while parsing.count < width, offset < index.content.size {
      let range = offset..<Swift.min(offset + Self.stretch, index.content.size)
      offset = range.upperBound
      parsing.append(
        Task.detached {
          do throws(StoreError) {
            let lines = try index.content.lines(
              startingIn: range, lineLimit: PreparedIndex.lineLimit)
            return .success(parser.parse(lines))
          } catch {
            return .failure(ReadingError(error))
          }
        })
    }
  }

  private func stopParsing(_ index: PreparedIndex) {
    offset = index.content.size
    for task in parsing { task.cancel() }
    parsing = []
  }
}
