internal import Formats
internal import SharedCloudRegistry

/// Examines one row field by field and finds all its faults.
///
/// One value serves all rows of a file, so that a row costs no allocation.
struct RowExamination {
  /// The context from the file and the previous rows.
  var context: RowContext
  /// The faults of the current row.
  private(set) var faults = RowFaults(rawValue: 0)
  /// The fields of the current row.
  private(set) var fields = CSVFields()
  /// The start of the current row; nil if it is invalid.
  private(set) var start: SCRTime?
  /// The stop of the current row; nil if it is missing or invalid.
  private(set) var stop: SCRTime?

  init(context: RowContext) { self.context = context }

  /// Examines one line.
  ///
  /// - Parameter line: The bytes of the line, without CR and LF.
  mutating func examine(_ line: Span<UInt8>) {
    faults = RowFaults(rawValue: 0)
    start = nil
    stop = nil
    let bytes = LineBytes(line)
    if bytes.hasNUL { faults.insert(.nulByte) }
    if bytes.isNotASCII, !UTF8Sequence.isWellFormed(line) { faults.insert(.invalidUTF8) }
    fields.split(line)
    examineQuotes()
    guard fields.count >= context.layout.ownColumnCount else {
      faults.insert(.fieldsMissing)
      return
    }
    if fields.count != context.layout.columnCount { faults.insert(.fieldCountDiffers) }
    start = time(0, of: line)
    if let position = context.layout.stop { stop = time(position, of: line) }
    examineSequence()
    examineDatakey(of: line, mayBeUnsafe: bytes.mayBeUnsafe)
    examineFilesize(of: line)
  }

  /// Only splits a line into fields.
  mutating func splitOnly(_ line: Span<UInt8>) { fields.split(line) }

  private mutating func examineQuotes() {
    guard fields.isAnyOdd else { return }
    for index in 0..<fields.count {
      let field = fields[index]
      if field.quote == .single { faults.insert(.singleQuotes) }
      if field.hadBlanks { faults.insert(.blanksAroundField) }
      if field.isUnbalanced { faults.insert(.quoteWithoutPartner) }
      if field.hasTypographicQuote { faults.insert(.typographicQuote) }
    }
  }

  private mutating func time(_ position: Int, of line: Span<UInt8>) -> SCRTime? {
    let range = fields[position].range
    let text = line.extracting(range)
    do throws(SCRTimeError) {
      let time = try SCRTime(parsing: text)
      if range.count != context.timeLength { faults.insert(.precisionDiffers) }
      if time.isLeapSecond { faults.insert(.leapSecond) }
      if range.count < 17 { faults.insert(.timeWithoutMinutes) }
      if range.count > 24 { faults.insert(.timeFinerThanMilliseconds) }
      return time
    } catch {
      if error.kind == .malformed, isStatic(text) {
        if !context.allowsStatic { faults.insert(.staticRow) }
      } else if fields[position].hasTypographicQuote {
        // The quote is the fault; the time after it is unknown.
      } else {
        faults.insert(RowFault(error.kind))
      }
      return nil
    }
  }

  private func isStatic(_ text: Span<UInt8>) -> Bool {
    text.count == 6 && text[0] == 0x73 && text[1] == 0x74 && text[2] == 0x61 && text[3] == 0x74
      && text[4] == 0x69 && text[5] == 0x63
  }

  private mutating func examineSequence() {
    guard let start else { return }
    if let previous = context.previousStart {
      if start < previous { faults.insert(.outOfOrder) }
      if start == previous { faults.insert(.startRepeated) }
    }
    if let stop, stop < start { faults.insert(.stopBeforeStart) }
    if let range = context.secondsOfYear, !range.contains(start.seconds) {
      faults.insert(.otherYear)
    }
  }

  private mutating func examineDatakey(of line: Span<UInt8>, mayBeUnsafe: Bool) {
    let range = fields[context.layout.datakey].range
    guard !range.isEmpty else { return faults.insert(.datakeyEmpty) }
    let key = line.extracting(range)
    if context.bucket.isEmpty {
      if !key.isAbsoluteAddress { faults.insert(.datakeyNotAbsolute) }
    } else if !key.begins(with: context.bucket) {
      if !key.isAbsoluteAddress {
        faults.insert(.datakeyNotAbsolute)
      } else if context.buckets.verdict(on: key) == .other {
        faults.insert(.datakeyInOtherBucket)
      }
    }
    if mayBeUnsafe, key.isUnsafeKey { faults.insert(.datakeyUnsafe) }
  }

  private mutating func examineFilesize(of line: Span<UInt8>) {
    let text = line.extracting(fields[context.layout.filesize].range)
    switch Filesize(text) {
    case .bytes(let count): if count == 0 { faults.insert(.filesizeZero) }
    case .negative: faults.insert(.filesizeNegative)
    case .tooLarge: faults.insert(.filesizeTooLarge)
    case .notAnInteger: faults.insert(.filesizeNotAnInteger)
    }
  }
}

/// Facts from outside the row that decide whether it is right.
struct RowContext: Sendable {
  /// Where the columns are.
  var layout: IndexLayout
  /// The bytes of the file's first time.
  var timeLength: Int
  /// The bytes of the file's first time after its form is fixed.
  var mendedTimeLength: Int
  /// Whether `static` is allowed as a time.
  var allowsStatic: Bool
  /// The start of each datakey.
  var bucket: [UInt8]
  /// Judges datakeys that begin with something else.
  var buckets: DatakeyBuckets
  /// The year of the file; nil if unknown.
  var year: Int?
  /// The year of the file, as seconds since 1970.
  var secondsOfYear: Range<Int64>?
  /// The start of the previous row.
  var previousStart: SCRTime?

  init(
    layout: IndexLayout, timeLength: Int, allowsStatic: Bool, bucket: [UInt8], year: Int?
  ) {
    self.layout = layout
    self.timeLength = timeLength
    mendedTimeLength = timeLength
    self.allowsStatic = allowsStatic
    self.bucket = bucket
    buckets = DatakeyBuckets(bucket: String(decoding: bucket, as: UTF8.self))
    self.year = year
    secondsOfYear = year.map { SCRTime.secondsOfYear($0) }
  }

  /// The context before the first row has been seen.
  static let unknown = RowContext(
    layout: .standard, timeLength: 0, allowsStatic: false, bucket: [], year: nil)
}
