/// Copies data files into a directory, so that each is there completely or not at all.
///
/// A file is stored under its key in the bucket. An incomplete file is stored next to it; its
/// download resumes if the object still has the same strong ETag.
public struct FileFetch: Sendable {
  /// What to do with a file that already exists.
  public enum Existing: Sendable, Hashable {
    /// Keep it if it has the size in the index; else report an error.
    case keep
    /// Replace it unless it has the size in the index.
    case replace
  }

  /// The result for a file.
  public enum Outcome: Sendable, Hashable {
    /// It was fetched; the number of bytes fetched now.
    case fetched(bytes: Int)
    /// It already existed.
    case present
  }

  private let dataset: Dataset
  private let directory: String
  private let existing: Existing
  private let isFlat: Bool

  /// Prepares to fetch.
  ///
  /// - Parameters:
  ///   - dataset: The dataset of the files.
  ///   - directory: Where the files go; it is created if it does not exist.
  ///   - existing: What to do with files that already exist.
  ///   - isFlat: Whether to omit the directories of the keys.
  public init(
    _ dataset: Dataset, to directory: String, existing: Existing = .keep, isFlat: Bool = false
  ) {
    self.dataset = dataset
    self.directory = directory.hasSuffix("/") || directory.isEmpty ? directory : directory + "/"
    self.existing = existing
    self.isFlat = isFlat
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
        .notWritten, address: record.datakey, detail: "its key could lead outside the directory")
    }
    return directory + name
  }

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
    if try isPresent(record, path) { return .present }
    var reader = try await dataset.open(record)
    let info = reader.info
    let partial = try Self.writing(path) { () throws(StoreError) in try PartialFile(path, info) }
    var check = ContentCheck(record)
    if partial.size > 0 {
      try replay(partial, &check)
      let rest = partial.size..<Swift.max(partial.size, info.size)
      reader = try await dataset.open(record, ObjectPart(range: rest, matching: info.etag))
    }
    do throws(ReadingError) {
      let count = try await copy(reader, to: partial, &check, progress)
      try check.finish()
      try Self.writing(path) { () throws(StoreError) in try partial.finish() }
      return .fetched(bytes: count)
    } catch {
      // The bytes differ from the index, so a resumed download could not succeed.
      if error.code == .differs { partial.remove() }
      throw error
    }
  }

  private func isPresent(_ record: FileRecord, _ path: String) throws(ReadingError) -> Bool {
    guard let identity = FileIdentity(path) else { return false }
    guard identity.isRegular else {
      throw ReadingError(.notWritten, address: path, detail: "it exists, but is not a file")
    }
    guard let size = record.filesize, size != identity.size else { return true }
    guard existing == .replace else {
      throw ReadingError(
        .notWritten, address: path,
        detail: "it exists with \(identity.size) bytes, but the index has \(size)")
    }
    return false
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
    _ partial: PartialFile, _ check: inout ContentCheck
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
      throw ReadingError(.notWritten, address: path, detail: error.detail)
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

  /// Fetches files, several at a time.
  ///
  /// - Parameters:
  ///   - records: The files.
  ///   - concurrency: The maximum number of files at the same time.
  ///   - progress: Called with the number of bytes as they arrive.
  ///   - report: Called for each file when it is done.
  /// - Throws: ``ReadingError`` when the records can't be read.
  public func fetch<Records: AsyncSequence>(
    _ records: Records, concurrency: Int = 4,
    progress: @escaping @Sendable (Int) -> Void = { _ in }, report: (Report) -> Void
  ) async throws(ReadingError)
  where Records.Element == FileRecord, Records.Failure == ReadingError {
    let queue = TaskQueue<Report>(isInOrder: false)
    var iterator = records.makeAsyncIterator()
    while let record = try await iterator.next(isolation: #isolation) {
      if queue.count >= Swift.max(1, concurrency), let done = await queue.next() { report(done) }
      queue.add {
        do throws(ReadingError) {
          return Report(
            record: record, outcome: .success(try await fetch(record, progress: progress)))
        } catch {
          return Report(record: record, outcome: .failure(error))
        }
      }
    }
    while let done = await queue.next() { report(done) }
  }
}
