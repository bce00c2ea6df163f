internal import Formats

/// Reads listings in comma-separated values.
struct CSVListingDecoder: ListingDecoder {
  private var reader = CSVRecordReader()
  private var columns: ListingColumns?
  private var isUnusable = false
  private var bucket: String?
  private var bucketBytes: [UInt8] = []
  /// The columns that are used; empty before the columns are known.
  private var wanted: [(number: Int, column: ListingColumns.Column)] = []
  private var columnCount = 0
  private var isEncoded = false
  /// Whether something else tells that the file is complete, as the checksum of an inventory does.
  private let isVouched: Bool

  /// Creates a decoder.
  ///
  /// - Parameters:
  ///   - columns: The columns; nil to detect them by the first record.
  ///   - bucket: The bucket of the objects; nil to take that of the first record.
  init(columns: ListingColumns? = nil, bucket: String? = nil) {
    self.columns = columns
    self.bucket = bucket
    isVouched = columns != nil
    bucketBytes = bucket.map { Array($0.utf8) } ?? []
  }

  mutating func read(_ bytes: Span<UInt8>, into output: inout ListingOutput) {
    guard !isUnusable else { return }
    var reader = reader
    swap(&reader, &self.reader)
    reader.forEachRecord(in: bytes) { bytes, fields, line in
      if wanted.isEmpty || fields.count != columnCount {
        return take(Self.record(bytes, fields: fields, line: line), into: &output)
      }
      take(bytes, fields: fields, line: line, into: &output)
    } other: { record in
      take(record, into: &output)
    }
    self.reader = reader
  }

  /// A record with copies of its fields.
  private static func record(
    _ bytes: Span<UInt8>, fields: Span<Range<Int>>, line: Int
  ) -> CSVRecordReader.Record {
    CSVRecordReader.Record(
      fields: fields.indices.map { bytes.bytes(fields[$0]) }, line: line)
  }

  mutating func finish(_ output: inout ListingOutput) {
    guard !isUnusable else { return }
    var records: [CSVRecordReader.Record] = []
    reader.finish(into: &records)
    // What a truncated row says is not known.
    let isOpen = records.last?.fault == nil && !isVouched && columns != nil
    for record in isOpen ? records.dropLast() : records[...] { take(record, into: &output) }
    if let last = records.last, last.fault == nil, !isVouched {
      output.fault(
        .endsEarly, line: last.line,
        message:
          "the last line has no end, so its last field may be truncated; if it is complete, end it")
    }
    if let bucket { output.summary.target = "s3://\(bucket)/" }
  }

  private mutating func take(_ record: CSVRecordReader.Record, into output: inout ListingOutput) {
    guard !isUnusable else { return }
    if let fault = record.fault {
      return output.fault(.badEntry, line: record.line, message: fault)
    }
    guard let columns else { return takeFirst(record, into: &output) }
    if wanted.isEmpty { want(columns, takesDetails: output.takesDetails) }
    if holdsRows(record) {
      return output.fault(
        .badEntry, line: record.line,
        message: "quotes enclose lines that look like rows; a quote may be missing")
    }
    // One field more or less would put the others into the wrong columns.
    guard record.fields.count == columnCount else {
      return output.fault(
        .badEntry, line: record.line,
        message: "the record has \(record.fields.count) fields, not \(columnCount)")
    }
    let bytes = record.fields.flatMap(\.self)
    var ranges: [Range<Int>] = []
    var start = 0
    for field in record.fields {
      ranges.append(start..<start + field.count)
      start += field.count
    }
    take(bytes.span, fields: ranges.span, line: record.line, into: &output)
  }

  /// Whether quotes enclose lines that look like rows: two stray quotes swallow the rows between.
  private func holdsRows(_ record: CSVRecordReader.Record) -> Bool {
    guard let size = wanted.first(where: { $0.column == .size })?.number else { return false }
    let text = record.fields.joined(separator: [UInt8(ascii: ",")])
    let lines = Array(text).split(separator: 0x0A, omittingEmptySubsequences: false)
    return lines.dropLast().contains { line in
      let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      guard fields.count == columnCount else { return false }
      let field = fields[size].filter { $0 != 0x0D && $0 != UInt8(ascii: "\"") }
      return ListingText.size(field[...]) != nil
    }
  }

