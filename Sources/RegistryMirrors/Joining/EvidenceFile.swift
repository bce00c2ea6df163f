internal import Formats
internal import ObjectStorage

/// A list of checksums: a SUM file, a BagIt manifest or a completion report of S3 Batch Operations.
struct EvidenceFile {
  /// The path of the file.
  let path: String

  /// The kinds of lists.
  enum Kind: String, Sendable, Hashable {
    /// `HEX  path`, as `sha256sum` and BagIt write it.
    case sums
    /// `SHA256 (path) = HEX`.
    case taggedSums = "tagged-sums"
    /// A completion report of "Compute checksum".
    case batchReport = "batch-report"
  }

  /// The result of reading a list.
  struct Result {
    /// The number of checksums.
    var count = 0
    /// The path of the first one.
    var example = ""
    /// The lines that could not be read.
    var faults: [String] = []
    /// The SHA-256 of the file.
    var sha256 = ""
  }

  /// Reads the list.
  ///
  /// - Parameters:
  ///   - sorter: Receives the checksums by key below the root of the side.
  ///   - number: The number of the list, which the checksums keep.
  ///   - root: The address of the side's root, which paths may begin with.
  ///   - map: The key in the mirror for a key of the side; nil if it is out of scope.
  /// - Returns: What the list said about itself.
  /// - Throws: ``StoreError`` if the file can't be read.
  func read(
    into sorter: RecordSorter, as number: Int, below root: String,
    map: (ArraySlice<UInt8>) -> [UInt8]?
  ) async throws(StoreError) -> Result {
    var result = Result()
    var record = RecordBatch.Record()
    record.pair = UInt8(clamping: number)
    result.sha256 = try await ChecksumList(path: path).read {
      (statement, line, _) throws(StoreError) in
      if case .unreadable(let reason) = statement, result.faults.count < 20 {
        result.faults.append("\(path), line \(line): \(reason)")
      }
      try take(statement, record, root, map, sorter, &result)
    }
    return result
  }

  private func take(
    _ statement: EvidenceLine.Statement, _ record: RecordBatch.Record, _ root: String,
    _ map: (ArraySlice<UInt8>) -> [UInt8]?, _ sorter: RecordSorter, _ result: inout Result
  ) throws(StoreError) {
    guard case .checksum(let checksum, let path, let etag) = statement else { return }
    if result.count == 0 { result.example = path }
    result.count += 1
    let key = path.rest(after: root) ?? path.rest(after: "./") ?? path
    guard let mapped = map(Array(key.utf8)[...]) else { return }
    let note = Array(checksum.noteText.utf8)
    try sorter.add(
      record, key: mapped.span, etag: Array((etag ?? "").utf8).span, note: note.span)
  }
}
