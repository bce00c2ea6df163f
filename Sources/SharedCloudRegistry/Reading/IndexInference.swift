package import Formats
internal import ObjectStorage

/// The facts about an index file that its first rows show together.
///
/// Each row counts once, so one odd row never decides about the others, wherever it is. Readers,
/// the validator and repairs use the same inference and so agree.
package struct IndexInference: Sendable {
  /// The facts about the columns that are known before the file is read.
  package struct Declaration: Sendable {
    /// Whether the version that the catalog declares demands a stop.
    package var demandsStop: Bool
    /// Whether to assume a stop if neither rows nor header show the columns.
    package var assumesStop: Bool
    /// Where the columns are, if the file itself says so; nil if it must be inferred.
    package var layout: IndexLayout?

    /// Creates a declaration.
    ///
    /// - Parameters:
    ///   - demandsStop: Whether the declared version demands a stop.
    ///   - assumesStop: Whether to assume a stop if nothing shows the columns.
    ///   - layout: Where the columns are, if the file itself says so.
    package init(demandsStop: Bool, assumesStop: Bool, layout: IndexLayout? = nil) {
      self.layout = layout
      self.demandsStop = demandsStop
      self.assumesStop = assumesStop
    }
  }

  /// Where the columns are.
  package private(set) var layout: Known<IndexLayout> = .unknown(because: "the file has no rows")
  /// Another format that the content has; nil if it is an index file.
  package private(set) var foreign: ForeignContent?
  /// The scheme and bucket of most datakeys.
  package private(set) var bucket: Known<String> = .unknown(because: "no row has a datakey")
  /// The number of bytes of most valid times; 0 without one.
  package private(set) var timeLength = 0
  /// The number of bytes of most times after their spelling is fixed.
  package private(set) var mendedTimeLength = 0
  /// Whether any time is misspelled.
  package private(set) var hasMisspelledTimes = false
  /// The number of rows that were looked at.
  package private(set) var rows = 0
  /// The names in the header; nil without one.
  package private(set) var header: [String]?
  /// Where the header ends; 0 without one.
  private(set) var headerEnd = 0
  /// The lines before the header that are neither; nil without them.
  package private(set) var preamble: IndexPreamble?
  /// Whether more than half of the rows show the layout.
  package private(set) var isShownByRows = false

  /// The number of bytes to infer from.
  package static var sampleSize: Int { IndexSample.size }

  /// Whether a line looks like a row: it begins with a time, or has columns in a known order.
  package static func looksLikeRow(_ line: Span<UInt8>) -> Bool {
    var fields = CSVFields()
    fields.split(line)
    return RowShape(line, fields: fields) != .unclear
  }

  /// Infers the facts.
  ///
  /// - Parameters:
  ///   - bytes: The first bytes of the file, ``sampleSize`` of them if it has so many.
  ///   - isWhole: Whether they are all bytes of the file.
  ///   - declaration: What is known about the columns before.
  package init(_ bytes: Span<UInt8>, isWhole: Bool, declaration: Declaration) {
    foreign = ForeignContent(signatureOf: bytes)
    guard foreign == nil else { return }
    let sample = IndexSample(bytes, isWhole: isWhole)
    header = sample.header
    headerEnd = sample.headerEnd
    preamble = sample.preamble
    rows = sample.rows.count
    if let layout = declaration.layout {
      takeDeclared(layout, sample: sample, in: bytes)
      return
    }
    var votes = RowVotes()
    var values = RowValues()
    var fields = CSVFields()
    var isUniform = true
    for range in sample.rows {
      let line = bytes.extracting(range)
      fields.split(line)
      let shape = RowShape(line, fields: fields)
      votes.add(shape, in: line, fields: fields)
      // Nearly all files have this order in all rows; then one look at each row is enough.
      isUniform = isUniform && shape == .startStop
      if isUniform { values.add(line, fields: fields, layout: .standard) }
    }
    foreign = votes.foreign(header: header, bytes)
    guard foreign == nil, rows > 0 else { return }
    layout = votes.layout(header: header, declaration)
    guard let layout = layout.value else { return }
    isShownByRows = votes.count(of: layout) * 2 > rows
    if !isUniform || layout.stop != 1 || layout.datakey != 2 {
      values = RowValues()
      for range in sample.rows {
        let line = bytes.extracting(range)
        fields.split(line)
        values.add(line, fields: fields, layout: layout)
      }
    }
    take(values)
  }
}