  /// Prepares for records of certain columns.
  private mutating func want(_ columns: ListingColumns, takesDetails: Bool) {
    columnCount = columns.columns.count
    isEncoded = columns.isEncoded
    wanted = columns.columns.enumerated().filter { _, column in
      switch column {
      case .other: false
      case .lastModified, .etag, .encryption, .isMultipart: takesDetails
      case .key, .size, .bucket, .isLatest, .isDeleteMarker, .dataTime, .dataStop: true
      }
    }.map { (number: $0, column: $1) }
  }

  /// Reads the first record, which may be a header.
  private mutating func takeFirst(
    _ record: CSVRecordReader.Record, into output: inout ListingOutput
  ) {
    let header = ListingColumns(
      names: record.fields.map { String(decoding: $0, as: UTF8.self) })
    if header.isUsable {
      columns = header
    } else if let guess = ListingColumns(record: record.fields) {
      columns = guess
      take(record, into: &output)
    } else {
      isUnusable = true
      output.fault(
        .unclear, line: record.line,
        message:
          "no header names a key and a size, and the columns are not key,size or bucket,key,size")
    }
  }

  private mutating func take(
    _ bytes: Span<UInt8>, fields: Span<Range<Int>>, line: Int, into output: inout ListingOutput
  ) {
    var entry = ListingBatch.Object(key: 0..<0, line: line)
    for index in wanted.indices {
      let (number, column) = wanted[index]
      let range = fields[number]
      // A space may belong to the key.
      if column == .key {
        entry.key = key(bytes.extracting(range), isEncoded: isEncoded, into: &output)
        continue
      }
      let field = bytes.extracting(bytes.trimmed(range))
      switch column {
      case .size: entry.size = ListingText.size(field)
      case .lastModified: entry.lastModified = Instant(iso8601: field.text)
      case .etag: if !field.isEmpty { entry.etag = output.add(text: field) }
      case .encryption: if !field.isEmpty { entry.encryption = output.add(text: field) }
      case .isMultipart: entry.isMultipart = Self.flag(field.text) == true
      case .isLatest, .isDeleteMarker:
        guard let flag = Self.flag(field.text) else {
          let name = column == .isLatest ? "IsLatest" : "IsDeleteMarker"
          return output.fault(
            .badEntry, line: line,
            message: "\(name) is \(field.text.abbreviated), neither true nor false")
        }
        if column == .isLatest { entry.isLatest = flag } else { entry.isDeleteMarker = flag }
      case .dataTime: entry.dataTime = output.add(text: field)
      case .dataStop: entry.dataStop = output.add(text: field)
      case .bucket where !isSameBucket(field):
        return output.fault(.unclear, line: line, message: "the objects are in different buckets")
      case .bucket, .other, .key: break
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

  private static func flag(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true": true
    case "false": false
    default: nil
    }
  }

  /// Returns whether a bucket is that of the entries before, if any.
  private mutating func isSameBucket(_ field: Span<UInt8>) -> Bool {
    if bucketBytes.isEmpty, bucket == nil {
      bucketBytes = field.bytes(0..<field.count)
      bucket = field.text
    }
    return field.hasBytes(bucketBytes.span)
  }

  /// Adds a key; nil if it can't be used.
  private func key(
    _ bytes: Span<UInt8>, isEncoded: Bool, into output: inout ListingOutput
  ) -> Range<Int> {
    if ListingText.isPlain(bytes, isEncoded: isEncoded) { return output.add(text: bytes) }
    guard let text = ListingText.text(bytes),
      let key = isEncoded ? ListingText.decoded(text) : text
    else { return 0..<0 }
    return output.add(text: key.utf8)
  }
}

extension Span where Element == UInt8 {
  /// A range of the bytes without leading and trailing spaces.
  fileprivate func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, self[start] == 0x20 || self[start] == 0x09 { start += 1 }
    while end > start, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
    return start..<end
  }
}
