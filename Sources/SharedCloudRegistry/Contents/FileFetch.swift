internal import ObjectStorage

/// Copies data files into a directory, so that each is there completely or not at all.
///
/// A file is stored under its key in the bucket. An incomplete file is stored next to it; its
/// download resumes if the object still has the same strong ETag.
public struct FileFetch: Sendable {
  /// What to do with a file that already exists.
  public enum Existing: Sendable, Hashable {
    /// Keep it if it has the size and checksum of the index; else fetch it again.
    case keep
    /// Fetch it again.
    case replace
  }

  /// The result for a file.
  public enum Outcome: Sendable, Hashable {
    /// It was fetched; the number of bytes fetched now.
    case fetched(bytes: Int)
    /// It was fetched although its size is not the one in the index.
    case fetchedOtherSize(bytes: Int, size: Int, sizeInIndex: Int)
    /// It already existed.
    case present
    /// It already existed as the server has it, although its size is not the one in the index.
    case presentOtherSize(size: Int, sizeInIndex: Int)
  }

  /// The dataset of the files.
  let dataset: Dataset
  private let directory: String
  /// What happens to files that already exist.
  let existing: Existing
  /// Whether the directories of the keys are omitted.
  let isFlat: Bool
  /// Whether files are taken whose size is not the one in the index.
  let acceptsAnySize: Bool
  private let stale = StalePartials()

  /// Prepares to fetch.
  ///
  /// - Parameters:
  ///   - dataset: The dataset of the files.
  ///   - directory: Where the files go; it is created if it does not exist.
  ///   - existing: What to do with files that already exist.
  ///   - isFlat: Whether to omit the directories of the keys.
  ///   - acceptsAnySize: Whether to take files that were replaced, so that the size in the index is
  ///     not theirs.
  public init(
    _ dataset: Dataset, to directory: String, existing: Existing = .keep, isFlat: Bool = false,
    acceptsAnySize: Bool = false
  ) {
    self.dataset = dataset
    self.directory = directory.hasSuffix("/") || directory.isEmpty ? directory : directory + "/"
    self.existing = existing
    self.isFlat = isFlat
    self.acceptsAnySize = acceptsAnySize
  }

  /// The path of a file in the directory.
  ///
  /// - Parameter record: The file.
  /// - Returns: The path.
  /// - Throws: ``ReadingError`` if the key could lead outside the directory.
  public func path(of record: FileRecord) throws(ReadingError) -> String {
    let key = ObjectAddress(record.datakey)?.key ?? record.datakey
    let name = isFlat ? String(record.name) : key
    guard !name.isEmpty, !name.hasSuffix("/"), !ObjectAddress.isUnsafe(key: name) else {
      throw ReadingError(
        .notWritten, address: record.datakey,
        detail: name.isEmpty || name.hasSuffix("/")
          ? "its key names a directory, not a file"
          : "its key has a part that no path may have: a segment . or .., a slash at its start, or "
            + "a control character")
    }
    return directory + name
  }

  /// Why the checksum of a file in its index is not compared with its bytes.
  ///
  /// - Parameter record: The file.
  /// - Returns: The reason; nil if it is compared, or without one.
  public func unverified(_ record: FileRecord) -> String? { ContentCheck.obstacle(of: record) }

