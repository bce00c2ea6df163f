internal import Formats

/// Reads listings in comma-separated text.
struct CSVListingDecoder: ListingDecoder {
  private var reader = CSVRecordReader()
  private var columns: ListingColumns?
  private var isUnusable = false
  private var bucket: String?

  /// Makes a decoder.
  ///
  /// - Parameter columns: The columns; nil to find out by the first record.
  init(columns: ListingColumns? = nil) { self.columns = columns }

  mutating func read(_ bytes: Span<UInt8>, _ output: inout ListingOutput) {
    guard !isUnusable else { return }
    var records: [CSVRecordReader.Record] = []
    reader.read(bytes, into: &records)
    for record in records { take(record, &output) }
  }

  mutating func finish(_ output: inout ListingOutput) {
    guard !isUnusable else { return }
    var records: [CSVRecordReader.Record] = []
    reader.finish(into: &records)
    for record in records { take(record, &output) }
    if let bucket { output.summary.target = "s3://\(bucket)/" }
  }

  private mutating func take(_ record: CSVRecordReader.Record, _ output: inout ListingOutput) {
    guard !isUnusable else { return }
    if let fault = record.fault {
      return output.fault(.badEntry, line: record.line, fault)
    }
    guard let columns else { return takeFirst(record, &output) }
    // One field more or less would move the others into the wrong columns.
    guard record.fields.count == columns.columns.count else {
      return output.fault(
        .badEntry, line: record.line,
        "the record has \(record.fields.count) fields of \(columns.columns.count)")
    }
    if let entry = entry(record, columns, &output) { output.add(entry) }
  }

  /// Takes the first record, which may be a header.
  private mutating func takeFirst(
    _ record: CSVRecordReader.Record, _ output: inout ListingOutput
  ) {
    let header = ListingColumns(
      names: record.fields.map { String(decoding: $0, as: UTF8.self) })
    if header.isUsable {
      columns = header
    } else if let guess = ListingColumns(record: record.fields) {
      columns = guess
      take(record, &output)
    } else {
      isUnusable = true
      output.fault(
        .unclear, line: record.line,
        "no header names a key and a size, and the columns are not key,size or bucket,key,size")
    }
  }

  private mutating func entry(
    _ record: CSVRecordReader.Record, _ columns: ListingColumns, _ output: inout ListingOutput
  ) -> ListingEntry? {
    var entry = ListingEntry(key: "", size: nil, line: record.line)
    for (column, field) in zip(columns.columns, record.fields) {
      let text = field.trimmed
      switch column {
      // A blank may belong to the key.
      case .key: entry.key = key(field[...], columns.isEncoded) ?? ""
      case .size: entry.size = ListingText.size(text)
      case .lastModified: entry.lastModified = ListingTime.read(text.text)
      case .etag: entry.etag = text.isEmpty ? nil : text.text
      case .isLatest: entry.isLatest = text.text.lowercased() != "false"
      case .isDeleteMarker: entry.isDeleteMarker = text.text.lowercased() == "true"
      case .dataTime: entry.dataTime = text.text
      case .bucket:
        if bucket == nil {
          bucket = text.text
        } else if bucket != text.text {
          output.fault(.unclear, line: record.line, "the objects are in different buckets")
          return nil
        }
      case .other: break
      }
    }
    guard !entry.key.isEmpty else {
      output.fault(.badEntry, line: record.line, "there is no key that can be used")
      return nil
    }
    guard entry.size != nil || entry.isDeleteMarker else {
      output.fault(.badEntry, line: record.line, "there is no size that an object can have")
      return nil
    }
    return entry
  }

  private func key(_ bytes: ArraySlice<UInt8>, _ isEncoded: Bool) -> String? {
    guard let text = ListingText.text(bytes) else { return nil }
    return isEncoded ? ListingText.decoded(text) : text
  }
}

extension [UInt8] {
  /// The bytes without blanks around them.
  fileprivate var trimmed: ArraySlice<UInt8> {
    var slice = drop { $0 == 0x20 || $0 == 0x09 }
    while slice.last == 0x20 || slice.last == 0x09 { slice.removeLast() }
    return slice
  }
}

extension ArraySlice<UInt8> {
  fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}
