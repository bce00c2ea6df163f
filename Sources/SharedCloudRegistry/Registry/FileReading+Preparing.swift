internal import Formats
internal import Locks
internal import ObjectStorage

/// An index file that was fetched ahead of its turn, and what is to be reported then.
struct Prepared: Sendable {
  /// The file; nil if it does not exist.
  let index: Result<PreparedIndex?, ReadingError>
  let faults: [ReadingFault]

  /// Fetches an index file.
  init(_ candidate: IndexFiles.Candidate, in files: IndexFiles, for query: FileQuery) async {
    let faults = Lock<[ReadingFault]>([])
    var query = query
    query.onFault = { fault in faults.withLock { $0.append(fault) } }
    var quiet = files.query
    quiet.onFault = query.onFault
    index = await FileReading.prepare(
      candidate, in: IndexFiles(place: files.place, dataset: files.dataset, query: quiet),
      for: query)
    self.faults = faults.withLock { $0 }
  }
}

/// Fetching the index file of a year, whichever of its forms exists.
extension FileReading {
  /// Whether an object is an HTML page instead of an archive.
  static func beginsLikePage(_ key: String, in storage: any Storage) async -> Bool {
    do throws(StoreError) {
      let reader = try await storage.read(key, ObjectPart(range: 0..<256))
      // Encoded bytes don't show what they are.
      if reader.info.isPage, reader.info.contentEncoding != nil { return true }
      guard let bytes = try await reader.next() else { return false }
      return ForeignContent(textOf: bytes.span)?.isPage ?? false
    } catch {
      // The request for all of it gives the same error.
      return false
    }
  }

  /// Fetches an index file; nil if it does not exist.
  static func prepare(
    _ candidate: IndexFiles.Candidate, in files: IndexFiles, for query: FileQuery
  ) async -> Result<PreparedIndex?, ReadingError> {
    var absence = IndexAbsence()
    for key in candidate.keys {
      do throws(StoreError) {
        let storage = files.place.storage
        let isText = key.hasSuffix(IndexFileName.Format.csv.rawValue)
        if candidate.mayBePage, !isText, absence.isPage || key == candidate.keys.first,
          await beginsLikePage(key, in: storage)
        {
          absence.isPage = true
          continue
        }
        if key.hasSuffix(IndexFileName.Format.parquet.rawValue) {
          let content = try await ParquetIndexContent(of: storage, key, query)
          for loss in content.losses {
            query.onFault(
              ReadingFault(.column, address: storage.address + key, detail: "the rows lack \(loss)")
            )
          }
          let index = try PreparedIndex(
            content, address: storage.address + key, year: candidate.year,
            isScanned: query.order == .time)
          await files.reportRefusals(absence, of: candidate, besides: key)
          return .success(index)
        }
        let compression = ArchiveFormat(name: key)
        let content = try await IndexContent(
          of: storage, key: key, compression: compression, limit: query.bytesPerFile,
          listedSize: candidate.sizes[ExactText(key)])
        let address = storage.address + key
        if candidate.mayBePage, content.isPage {
          absence.isPage = true
          continue
        }
        if compression == .gzip {
          query.onFault(
            ReadingFault(
              .compression, address: address, detail: "the spec does not define gzip index files"))
        }
        let index = try PreparedIndex(
          content, address: address, year: candidate.year,
          requiresStop: files.dataset.dialect.requiresStop, isScanned: query.order == .time)
        await files.reportRefusals(absence, of: candidate, besides: key)
        return .success(index)
      } catch {
        guard absence.add(error) else { return .failure(ReadingError(error)) }
      }
    }
    files.report(absence, about: candidate)
    return .success(nil)
  }
}
