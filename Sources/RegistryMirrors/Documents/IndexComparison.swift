internal import ObjectStorage
internal import SharedCloudRegistry

/// Compares one index file of the source with that of the mirror, row by row.
struct IndexComparison {
  let source: MirrorSide
  let mirror: MirrorSide
  let map: DatakeyMap
  let scope: MirrorScope
  /// The number of the dataset, and its id.
  let dataset: (number: Int, id: String)
  /// The year; nil for a file without time.
  let year: Int?
  /// Recognizes names that are no data's.
  let own: OwnNames
  /// Whether one of the two files is Parquet, which has values and no text.
  var isTyped = false

  /// Compares.
  ///
  /// - Parameters:
  ///   - sourceKey: The key of the source's file; nil if it has none.
  ///   - mirrorKey: The key of the mirror's file; nil if it has none.
  ///   - results: Gets everything that was found.
  /// - Throws: ``StoreError`` if the source's file can't be read to its end. If the mirror's can't,
  ///   the source's rows count all the same, and the reason is a gap.
  func compare(
    _ sourceKey: String?, with mirrorKey: String?, into results: inout IndexResults
  ) async throws(StoreError) {
    var matching = RowMatching()
    var rest: UnmatchedRows?
    let one = try await open(source, key: sourceKey)
    var other = await openCopy(mirrorKey, into: &results)
    var number = 0
    var (left, right): (IndexRow?, IndexRow?)
    repeat {
      left = try await one?.next()
      right = await nextRow(of: &other, &results)
      defer { number += 1 }
      let own = try left.map { row throws(StoreError) in
        try take(
          source: row, columns: one?.columns ?? .standard, key: sourceKey ?? "", into: &results)
      }
      let mapped = own?.mapped
      if let row = left, let mapped, let partner = right,
        isEqual(row, one?.columns ?? .standard, partner, mapped.text)
      {
        matching.note(number, with: number)
        try state(partner, key: mapped.key, columns: other?.columns ?? .standard, into: &results)
        continue
      }
      if let row = left, other != nil {
        if let mapped {
          if let partner = matching.take(source: row, number: number, as: mapped.text) {
            compare(
              row, columns: one?.columns ?? .standard, with: partner.row,
              own: other?.columns ?? .standard,
              file: mirrorKey ?? "", key: mapped.key, into: &results)
          }
        } else if let address = own?.optional(row.slice((one?.columns ?? .standard).datakey)) {
          _ = matching.take(source: row, number: number, as: address, isOptional: true)
        }
      }
      if let row = right {
        try take(
          mirror: row, number: number, columns: one?.columns ?? .standard,
          own: other?.columns ?? .standard,
          file: mirrorKey ?? "", matching: &matching, into: &results)
      }
      if matching.count > matching.limit {
        if rest == nil { rest = UnmatchedRows() }
        try rest?.take(from: &matching)
      }
    } while left != nil || right != nil
    if let one, let sourceKey { results.sourceDigests[sourceKey] = one.finishedDigest() }
    if let other, let mirrorKey { results.mirrorDigests[mirrorKey] = other.finishedDigest() }
    guard one != nil, other != nil, let mirrorKey else { return }
    // A partner of a row may be among those that can't be read.
    guard !results.isUnreadable(sourceKey.map(source.name)),
      !results.isUnreadable(mirror.name(of: mirrorKey))
    else { return }
    if let rest {
      try rest.take(from: &matching)
      return try explain(
        rest, columns: one?.columns ?? .standard, own: other?.columns ?? .standard, file: mirrorKey,
        matching: matching,
        into: &results)
    }
    explainRest(
      one?.columns ?? .standard, own: other?.columns ?? .standard, file: mirrorKey,
      matching: &matching, into: &results)
  }

  private func open(
    _ side: MirrorSide, key: String?
  ) async throws(StoreError) -> IndexRowReader? {
    guard let key else { return nil }
    return try await IndexRowReader(side, key: key)
  }

  /// Opens the mirror's file; nil if it has none, or it can't be opened.
  private func openCopy(
    _ key: String?, into results: inout IndexResults
  ) async -> IndexRowReader? {
    do throws(StoreError) {
      return try await open(mirror, key: key)
    } catch {
      results.gaps.append("\(error)")
      return nil
    }
  }

  /// The next row of the mirror's file; a file that can't be read further is not compared.
  private func nextRow(
    of reader: inout IndexRowReader?, _ results: inout IndexResults
  ) async -> IndexRow? {
    do throws(StoreError) {
      return try await reader?.next()
    } catch {
      results.gaps.append("\(error)")
      reader = nil
      return nil
    }
  }

  /// Whether a row of the mirror is the row of the source but for the mapped address.
  private func isEqual(
    _ row: IndexRow, _ columns: IndexColumns, _ other: IndexRow, _ address: [UInt8]
  ) -> Bool {
    guard let key = columns.datakey, key < row.fields.count, !row.hasDoubledQuotes else {
      return false
    }
    let range = row.fields[key]
    let bytes = other.bytes
    guard bytes.count == row.bytes.count - range.count + address.count else { return false }
    let start = range.lowerBound
    return bytes[..<start].elementsEqual(row.bytes[..<start])
      && bytes[start..<start + address.count].elementsEqual(address)
      && bytes[(start + address.count)...].elementsEqual(row.bytes[range.upperBound...])
  }
}
