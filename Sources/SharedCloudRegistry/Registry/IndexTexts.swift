internal import Formats
internal import ObjectStorage

/// The content of the index files of a dataset as they are, decompressed, one after the other.
package struct IndexTexts {
  private let query: FileQuery
  private let files: IndexFiles
  private let absentYears: AbsentYears
  private var candidates: ArraySlice<IndexFiles.Candidate>
  private var reader: (any ObjectReader)?

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
      reader = try await open(candidate)
    }
  }

  /// Opens the first file of a candidate that exists; nil if no such file exists.
  private func open(
    _ candidate: IndexFiles.Candidate
  ) async throws(ReadingError) -> (any ObjectReader)? {
    let storage = files.place.storage
    var absence = IndexAbsence()
    for key in candidate.keys {
      do throws(StoreError) {
        let reader = try await storage.read(key, .whole)
        absentYears.noteIndex(to: nil)
        await files.reportRefusals(absence, of: candidate, besides: key)
        guard let format = ArchiveFormat(name: key) else { return reader }
        return DecompressingReader(reader, format: format, address: storage.address + key)
      } catch {
        guard absence.add(error) else { throw ReadingError(error) }
      }
    }
    files.report(absence, about: candidate)
    return nil
  }
}