  /// Fetches a file.
  ///
  /// - Parameters:
  ///   - record: The file.
  ///   - progress: Called with the number of bytes as they arrive.
  /// - Returns: The result.
  /// - Throws: ``ReadingError``; an incomplete file stays for the next attempt.
  public func fetch(
    _ record: FileRecord, progress: @Sendable (Int) -> Void = { _ in }
  ) async throws(ReadingError) -> Outcome {
    let path = try path(of: record)
    if let outcome = try await presence(of: record, at: path) { return outcome }
    let content = try await OpenedContent(record, of: dataset)
    var (reader, info) = (content.reader, content.reader.info)
    try checkSize(record, of: content)
    let isSizeKnown = content.reader.info.isSizeKnown
    // A part of an encoded object can't be decoded, so nothing can resume.
    if content.isDecoded { info.etag = nil }
    let partial = try Self.writing(path) { () throws(StoreError) in try PartialFile(path, of: info)
    }
    var check = ContentCheck(
      record, origin: content.origin, acceptsAnySize: acceptsAnySize)
    if partial.size > 0 {
      try replay(partial, into: &check)
      let rest = partial.size..<Swift.max(partial.size, info.size)
      reader = try await dataset.open(record, ObjectPart(range: rest, matching: info.etag))
      guard !reader.info.isSizeKnown || reader.info.size == info.size else {
        throw ReadingError(
          StoreError(
            .malformed, address: record.datakey, detail: "the server sent a different part"))
      }
    }
    do throws(ReadingError) {
      let count = try await copy(reader, to: partial, &check, progress)
      try check.finish()
      try checkReplacement(record, at: partial, size: partial.size + count, isKnown: isSizeKnown)
      try Self.writing(path) { () throws(StoreError) in try partial.finish() }
      stale.remove(olderThan: partial)
      let size = partial.size + count
      guard let listed = record.filesize, listed != size else { return .fetched(bytes: count) }
      return .fetchedOtherSize(bytes: count, size: size, sizeInIndex: listed)
    } catch {
      // The bytes differ from the index, so a resumed download could not succeed.
      if error.code == .differs { partial.remove() }
      throw error
    }
  }

  /// Compares the size on the server with the one in the index, before anything is downloaded.
  private func checkSize(
    _ record: FileRecord, of content: OpenedContent
  ) throws(ReadingError) {
    let size = content.reader.info.size
    guard !acceptsAnySize, !content.isDecoded, let listed = record.filesize, size > 0,
      size != listed
    else { return }
    if content.reader.info.isPage, !record.datakey.lowercased().hasSuffix("html") {
      throw ReadingError(
        .differs, address: record.datakey,
        detail: "the server sent an HTML page of \(size) bytes, such as a login page, but the "
          + "index has a file of \(listed) bytes")
    }
    throw ReadingError(
      .differs, address: record.datakey,
      detail: "it has \(size) bytes, but the index has \(listed) bytes; "
        + "if the file was replaced, --accept-size takes it")
  }

  /// Refuses what is no replacement of a file, although any size is accepted: nothing, an error
  /// or a page of the server, and what may be a part.
  private func checkReplacement(
    _ record: FileRecord, at partial: PartialFile, size: Int, isKnown: Bool
  ) throws(ReadingError) {
    guard acceptsAnySize, let listed = record.filesize, listed != size else { return }
    let start = try Self.writing(partial.path) { () throws(StoreError) in
      try partial.bytes(0..<Swift.min(size, 512))
    }
    let name = record.datakey.lowercased()
    let reason: String
    if size == 0 {
      reason = "the server sent no bytes"
    } else if let content = ForeignContent(textOf: start.span),
      content.isPage || content.words == "XML",
      !name.hasSuffix("html"), !name.hasSuffix("htm"), !name.hasSuffix("xml")
    {
      reason = "the server sent \(content.words) of \(size) bytes"
    } else if !isKnown {
      reason = "\(size) bytes came, and the server does not say whether that is all"
    } else {
      return
    }
    throw ReadingError(
      .differs, address: record.datakey, detail: "\(reason), but the index has \(listed) bytes")
  }

  private func copy(
    _ reader: any ObjectReader, to partial: PartialFile, _ check: inout ContentCheck,
    _ progress: @Sendable (Int) -> Void
  ) async throws(ReadingError) -> Int {
    var count = 0
    while let bytes = try await ReadingError.of({ () async throws(StoreError) in
      try await reader.next()
    }) {
      try check.add(bytes)
      try Self.writing(partial.path) { () throws(StoreError) in try partial.append(bytes) }
      count += bytes.count
      progress(bytes.count)
    }
    return count
  }

  /// Adds the bytes of an earlier attempt to the check.
  private func replay(
    _ partial: PartialFile, into check: inout ContentCheck
  ) throws(ReadingError) {
    var offset = 0
    while offset < partial.size {
      let range = offset..<Swift.min(offset + (1 << 20), partial.size)
      let bytes = try Self.writing(partial.path) { () throws(StoreError) in
        try partial.bytes(range)
      }
      guard !bytes.isEmpty else { break }
      try check.add(bytes)
      offset += bytes.count
    }
  }

