internal import Formats
internal import ObjectStorage

/// Reads a Parquet file with a row per object, such as a file of an S3 Inventory.
///
/// The columns count by their names. Keys are as they are, unlike the URL-encoded ones of
/// inventories in CSV.
///
/// Source: "Amazon S3 Inventory list" in the Amazon S3 User Guide.
struct ParquetListing {
  private let ranges: LocalObject
  /// The first bucket that a row names.
  private var bucket: [UInt8]?

  /// Prepares to read a file.
  ///
  /// - Parameter ranges: The bytes of the file.
  init(_ ranges: LocalObject) { self.ranges = ranges }

  /// A column with a meaning.
  private struct Wanted {
    let index: Int
    let meaning: ListingColumns.Column
    let column: ParquetColumn
  }

  /// Reads the file to its end.
  ///
  /// - Parameters:
  ///   - output: Collects the objects and the faults.
  ///   - progress: Called with the number of bytes of each read.
  ///   - take: Called with objects, in the order of the file.
  /// - Throws: ``StoreError`` when the file can't be read, or what `take` throws. A file that is
  ///   not a good Parquet file is a fault.
  consuming func read(
    into output: inout ListingOutput, _ progress: (Int) -> Void,
    _ take: (ListingBatch) throws(StoreError) -> Void
  ) throws(StoreError) {
    output.hasRows = true
    defer { output.hasRows = false }
    guard let metadata = try metadata(&output) else { return }
    let wanted = Self.wanted(metadata.schema, takesDetails: output.takesDetails)
    let meanings = wanted.map(\.meaning)
    guard meanings.contains(.key), meanings.contains(.size) else {
      let names = metadata.schema.columns.map { HarmlessText.of($0.name) }
      return output.fault(
        .unclear, line: 0,
        message: "no columns are named like a key and a size; the columns are "
          + names.prefix(20).joined(separator: ", "))
    }
    var rows = 0
    for group in metadata.rowGroups.indices {
      let plan = metadata.plan(rowGroup: group, columns: wanted.map(\.index))
      do throws(ParquetFault) {
        try plan.checkSize()
      } catch {
        return output.fault(.unreadable, line: rows + 1, message: error.description)
      }
      var pieces: [ParquetPiece] = []
      for range in plan.ranges {
        pieces.append(ParquetPiece(try ranges.bytes(range), at: range.lowerBound))
        progress(range.count)
      }
      let reader: ParquetRowGroupReader
      do throws(ParquetFault) {
        reader = try ParquetRowGroupReader(metadata, plan, pieces: pieces)
      } catch {
        return output.fault(.unreadable, line: rows + 1, message: error.description)
      }
      var batch = reader.makeBatch()
      while true {
        let count: Int
        do throws(ParquetFault) {
          count = try reader.next(into: &batch)
        } catch {
          return output.fault(.unreadable, line: rows + 1, message: error.description)
        }
        guard count > 0 else { break }
        for row in 0..<count { add(row, of: batch, wanted, line: rows + row + 1, &output) }
        rows += count
        try take(output.take())
      }
    }
    if let bucket { output.summary.target = "s3://\(String(decoding: bucket, as: UTF8.self))/" }
  }

  private func metadata(
    _ output: inout ListingOutput
  ) throws(StoreError) -> ParquetMetadata? {
    let size = ranges.size
    var tail = try ranges.bytes(ParquetFooter.tail(of: size))
    do throws(ParquetFault) {
      guard let missing = try ParquetFooter.missingRange(tail, size: size) else {
        return try ParquetFooter.metadata(from: tail, size: size)
      }
      do throws(StoreError) {
        tail = try ranges.bytes(missing) + tail
      } catch {
        throw ParquetFault(.truncated, at: missing.lowerBound, error.detail)
      }
      return try ParquetFooter.metadata(from: tail, size: size)
    } catch {
      output.fault(.unreadable, line: 0, message: error.description)
      return nil
    }
  }

  private static func wanted(_ schema: ParquetSchema, takesDetails: Bool) -> [Wanted] {
    var found: [Wanted] = []
    let meanings = ListingColumns(names: schema.columns.map(\.name)).columns
    for (index, meaning) in meanings.enumerated() {
      let column = schema.columns[index]
      let isDetail = [.lastModified, .etag, .encryption, .isMultipart].contains(meaning)
      guard meaning != .other, !column.isNested, takesDetails || !isDetail,
        !found.contains(where: { $0.meaning == meaning })
      else { continue }
      found.append(Wanted(index: index, meaning: meaning, column: column))
    }
    return found
  }
}

