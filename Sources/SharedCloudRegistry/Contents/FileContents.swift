public import ObjectStorage

/// A data file with its bytes, or why they could not be read.
public struct FileContent: Sendable {
  /// The file.
  public let record: FileRecord
  /// Its position among the requested files, from 0.
  public let position: Int
  /// Its bytes, as many as the index says, or why they could not be read.
  public let bytes: Result<[UInt8], ReadingError>
}

/// How data files are read.
public struct ContentOptions: Sendable, Hashable {
  /// The maximum number of files that are read at the same time, or wait for the consumer.
  public var concurrency = 4
  /// Whether files come in the order of the request, or as soon as they are ready.
  public var isInOrder = true
  /// The largest file that is read, in bytes; memory is limited to this times the concurrency.
  public var sizeLimit = 1 << 30
  /// Whether to compare sizes and checksums with the index, where it has them.
  public var isVerified = true

  /// Creates the usual options.
  public init() {}
}

/// Data files with their bytes, read several at a time.
///
/// A file that can't be read does not end the sequence: its content says why. A broken connection
/// is resumed if the server allows it.
public struct FileContents<Records: AsyncSequence & Sendable>: AsyncSequence, Sendable
where Records.Element == FileRecord, Records.Failure == ReadingError {
  /// A file and its bytes.
  public typealias Element = FileContent
  /// Why there are no more records.
  public typealias Failure = ReadingError

  let records: Records
  let dataset: Dataset
  let options: ContentOptions

  /// Begins to read.
  ///
  /// - Returns: An iterator over the files.
  public func makeAsyncIterator() -> Iterator { Iterator(self) }

  /// Gives files with their bytes.
  public struct Iterator: AsyncIteratorProtocol {
    private let dataset: Dataset
    private let options: ContentOptions
    private var records: Records.AsyncIterator
    private var queue: TaskQueue<FileContent>
    private var count = 0
    private var isAtEnd = false
    private var failure: ReadingError?

    init(_ contents: FileContents) {
      dataset = contents.dataset
      options = contents.options
      records = contents.records.makeAsyncIterator()
      queue = TaskQueue(isInOrder: contents.options.isInOrder)
    }

    /// Waits for the next file.
    ///
    /// - Parameter actor: The actor that calls.
    /// - Returns: The file; nil after the last.
    /// - Throws: ``ReadingError`` after the last file when some records can't be read.
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(ReadingError) -> FileContent? {
      while !isAtEnd, queue.count < Swift.max(1, options.concurrency) {
        let record: FileRecord?
        do throws(ReadingError) {
          record = try await records.next(isolation: actor)
        } catch {
          failure = error
          record = nil
        }
        guard let record else {
          isAtEnd = true
          break
        }
        let (dataset, options, position) = (dataset, options, count)
        count += 1
        queue.add {
          FileContent(
            record: record, position: position, bytes: await dataset.bytes(of: record, options))
        }
      }
      if let content = await queue.next() { return content }
      if let failure {
        self.failure = nil
        throw failure
      }
      return nil
    }
  }
}

// MARK: - Reading

extension Dataset {
  /// Reads data files, several at a time.
  ///
  /// - Parameters:
  ///   - records: The files, such as those of ``files(from:to:)``.
  ///   - options: How they are read.
  /// - Returns: The files with their bytes; each is read when it is requested.
  public func contents<Records: AsyncSequence & Sendable>(
    of records: Records, _ options: ContentOptions = ContentOptions()
  ) -> FileContents<Records>
  where Records.Element == FileRecord, Records.Failure == ReadingError {
    FileContents(records: records, dataset: self, options: options)
  }

  /// Opens a data file of any size, to be read as its bytes arrive.
  ///
  /// The content encoding of a complete file is undone, unless the part asks for the stored bytes.
  ///
  /// - Parameters:
  ///   - record: The file.
  ///   - part: Which of its bytes.
  /// - Returns: The bytes.
  /// - Throws: ``ReadingError``.
  public func open(
    _ record: FileRecord, _ part: ObjectPart = .whole
  ) async throws(ReadingError) -> any ObjectReader {
    let place = try place(of: record)
    var request = part
    request.refusesPages = !ContentCheck.hasEvidence(record)
    return try await ReadingError.of { [request] () async throws(StoreError) in
      try await place.storage.read(place.key, request)
    }
  }

  /// Reads all bytes of a file and compares them with its record.
  func bytes(
    of record: FileRecord, _ options: ContentOptions
  ) async -> Result<[UInt8], ReadingError> {
    do throws(ReadingError) {
      let content = try await OpenedContent(record, of: self)
      let reader = content.reader
      var check = ContentCheck(record, origin: content.origin)
      var bytes: [UInt8] = []
      bytes.reserveCapacity(Swift.min(reader.info.size, options.sizeLimit))
      while let part = try await ReadingError.of({ () async throws(StoreError) in
        try await reader.next()
      }) {
        guard bytes.count + part.count <= options.sizeLimit else {
          throw ReadingError(
            StoreError(
              .tooLarge, address: record.datakey,
              detail: "it is larger than \(options.sizeLimit) bytes"))
        }
        if options.isVerified { try check.add(part) }
        bytes += part
      }
      if options.isVerified { try check.finish() }
      return .success(bytes)
    } catch {
      return .failure(error)
    }
  }
}

extension ReadingError {
  /// Calls the body and turns an error of the storage into an error of reading.
  static func of<Result>(
    _ work: () async throws(StoreError) -> Result
  ) async throws(ReadingError) -> Result {
    do throws(StoreError) {
      return try await work()
    } catch {
      throw ReadingError(error)
    }
  }
}