extension IndexInference {
  /// Takes a layout that the file itself declares; the rows only show times and buckets.
  private mutating func takeDeclared(
    _ layout: IndexLayout, sample: borrowing IndexSample, in bytes: Span<UInt8>
  ) {
    self.layout = .known(layout, evidence: "the schema of the file")
    isShownByRows = true
    var values = RowValues()
    var fields = CSVFields()
    for range in sample.rows {
      let line = bytes.extracting(range)
      fields.split(line)
      values.add(line, fields: fields, layout: layout)
    }
    take(values)
  }

  private mutating func take(_ values: RowValues) {
    timeLength = values.lengths.most ?? 0
    mendedTimeLength = values.mendedLengths.most ?? timeLength
    hasMisspelledTimes = values.hasMisspelledTimes
    bucket = values.buckets.bucket
  }
}

/// Counts the precisions of the times and the buckets of the datakeys of rows.
private struct RowValues {
  private(set) var lengths = Counts<Int>()
  private(set) var mendedLengths = Counts<Int>()
  private(set) var buckets = BucketCounts()
  private(set) var hasMisspelledTimes = false
  private var times = TimeParser()
  private var repairs = 0

  /// Counts a row of a layout.
  mutating func add(_ line: Span<UInt8>, fields: CSVFields, layout: IndexLayout) {
    guard fields.count >= layout.ownColumnCount else { return }
    buckets.add(line.extracting(fields[layout.datakey].range))
    add(time: line.extracting(fields[0].range))
    if let stop = layout.stop { add(time: line.extracting(fields[stop].range)) }
  }

  private mutating func add(time text: Span<UInt8>) {
    if (try? times.time(text)) != nil {
      lengths.add(text.count)
      mendedLengths.add(text.count)
    } else if repairs < 400 {
      repairs += 1
      guard let length = Self.mendedLength(text) else { return }
      mendedLengths.add(length)
      hasMisspelledTimes = true
    }
  }

  /// The number of bytes of a misspelled time after it is fixed; nil if it can't be.
  private static func mendedLength(_ text: Span<UInt8>) -> Int? {
    guard text.count <= 64, let corrected = TimeRepair(of: text.text).corrected,
      let time = try? SCRTime(parsing: corrected)
    else { return nil }
    return corrected.utf8.count < 17 ? time.text.utf8.count : corrected.utf8.count
  }
}

/// Counts the buckets of datakeys.
private struct BucketCounts {
  private var known: [(prefix: [UInt8], address: String, count: Int)] = []
  private var total = 0

  /// Counts the bucket of a datakey, if it is absolute.
  mutating func add(_ key: Span<UInt8>) {
    for index in known.indices where key.count > known[index].prefix.count {
      let prefix = known[index].prefix
      if key.extracting(0..<prefix.count).hasBytes(prefix.span) {
        known[index].count += 1
        total += 1
        return
      }
    }
    guard known.count < 64, let address = ObjectAddress(key.text) else { return }
    let bucket = BucketIdentity.prefix(of: address.description) ?? address.bucketAddress
    total += 1
    if let index = known.firstIndex(where: { $0.address == bucket }) {
      known[index].count += 1
    } else {
      known.append((Array(bucket.utf8), bucket, 1))
    }
  }

  /// The bucket of more than half of the datakeys.
  var bucket: Known<String> {
    guard let best = known.max(by: { $0.count < $1.count }) else {
      return .unknown(because: "no datakey has a bucket")
    }
    guard best.count * 2 > total else { return .unknown(because: "the datakeys disagree") }
    return .known(best.address, evidence: "\(best.count) of \(total) datakeys")
  }
}
