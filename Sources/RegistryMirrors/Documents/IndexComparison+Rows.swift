internal import ObjectStorage
internal import SharedCloudRegistry

extension IndexComparison {
  /// Where a row of the source belongs.
  enum RowPlace: Equatable {
    /// It must be in the mirror, with this address.
    case mapped(DatakeyMap.Mapped)
    /// Its address is under no start of the map.
    case unmapped
    /// Its time is outside the scope.
    case outside
    /// Its key or size is outside the scope, so the mirror may lack it.
    case excluded(DatakeyMap.Mapped)

    /// The address that it must have in the mirror; nil if it is not in scope.
    var mapped: DatakeyMap.Mapped? { if case .mapped(let mapped) = self { mapped } else { nil } }

    /// The address of a row that the mirror may have; nil if it must have it, or it does not count.
    func optional(_ own: ArraySlice<UInt8>) -> [UInt8]? {
      switch self {
      case .mapped, .outside: nil
      case .unmapped: Array(own)
      case .excluded(let mapped): mapped.text
      }
    }
  }

  /// Notes a row of the source.
  func take(
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
    let (facts, stop) = (row.facts(columns), row.stop(columns))
    let isInScope = contains(mapped.key, size: facts.size)
    if isInScope {
      results.rows.inScope += 1
      note(stop: stop, of: .source, &results)
    } else {
      results.rows.outside += 1
    }
    if ExcludedNames.kind(of: mapped.key.span) ?? own.kind(of: mapped.key.span) != nil {
      results.named.insert(mapped.key)
    }
    // An object outside the scope still belongs to its dataset and year.
    try add(facts, key: mapped.key, pair: mapped.pair, until: stop, to: results.expected)
    return isInScope ? .mapped(mapped) : .excluded(mapped)
  }

  /// Whether a row belongs to the scope by its key below the mirror's root and its size.
  private func contains(_ key: [UInt8], size: Int?) -> Bool {
    guard scope.judgesKeys else { return true }
    let own = map.roots.keys.unmapped(key).first ?? key
    return scope.contains(key: String(decoding: own, as: UTF8.self), size: size)
  }

  /// Whether a row of the mirror belongs to the scope by its key and size; one whose address is not
  /// below the mirror's root does.
  func contains(_ row: IndexRow, _ columns: IndexColumns) -> Bool {
    guard scope.judgesKeys, let key = map.key(ofMirror: row.slice(columns.datakey)) else {
      return true
    }
    return contains(key, size: row.facts(columns).size)
  }

  /// Whether a file of the mirror has rows in the scope, or rows that can't be read.
  ///
  /// - Parameter key: The key of the mirror's file.
  /// - Returns: Whether it has; a file without rows is in the scope.
  func hasRowsInScope(ofMirror key: String) async -> Bool {
    guard scope.judgesKeys || scope.judgesTimes else { return true }
    var isEmpty = true
    do throws(StoreError) {
      let reader = try await IndexRowReader(mirror, key: key)
      while let row = try await reader.next() {
        isEmpty = false
        let columns = reader.columns ?? .standard
        guard row.isReadable(columns) else { return true }
        if scope.contains(start: row.start(columns)), contains(row, columns) { return true }
      }
    } catch {
      return true
    }
    return isEmpty
  }

  /// Notes what a row of the mirror states.
  func state(
    _ row: IndexRow, key: [UInt8], columns: IndexColumns, into results: inout IndexResults
  ) throws(StoreError) {
    let facts = row.facts(columns)
    if contains(key, size: facts.size) { note(stop: row.stop(columns), of: .mirror, &results) }
    try add(facts, key: key, pair: 0, until: nil, to: results.stated)
  }

  private enum Side { case source, mirror }

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

  /// Takes a row of the mirror.
  func take(
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
    let difference = RowDifference(source, columns, with: row, own, isTyped: isTyped)
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