  /// Calls the body; an error means that the file could not be written.
  private static func writing<Result>(
    _ path: String, _ work: () throws(StoreError) -> Result
  ) throws(ReadingError) -> Result {
    do throws(StoreError) {
      return try work()
    } catch {
      let code = error.code == .noRoom ? ReadingError.Code.noRoom : .notWritten
      throw ReadingError(code, address: path, detail: error.detail)
    }
  }
}

// MARK: - Many files

extension FileFetch {
  /// The result for one of many files.
  public struct Report: Sendable {
    /// The file.
    public let record: FileRecord
    /// The result, or why the file could not be fetched.
    public let outcome: Result<Outcome, ReadingError>
  }

  /// Reads which files there are, and checks where they go.
  ///
  /// - Parameters:
  ///   - records: The files.
  ///   - progress: Called with the number of files so far.
  /// - Returns: The files, each once; ``FetchPlan/failure`` says why some are missing, and
  ///   ``FetchPlan/refusals`` which of them can't be fetched together.
  /// - Throws: ``ReadingError`` when no record can be read.
  public func plan<Records: AsyncSequence>(
    _ records: Records, progress: (Int) -> Void = { _ in }
  ) async throws(ReadingError) -> FetchPlan
  where Records.Element == FileRecord, Records.Failure == ReadingError {
    var plan = FetchPlan(self)
    var iterator = records.makeAsyncIterator()
    while true {
      let record: FileRecord?
      do throws(ReadingError) {
        record = try await iterator.next(isolation: #isolation)
      } catch {
        guard !plan.records.isEmpty else { throw error }
        plan.failure = error
        break
      }
      guard let record else { break }
      plan.add(record)
      progress(plan.records.count)
    }
    plan.check()
    return plan
  }

  /// Fetches files, several at a time; where each goes is checked before the first is requested.
  ///
  /// - Parameters:
  ///   - records: The files.
  ///   - concurrency: The maximum number of files at the same time.
  ///   - progress: Called with the number of bytes as they arrive.
  ///   - report: Called for each file when it is done.
  /// - Throws: ``ReadingError`` when no record can be read, or the file system is full; after the
  ///   last file when some records could not be read.
  public func fetch<Records: AsyncSequence>(
    _ records: Records, concurrency: Int = 4,
    progress: @escaping @Sendable (Int) -> Void = { _ in }, report: (Report) -> Void
  ) async throws(ReadingError)
  where Records.Element == FileRecord, Records.Failure == ReadingError {
    let plan = try await plan(records)
    try await fetch(plan, concurrency: concurrency, progress: progress, report: report)
  }

  /// Fetches the files of a plan, several at a time.
  ///
  /// - Parameters:
  ///   - plan: The files.
  ///   - concurrency: The maximum number of files at the same time.
  ///   - progress: Called with the number of bytes as they arrive.
  ///   - report: Called for each file when it is done.
  /// - Throws: ``ReadingError`` with code `noRoom` when the file system is full; then no other file
  ///   is fetched. After the last file, ``FetchPlan/failure``.
  public func fetch(
    _ plan: FetchPlan, concurrency: Int = 4,
    progress: @escaping @Sendable (Int) -> Void = { _ in }, report: (Report) -> Void
  ) async throws(ReadingError) {
    for refusal in plan.refusals { report(refusal.report) }
    let queue = TaskQueue<Report>(isInOrder: false)
    for record in plan.records {
      if queue.count >= Swift.max(1, concurrency), let done = await queue.next() {
        try Self.take(done, report)
      }
      queue.add {
        do throws(ReadingError) {
          return Report(
            record: record, outcome: .success(try await fetch(record, progress: progress)))
        } catch {
          return Report(record: record, outcome: .failure(error))
        }
      }
    }
    while let done = await queue.next() { try Self.take(done, report) }
    if let failure = plan.failure { throw failure }
  }

  /// Reports a file, unless its error ends the run.
  private static func take(_ done: Report, _ report: (Report) -> Void) throws(ReadingError) {
    if case .failure(let error) = done.outcome, error.code == .noRoom {
      throw ReadingError(
        .noRoom, address: error.address, detail: "\(error.detail); nothing more is fetched")
    }
    report(done)
  }
}
