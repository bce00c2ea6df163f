import Formats

extension ParserCheck {
  /// Reads a file in two ways, which must give the same values or the same kind of fault.
  @Sendable static func parquet(_ bytes: [UInt8]) -> String? {
    var limits = ParquetLimits()
    limits.page = 1 << 20
    limits.batch = 1 << 20
    let few = read(bytes, rowsPerBatch: 5, limits: limits)
    let many = read(bytes, rowsPerBatch: 1000, limits: limits)
    guard few.fault == nil, many.fault == nil else {
      if let fault = few.fault ?? many.fault, fault.message.isEmpty || fault.offset > bytes.count {
        return "fault \(fault)"
      }
      return nil
    }
    return few.sum == many.sum ? nil : "\(few.sum) in small batches, \(many.sum) in large ones"
  }

  private static func read(
    _ bytes: [UInt8], rowsPerBatch: Int, limits: ParquetLimits
  ) -> (sum: UInt64, fault: ParquetFault?) {
    var sum: UInt64 = 0
    do throws(ParquetFault) {
      let metadata = try ParquetFooter.metadata(from: bytes, size: bytes.count, limits: limits)
      let schema = metadata.schema
      let columns = schema.columns.indices.filter { !schema.columns[$0].isNested }
      for group in metadata.rowGroups.indices {
        let plan = metadata.plan(rowGroup: group, columns: columns)
        let pieces = plan.ranges.map { ParquetPiece(Array(bytes[$0]), at: $0.lowerBound) }
        let reader = try ParquetRowGroupReader(metadata, plan, pieces: pieces, limits: limits)
        var batch = reader.makeBatch()
        var rows = 0
        // A sum for each column, since batches have other numbers of rows.
        var sums = columns.map { UInt64($0) }
        // A few bytes may say that a value comes a billion times.
        while rows < 100_000 {
          let count = try reader.next(into: &batch, atMost: rowsPerBatch)
          if count == 0 { break }
          for (number, column) in batch.enumerated() {
            for row in 0..<count { add(column, row: row, to: &sums[number]) }
          }
          rows += count
        }
        for part in sums { sum = (sum ^ part) &* 0x100_0000_01B3 }
      }
      return (sum, nil)
    } catch {
      return (sum, error)
    }
  }

  private static func add(_ column: ColumnValues, row: Int, to sum: inout UInt64) {
    var value: UInt64 = 1
    if column.hasValue(at: row) {
      switch column.type {
      case .bool: value = column.bools[row] ? 3 : 2
      case .int32: value = UInt64(truncatingIfNeeded: column.int32s[row])
      case .int64: value = UInt64(bitPattern: column.int64s[row])
      case .float: value = UInt64(column.floats[row].bitPattern)
      case .double: value = column.doubles[row].bitPattern
      case .bytes, .fixed:
        for place in column.byteRange(at: row) {
          value = value &* 31 &+ UInt64(column.bytes[place])
        }
      }
    }
    sum = (sum ^ value) &* 0x100_0000_01B3
  }
}
