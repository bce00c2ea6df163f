internal import Formats
internal import SharedCloudRegistry

/// Examines one row field by field and finds all its faults.
///
/// One value serves all rows of a file, so that a row costs no allocation.
struct RowExamination: ~Copyable {
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
  /// The filesize of the current row in bytes; nil if it can't be read.
  private(set) var filesize: Int?
  /// The bytes of start and stop; 0 for an invalid or missing one.
  private(set) var timeLengths = TimeLengths()

  private var hasStatic = false
  private var times = TimeParser()
  /// Whether anybody wants to know what the Python client makes of the rows.
  var judgesClient = true

  init(context: RowContext) { self.context = context }

  /// Examines one line.
  ///
  /// - Parameter line: The bytes of the line, without CR and LF.
  mutating func examine(_ line: Span<UInt8>) {
    faults = RowFaults(rawValue: 0)
    start = nil
    stop = nil
    filesize = nil
    timeLengths = TimeLengths()
    opensQuote = false
    hasStatic = false
    endsInCommas = false
    let bytes = LineBytes(line)
    if bytes.hasNUL { faults.insert(.nulByte) }
    if bytes.isNotASCII, !UTF8Sequence.isWellFormed(line) { faults.insert(.invalidUTF8) }
    fields.split(line)
    examineQuotes(of: line, hasDoubleQuote: bytes.hasDoubleQuote)
    guard fields.count >= context.layout.ownColumnCount else {
      faults.insert(.fieldsMissing)
      return
    }
    if fields.count != context.layout.columnCount { faults.insert(.fieldCountDiffers) }
    if fields.count > context.layout.ownColumnCount { endsInCommas = hasOnlyEmptyExtraFields() }
    start = time(0, of: line)
    if let position = context.layout.stop { stop = time(position, of: line) }
    timeLengths.start = start == nil ? 0 : fields[0].range.count
    if let position = context.layout.stop, stop != nil {
      timeLengths.stop = fields[position].range.count
    }
    examineSequence()
    examineDatakey(of: line, mayBeUnsafe: bytes.mayBeUnsafe)
    examineFilesize(of: line)
    guard judgesClient else { return }
    let client = ClientRow(fields: fields, layout: context.layout, timeLength: context.timeLength)
    if client.otherValue(line) != nil { faults.insert(.clientReadsOther) }
    if faults.contains(.timeMalformed), client.unreadableTime(line) != nil {
      faults.insert(.clientTimeUnreadable)
    }
  }

  /// Only splits a line into fields.
  mutating func splitOnly(_ line: Span<UInt8>) { fields.split(line) }

  private mutating func examineQuotes(of line: Span<UInt8>, hasDoubleQuote: Bool) {
    if hasDoubleQuote, (0..<fields.count).contains(where: { fields.hasInnerQuote($0, line) }) {
      faults.insert(.quoteWithoutPartner)
    }
    guard fields.isAnyOdd else { return }
    for index in 0..<fields.count {
      let field = fields[index]
      if field.quote == .single { faults.insert(.singleQuotes) }
      if field.hadBlanks { faults.insert(.blanksAroundField) }
      if field.isUnbalanced {
        faults.insert(.quoteWithoutPartner)
        let first = field.outerRange.lowerBound
        if hasDoubleQuote, line[first] == UInt8(ascii: "\"") { opensQuote = true }
      }
      if field.hasTypographicQuote { faults.insert(.typographicQuote) }
    }
  }

  private mutating func time(_ position: Int, of line: Span<UInt8>) -> SCRTime? {
    let range = fields[position].range
    let text = line.extracting(range)
    do throws(SCRTimeError) {
      let time = try times.time(text)
      if range.count != context.timeLength { faults.insert(.precisionDiffers) }
      if time.isLeapSecond { faults.insert(.leapSecond) }
      if range.count < 17 { faults.insert(.timeWithoutMinutes) }
      if range.count > 24 { faults.insert(.timeFinerThanMilliseconds) }
      return time
    } catch {
      if error.kind == .malformed, text.isStatic {
        hasStatic = true
        if !context.allowsStatic { faults.insert(.staticRow) }
      } else if fields[position].hasTypographicQuote {
        // The quote is the fault; the time after it is unknown.
      } else {
        faults.insert(RowFault(error.kind))
      }
      return nil
    }
  }

  /// Whether a field of the current row begins with a double quote that is not closed.
  private(set) var opensQuote = false

  /// Whether all fields of the current row after those of the spec are empty, and there are some.
  private(set) var endsInCommas = false

  private func hasOnlyEmptyExtraFields() -> Bool {
    let own = context.layout.ownColumnCount
    return (own..<Swift.min(fields.count, 4096)).allSatisfy { fields[$0].outerRange.isEmpty }
  }

  /// Whether the current row has the word `static` instead of times, and may.
  var isStaticRow: Bool { hasStatic }

  /// Whether the last time of the current row is in the future.
  var isInFuture: Bool { faults.contains(.timeInFuture) }

  private mutating func examineSequence() {
    if let latest = context.latest {
      if let start, latest < start { faults.insert(.timeInFuture) }
      if let stop, latest < stop { faults.insert(.timeInFuture) }
    }
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
    let namesNoFile = key.namesNoFile
    if namesNoFile { faults.insert(.datakeyNamesNoFile) }
    if context.bucket.isEmpty {
      if !key.isAbsoluteAddress { faults.insert(.datakeyNotAbsolute) }
    } else if !(namesNoFile && key.isBucket(context.bucket)), !key.begins(with: context.bucket) {
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
    case .bytes(let count):
      filesize = count
      if count == 0 { faults.insert(.filesizeZero) }
    case .negative: faults.insert(.filesizeNegative)
    case .tooLarge: faults.insert(.filesizeTooLarge)
    case .notAnInteger: faults.insert(.filesizeNotAnInteger)
    }
  }
}

/// The bytes of the times of a row.
struct TimeLengths: Sendable, Hashable {
  /// The bytes of start; 0 if it is not a time.
  var start = 0
  /// The bytes of stop; 0 if it is missing or not a time.
  var stop = 0
}

extension CSVFields {
  /// Whether a field without quotes around it has a double quote inside, which RFC 4180 forbids.
  func hasInnerQuote(_ index: Int, _ line: Span<UInt8>) -> Bool {
    let field = self[index]
    guard field.quote == .none, !field.isUnbalanced else { return false }
    for offset in field.range where line[offset] == UInt8(ascii: "\"") { return true }
    return false
  }
}

/// Facts from outside the row that decide whether it is right.
struct RowContext: Sendable {
  /// Where the columns are.
  var layout: IndexLayout
  /// The bytes of most times of the file.
  var timeLength: Int
  /// The bytes of most times of the file after their form is fixed.
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
  /// The latest time that is not in the future; nil if the present time is unknown.
  var latest: SCRTime?

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
