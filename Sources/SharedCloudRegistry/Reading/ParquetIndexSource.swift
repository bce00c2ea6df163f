package import Formats
package import ObjectStorage

/// A Parquet index file as the lines of a CSV index file with the same rows.
///
/// One row group is in memory at a time.
package actor ParquetIndexSource: ObjectReader {
  private let ranges: ObjectRanges
  private let hasExtras: Bool
  private var text: ParquetRowText?
  private var reader: ParquetRowGroupReader?
  private var batch: [ColumnValues] = []
  private var checks: [ParquetStatisticsCheck] = []
  private var nextGroup = 0
  private var rows = 0
  /// The header, until it is read.
  private var header: [UInt8]?

  /// The size of the file.
  package nonisolated let info: ObjectInfo
  /// What was found so far.
  package private(set) var facts = ParquetIndexFacts()

  /// Prepares to read a file.
  ///
  /// - Parameters:
  ///   - ranges: The bytes of the file.
  ///   - hasExtras: Whether to read the columns that the specification does not name.
  package init(_ ranges: ObjectRanges, hasExtras: Bool = true) {
    self.ranges = ranges
    self.hasExtras = hasExtras
    info = ObjectInfo(size: ranges.size)
  }

  /// Reads the metadata, unless they are read.
  ///
  /// - Throws: ``StoreError``; ``facts`` tell whether the file is the reason.
  package func begin() async throws(StoreError) {
    guard facts.metadata == nil else { return }
    let size = ranges.size
    var tail = try await ranges.bytes(ParquetFooter.tail(of: size))
    var missing: Range<Int>?
    try parsing { () throws(ParquetFault) in
      missing = try ParquetFooter.missingRange(tail, size: size)
    }
    if let missing { tail = try await ranges.bytes(missing) + tail }
    try parsing { () throws(ParquetFault) in
      facts.metadata = try ParquetFooter.metadata(from: tail, size: size)
    }
    guard let metadata = facts.metadata else { return }
    let columns = ParquetIndexColumns(metadata.schema)
    facts.columns = columns
    guard columns.obstacle == nil else { return }
    let text = ParquetRowText(columns, hasExtras: hasExtras)
    header = text.header
    self.text = text
  }

  package func next() async throws(StoreError) -> [UInt8]? {
    let (lines, count) = try await next(into: [], from: 0)
    return count > 0 ? lines : nil
  }

  package func next(
    into buffer: consuming [UInt8], from start: Int
  ) async throws(StoreError) -> (buffer: [UInt8], count: Int) {
    try await begin()
    if let obstacle = facts.columns?.obstacle {
      throw StoreError(.malformed, address: ranges.address, detail: obstacle)
    }
    if let header = header.take() {
      let end = start + header.count
      if buffer.count < end {
        buffer.append(contentsOf: repeatElement(0, count: end - buffer.count))
      }
      buffer.replaceSubrange(start..<end, with: header)
      return (buffer, header.count)
    }
    guard try await readRows() else {
      facts.losses = (hasExtras ? facts.columns?.losses ?? [] : []) + (text?.losses ?? [])
      return (buffer, 0)
    }
    let end = text?.write(batch, into: &buffer, at: start) ?? start
    return (buffer, end - start)
  }

  /// Reads more rows; false after the last.
  private func readRows() async throws(StoreError) -> Bool {
    while true {
      if reader == nil, try await !openNextGroup() { return false }
      guard let reader else { return false }
      var count = 0
      try parsing { () throws(ParquetFault) in
        count = try reader.next(into: &batch, atMost: ParquetRowText.rowsAtOnce)
      }
      if count > 0 {
        for index in checks.indices {
          checks[index].add(batch[index])
          note(nullsOf: index)
        }
        rows += count
        return true
      }
      self.reader = nil
      for index in checks.indices {
        checks[index].finish()
        if let fault = checks[index].fault { facts.statisticsFaults.append(fault) }
      }
    }
  }

  private func openNextGroup() async throws(StoreError) -> Bool {
    guard let metadata = facts.metadata, let text, nextGroup < metadata.rowGroups.count
    else { return false }
    let plan = metadata.plan(rowGroup: nextGroup, columns: text.indexes)
    try parsing { () throws(ParquetFault) in try plan.checkSize() }
    var pieces: [ParquetPiece] = []
    for range in plan.ranges {
      pieces.append(ParquetPiece(try await ranges.bytes(range), at: range.lowerBound))
    }
    try parsing { () throws(ParquetFault) in
      let reader = try ParquetRowGroupReader(metadata, plan, pieces: pieces)
      if batch.isEmpty { batch = reader.makeBatch() }
      self.reader = reader
    }
    let own = facts.columns?.layout.ownColumnCount ?? 0
    checks = text.indexes.prefix(own).map {
      ParquetStatisticsCheck(metadata, rowGroup: nextGroup, column: $0)
    }
    nextGroup += 1
    return true
  }

  private func note(nullsOf index: Int) {
    let values = batch[index]
    guard values.nullCount > 0, let column = facts.columns?.inOrder[index].name,
      let first = (0..<values.count).first(where: { !values.hasValue(at: $0) })
    else { return }
    if let known = facts.nulls.firstIndex(where: { $0.column == column }) {
      facts.nulls[known].count += values.nullCount
    } else {
      facts.nulls.append(.init(column: column, count: values.nullCount, firstRow: rows + first + 1))
    }
  }

  private func parsing(_ work: () throws(ParquetFault) -> Void) throws(StoreError) {
    do throws(ParquetFault) {
      try work()
    } catch {
      facts.fault = error
      throw StoreError(error, address: ranges.address)
    }
  }
}

extension StoreError {
  /// Describes a fault of a Parquet file.
  ///
  /// - Parameters:
  ///   - fault: The fault.
  ///   - address: The address of the file.
  package init(_ fault: ParquetFault, address: String) {
    let code: Code =
      switch fault.kind {
      case .unsupported: .unsupported
      case .tooLarge: .tooLarge
      case .notParquet, .truncated, .damaged: .malformed
      }
    self.init(code, address: address, detail: fault.description)
  }
}