// MARK: - Rows

extension ParquetListing {
  private mutating func add(
    _ row: Int, of batch: [ColumnValues], _ wanted: [Wanted], line: Int,
    _ output: inout ListingOutput
  ) {
    var entry = ListingBatch.Object(key: 0..<0, line: line)
    for position in wanted.indices where batch[position].hasValue(at: row) {
      let column = wanted[position].column
      switch wanted[position].meaning {
      case .key:
        guard let key = Self.bytes(batch[position], row), UTF8Sequence.isWellFormed(key.span) else {
          return output.fault(.badEntry, line: line, message: "the key is not UTF-8")
        }
        entry.key = output.add(text: key)
      case .size: entry.size = Self.size(batch[position], row)
      case .lastModified: entry.lastModified = Self.instant(batch[position], row, column)
      case .etag: entry.etag = Self.bytes(batch[position], row).map { output.add(text: $0) }
      case .encryption:
        entry.encryption = Self.bytes(batch[position], row).map { output.add(text: $0) }
      case .dataTime:
        entry.dataTime = Self.time(batch[position], row, column).map { output.add(text: $0) }
      case .dataStop:
        entry.dataStop = Self.time(batch[position], row, column).map { output.add(text: $0) }
      case .isMultipart: entry.isMultipart = Self.flag(batch[position], row) == true
      case .isLatest, .isDeleteMarker:
        let isLatest = wanted[position].meaning == .isLatest
        guard let flag = Self.flag(batch[position], row) else {
          let name = HarmlessText.of(column.name)
          return output.fault(.badEntry, line: line, message: "\(name) is neither true nor false")
        }
        if isLatest { entry.isLatest = flag } else { entry.isDeleteMarker = flag }
      case .bucket:
        guard let name = Self.bytes(batch[position], row) else { continue }
        if bucket == nil { bucket = Array(name) }
        if let bucket, !name.elementsEqual(bucket) {
          return output.fault(.unclear, line: line, message: "the objects are in different buckets")
        }
      case .other: continue
      }
    }
    guard !entry.key.isEmpty else {
      return output.fault(.badEntry, line: line, message: "there is no usable key")
    }
    guard entry.size != nil || entry.isDeleteMarker else {
      return output.fault(.badEntry, line: line, message: "there is no valid size")
    }
    output.add(entry)
  }

  private static func bytes(_ values: ColumnValues, _ row: Int) -> ArraySlice<UInt8>? {
    switch values.type {
    case .bytes, .fixed: values.bytes[values.byteRange(at: row)]
    default: nil
    }
  }

  private static func size(_ values: ColumnValues, _ row: Int) -> Int? {
    let size: Int? =
      switch values.type {
      case .int64: Int(values.int64s[row])
      case .int32: Int(values.int32s[row])
      // Programs that have no integers without a value write sizes as such numbers.
      case .double: Int(exactly: values.doubles[row])
      case .bytes: ListingText.size(values.bytes[values.byteRange(at: row)])
      default: nil
      }
    return size.flatMap { (0...ListingEntry.largestSize).contains($0) ? $0 : nil }
  }

  private static func flag(_ values: ColumnValues, _ row: Int) -> Bool? {
    if values.type == .bool { return values.bools[row] }
    switch bytes(values, row).map({ String(decoding: $0, as: UTF8.self).lowercased() }) {
    case "true": return true
    case "false": return false
    default: return nil
    }
  }

  private static func instant(
    _ values: ColumnValues, _ row: Int, _ column: ParquetColumn
  ) -> Instant? {
    if let time = values.time(at: row, of: column) {
      return Instant(
        seconds: time.seconds, nanoseconds: Int32(truncatingIfNeeded: time.nanoseconds))
    }
    return bytes(values, row).flatMap { Instant(iso8601: String(decoding: $0, as: UTF8.self)) }
  }

  private static func time(
    _ values: ColumnValues, _ row: Int, _ column: ParquetColumn
  ) -> [UInt8]? {
    if column.logicalType != nil || column.physicalType == .int96,
      let time = instant(values, row, column)
    {
      return Array(time.text.utf8)
    }
    return bytes(values, row).map { Array($0) }
  }
}
