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

  private enum Side { case source, mirror }

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
        } else if own == .unmapped {
          let address = Array(row.slice((one?.columns ?? .standard).datakey))
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

// MARK: - Rows

extension IndexComparison {
  /// Where a row of the source belongs.
  enum RowPlace: Equatable {
    /// It must be in the mirror, with this address.
    case mapped(DatakeyMap.Mapped)
    /// Its address is under no start of the map.
    case unmapped
    /// Its time is outside the scope.
    case outside

    /// The address that it must have in the mirror; nil if it is not in scope.
    var mapped: DatakeyMap.Mapped? { if case .mapped(let mapped) = self { mapped } else { nil } }
  }

  /// Notes a row of the source.
  private func take(
    source row: IndexRow, columns: IndexColumns, key: String, into results: inout IndexResults
  ) throws(StoreError) -> RowPlace {
    guard row.isReadable(columns) else {
      if results.noteUnreadable(source.name(of: key), row: row) { results.lacksRows = true }
      return .outside
    }
    guard scope.contains(start: row.start(columns)) else {
      results.rows.outside += 1
      return .outside
    }
    guard let mapped = map.mapped(row.slice(columns.datakey)) else {
      results.rows.unmapped += 1
      return .unmapped
    }
    results.rows.inScope += 1
    let stop = row.stop(columns)
    note(stop: stop, of: .source, &results)
    if ExcludedNames.kind(of: mapped.key.span) ?? own.kind(of: mapped.key.span) != nil {
      results.named.insert(mapped.key)
    }
    try add(
      row.facts(columns), key: mapped.key, pair: mapped.pair, until: stop, to: results.expected)
    return .mapped(mapped)
  }

  /// Notes what a row of the mirror states.
  private func state(
    _ row: IndexRow, key: [UInt8], columns: IndexColumns, into results: inout IndexResults
  ) throws(StoreError) {
    results.mirrorRows += 1
    note(stop: row.stop(columns), of: .mirror, &results)
    try add(row.facts(columns), key: key, pair: 0, until: nil, to: results.stated)
  }

  private func note(stop time: SCRTime?, of side: Side, _ results: inout IndexResults) {
    guard let time else { return }
    var newest = results.newest[dataset.number] ?? (nil, nil)
    switch side {
    case .source: newest.source = newest.source.map { Swift.max($0, time) } ?? time
    case .mirror: newest.mirror = newest.mirror.map { Swift.max($0, time) } ?? time
    }
    results.newest[dataset.number] = newest
  }

  private func add(
    _ facts: ObjectPair.Row, key: [UInt8], pair: Int, until stop: SCRTime?,
    to sorter: RecordSorter
  ) throws(StoreError) {
    var record = RecordBatch.Record()
    record.size = Int64(facts.size ?? -1)
    record.dataset = Int32(dataset.number)
    record.year = Int16(clamping: year ?? 0)
    record.pair = UInt8(truncatingIfNeeded: pair)
    if let stop { record.modified = stop.milliseconds }
    let note = facts.checksum.map { Array("\($0.algorithm.rawValue):\($0.hexadecimal)".utf8) } ?? []
    let none: [UInt8] = []
    try sorter.add(record, key: key.span, etag: none.span, note: note.span)
  }

  private func take(
    mirror row: IndexRow, number: Int, columns: IndexColumns, own: IndexColumns,
    file: String, matching: inout RowMatching, into results: inout IndexResults
  ) throws(StoreError) {
    guard row.isReadable(own) else {
      results.noteUnreadable(mirror.name(of: file), row: row)
      return
    }
    guard scope.contains(start: row.start(own)) else { return }
    let address = row.slice(own.datakey)
    var canonical = Array(address)
    if let key = map.key(ofMirror: address) {
      if !address.starts(with: map.roots.mirror.utf8), String(row.text(own.datakey)).contains("://")
      {
        canonical = Array(map.roots.mirror.utf8) + key
      }
      try state(row, key: key, columns: own, into: &results)
    } else {
      results.mirrorRows += 1
      note(stop: row.stop(own), of: .mirror, &results)
    }
    if let partner = matching.take(mirror: row, number: number, as: canonical),
      !partner.isOptional
    {
      compare(
        partner.row, columns: columns, with: row, own: own, file: file,
        key: map.key(ofMirror: canonical[...]) ?? [],
        into: &results)
    }
  }

  /// Compares two rows with the same address.
  func compare(
    _ source: IndexRow, columns: IndexColumns, with row: IndexRow, own: IndexColumns,
    file: String, key: [UInt8], into results: inout IndexResults
  ) {
    let difference = RowDifference(source, columns, with: row, own)
    guard !difference.isEmpty else { return }
    var finding = finding(.rowChanged, in: file, row: row, message: difference.text)
    finding.expected = source.text(columns.datakey)
    finding.expected = String(decoding: source.bytes, as: UTF8.self)
    finding.actual = String(decoding: row.bytes, as: UTF8.self)
    if difference.isReplacement, results.replacedRows.count < IndexResults.keptReplacements {
      results.replacedRows[key] = finding
    } else {
      results.findings.add(finding, in: file)
    }
  }

  func finding(
    _ rule: MirrorRule, in file: String, row: IndexRow?, message: String
  ) -> MirrorFinding {
    var finding = MirrorFinding(
      rule, uri: mirror.name(of: file), key: file, dataset: dataset.id, saying: message)
    finding.line = row?.line
    return finding
  }
}
