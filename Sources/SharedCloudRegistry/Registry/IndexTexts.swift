internal import Formats
internal import ObjectStorage

/// The content of the index files of a dataset, decompressed, one after the other: those in CSV as
/// they are, those in Parquet as the lines of CSV.
package struct IndexTexts {
  private let query: FileQuery
  /// What is read of each file: all of it.
  private let whole: FileQuery
  private let files: IndexFiles
  private let absentYears: AbsentYears
  private var candidates: ArraySlice<IndexFiles.Candidate>
  /// The file that is read, and the position of its next byte.
  private var content: (bytes: IndexContent, position: Int)?

  /// How many bytes are read at once.
  private static let pieceSize = 256 << 10

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
    var whole = FileQuery()
    whole.order = .asWritten
    whole.onFault = query.onFault
    self.whole = whole
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
      if let (bytes, position) = content {
        let end = Swift.min(position + Self.pieceSize, bytes.size)
        if position < end {
          content = (bytes, end)
          do throws(StoreError) {
            return try bytes.bytes(position..<end)
          } catch {
            throw ReadingError(error)
          }
        }
        content = nil
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
    guard let index = try await FileReading.prepare(candidate, in: files, for: whole).get() else {
      return
    }
    absentYears.noteIndex(to: nil)
    content = (index.content, 0)
  }
}
