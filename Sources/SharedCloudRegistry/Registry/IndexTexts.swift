internal import Formats
internal import ObjectStorage

/// The content of the index files of a dataset as they are, decompressed, one after the other.
package struct IndexTexts {
  private let query: FileQuery
  private let files: IndexFiles
  private let absentYears: AbsentYears
  private var candidates: ArraySlice<IndexFiles.Candidate>
  private var reader: (any ObjectReader)?
  /// The first bytes of a file, which were read to look at them.
  private var beginning: [UInt8] = []

  /// Finds the index files.
  ///
  /// - Parameters:
  ///   - dataset: The dataset.
  ///   - query: The time range, whose years count. Faults go to it.
  /// - Throws: ``ReadingError`` when it can't be known which files exist.
  package init(_ dataset: Dataset, for query: FileQuery) async throws(ReadingError) {
    // Rows of earlier years may reach into the range, but the files asked for are those of its years.
    var query = query
    query.selection = .startingInRange
    self.query = query
    absentYears = AbsentYears(of: dataset)
    files = IndexFiles(
      place: try dataset.indexPlace(), dataset: dataset, query: absentYears.watching(query))
    candidates = try await files.find()[...]
  }

  /// Waits for the next bytes.
  ///
  /// - Returns: The bytes; nil after the last file.
  /// - Throws: ``ReadingError`` if a file can't be read.
  package mutating func next() async throws(ReadingError) -> [UInt8]? {
    while true {
      if !beginning.isEmpty {
        defer { beginning = [] }
        return beginning
      }
      if let reader {
        let part = try await ReadingError.of { () async throws(StoreError) in
          try await reader.next()
        }
        if let part { return part }
        self.reader = nil
      }
      guard let candidate = candidates.popFirst() else {
        await absentYears.searchReach(in: files)
        for fault in absentYears.faults(before: nil) { query.onFault(fault) }
        return nil
      }
      try await open(candidate)
    }
  }

  /// Opens the first file of a candidate that exists.
  private mutating func open(_ candidate: IndexFiles.Candidate) async throws(ReadingError) {
    let storage = files.place.storage
    var absence = IndexAbsence()
    for key in candidate.keys {
      do throws(StoreError) {
        let format = ArchiveFormat(name: key)
        if candidate.mayBePage, format != nil, absence.isPage || key == candidate.keys.first,
          await FileReading.beginsLikePage(key, in: storage)
        {
          absence.isPage = true
          continue
        }
        var reader = try await storage.read(key, .whole)
        if let format {
          reader = DecompressingReader(reader, format: format, address: storage.address + key)
        }
        let beginning = try await Self.beginning(of: reader)
        if ForeignContent(textOf: beginning.span)?.isPage ?? false {
          guard candidate.mayBePage else {
            throw StoreError(
              .malformed, address: storage.address + key,
              detail: "this is not an index file; it looks like an HTML page")
          }
          absence.isPage = true
          continue
        }
        absentYears.noteIndex(to: nil)
        await files.reportRefusals(absence, of: candidate, besides: key)
        self.reader = reader
        self.beginning = beginning
        return
      } catch {
        guard absence.add(error) else { throw ReadingError(error) }
      }
    }
    files.report(absence, about: candidate)
  }

  /// The first bytes of a file, as many as show whether it is a page.
  private static func beginning(of reader: any ObjectReader) async throws(StoreError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < 256, let more = try await reader.next() { bytes += more }
    return bytes
  }
}
