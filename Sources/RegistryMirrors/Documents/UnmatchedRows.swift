internal import Formats
internal import ObjectStorage

/// Rows of two index files that wait for their partners on disk, since memory has no room for them.
final class UnmatchedRows {
  /// A row that waits, and the address that belongs to it.
  struct Entry {
    /// The address.
    var address: [UInt8]
    /// The row.
    var row: RowMatching.Waiting
    /// How the address came about; nil if it is the row's own.
    var rule: MirrorRule?
  }

  private let source = RecordSorter()
  private let mirror = RecordSorter()

  /// Moves all rows that wait in memory here.
  ///
  /// - Throws: ``StoreError`` if the temporary file can't be written.
  func take(from matching: inout RowMatching) throws(StoreError) {
    for (rows, sorter) in [(matching.source, source), (matching.mirror, mirror)] {
      for (address, waiting) in rows {
        for row in waiting { try Self.add(Entry(address: address, row: row), to: sorter) }
      }
    }
    matching.removeAll()
  }

  /// Pairs the rows of equal addresses.
  ///
  /// - Parameters:
  ///   - pair: Receives the two rows of a pair.
  ///   - missing: Receives a row of the source without a partner.
  ///   - extra: Receives a row of the mirror without a partner.
  /// - Throws: ``StoreError`` if the temporary file can't be read.
  func join(
    pair: (Entry, Entry) -> Void, missing: (Entry) throws(StoreError) -> Void,
    extra: (Entry) throws(StoreError) -> Void
  ) throws(StoreError) {
    try Self.join(
      source.finish(), with: mirror.finish(), pair: pair, missing: missing, extra: extra)
  }

  /// Pairs the rows of equal addresses of two sorted files.
  static func join(
    _ source: SortedRecords, with mirror: SortedRecords, pair: (Entry, Entry) -> Void,
    missing: (Entry) throws(StoreError) -> Void, extra: (Entry) throws(StoreError) -> Void
  ) throws(StoreError) {
    var join = RecordJoin([source.reader(), mirror.reader()])
    while let group = try join.next() {
      let (left, right) = (group.entries[0], group.entries[1])
      for number in 0..<Swift.max(left.count, right.count) {
        let one = number < left.count ? Self.entry(left[number], address: group.key) : nil
        let other = number < right.count ? Self.entry(right[number], address: group.key) : nil
        if let one, let other {
          pair(one, other)
        } else if let one {
          try missing(one)
        } else if let other {
          try extra(other)
        }
      }
    }
  }

  /// Adds a row to a file that is to be sorted by addresses.
  static func add(_ entry: Entry, to sorter: RecordSorter) throws(StoreError) {
    var record = RecordBatch.Record()
    record.size = Int64(entry.row.number)
    record.modified = Int64(entry.row.row.line)
    record.pair = entry.row.isOptional ? 1 : 0
    let rule = entry.rule.flatMap { MirrorRule.allCases.firstIndex(of: $0) }
    record.dataset = Int32(rule ?? -1)
    let none: [UInt8] = []
    try sorter.add(
      record, key: entry.address.span, etag: none.span, note: entry.row.row.bytes.span)
  }

  private static func entry(_ entry: RecordJoin.Entry, address: [UInt8]) -> Entry {
    let record = entry.record
    let bytes = Array(entry.batch.note(record))
    var splitter = CSVFields()
    splitter.split(bytes.span)
    let row = IndexRow(line: Int(record.modified), bytes: bytes, splitter)
    return Entry(
      address: address,
      row: RowMatching.Waiting(
        row: row, number: Int(record.size), isOptional: record.pair == 1),
      rule: record.dataset < 0 ? nil : MirrorRule.allCases[Int(record.dataset)])
  }
}

extension IndexComparison {
  /// Explains the rows of a file in which most rows are not where the source has them.
  ///
  /// Unlike in memory, only the likeliest explanation of each address is tried, and rows whose
  /// addresses have nothing in common are not paired by their times.
  func explain(
    _ rows: UnmatchedRows, columns: IndexColumns, own: IndexColumns, file: String,
    matching: RowMatching, into results: inout IndexResults
  ) throws(StoreError) {
    var matching = matching
    let form = RewriteForm(map: map.roots.map)
    let (missing, extra) = (RecordSorter(), RecordSorter())
    try rows.join { one, other in
      guard !one.row.isOptional else { return }
      matching.note(one.row.number, with: other.row.number)
      compare(
        one.row.row, columns: columns, with: other.row.row, own: own, file: file,
        key: map.key(ofMirror: one.address[...]) ?? [], into: &results)
    } missing: { entry throws(StoreError) in
      try UnmatchedRows.add(entry, to: missing)
    } extra: { entry throws(StoreError) in
      var entry = entry
      guard contains(entry.row.row, own) else { return }
      if let first = form.explanations(of: entry.row.row.text(own.datakey)).first {
        entry.address = first.meant
        entry.rule = first.rule
      }
      try UnmatchedRows.add(entry, to: extra)
    }
    if matching.isReordered { addOrderFinding(file, into: &results) }
    try UnmatchedRows.join(missing.finish(), with: extra.finish()) { one, other in
      guard !one.row.isOptional else { return }
      report(other, meant: one, columns: columns, own: own, file: file, into: &results)
    } missing: { entry throws(StoreError) in
      guard !entry.row.isOptional else { return }
      addMissing(
        entry.row.row, columns: columns, address: entry.address, file: file, into: &results)
    } extra: { entry throws(StoreError) in
      addExtra(entry.row.row, own: own, file: file, into: &results)
    }
  }

  /// Reports a row of the mirror whose address was rewritten wrongly.
  private func report(
    _ entry: UnmatchedRows.Entry, meant: UnmatchedRows.Entry, columns: IndexColumns,
    own: IndexColumns, file: String, into results: inout IndexResults
  ) {
    addRewritten(
      entry.row.row, own: own, rule: entry.rule ?? .rowChanged, meant: meant.address, file: file,
      into: &results)
    let difference = RowDifference(
      meant.row.row, columns, with: entry.row.row, own, isTyped: isTyped)
    guard !difference.isEmpty else { return }
    results.findings.add(
      finding(.rowChanged, in: file, row: entry.row.row, message: difference.text), in: file)
  }
}
