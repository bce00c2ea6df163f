internal import Formats
internal import SharedCloudRegistry

/// The words for one fault of one row.
struct RowFaultText {
  /// The fault.
  private(set) var message = ""
  /// What the rule expects.
  private(set) var expected: String?
  /// The value found.
  private(set) var actual: String?
  /// The content of the row, which identifies it wherever it moves.
  private(set) var identity = ""
  /// The position of the field at fault; nil for the whole row.
  private var fieldIndex: Int?

  init(
    _ fault: RowFault, _ line: Span<UInt8>, _ examination: borrowing RowExamination, isRow: Bool
  ) {
    let fields = examination.fields
    func field(_ index: Int) -> String {
      index < fields.count ? line.extracting(fields[index].range).text : ""
    }
    identity = line.extracting(0..<Swift.min(line.count, 400)).text
    guard isRow else {
      describeLine(fault)
      return
    }
    let context = examination.context
    let layout = context.layout
    switch fault {
    case .lineEndsWithCR, .blankLine, .nulByte, .invalidUTF8, .fieldsMissing, .fieldCountDiffers:
      describeLine(fault)
      if fault == .invalidUTF8 {
        fieldIndex = (0..<fields.count).first {
          !UTF8Sequence.isWellFormed(line.extracting(fields[$0].outerRange))
        }
      }
      if fault == .fieldsMissing || fault == .fieldCountDiffers {
        let isMissing = fault == .fieldsMissing
        message =
          "row has \(fields.count) field\(fields.count == 1 ? "" : "s")"
          + (isMissing ? "" : ", most rows \(layout.columnCount)")
        expected = "\(isMissing ? layout.ownColumnCount : layout.columnCount) fields"
        actual = "\(fields.count)"
      }
    case .outOfOrder, .startRepeated, .stopBeforeStart, .otherYear:
      describeSequence(fault, context, start: field(0), stop: layout.stop.map(field) ?? "")
    case .timeMalformed, .timeImpossible, .timeWithoutZ, .timeWithPointForColon, .staticRow,
      .leapSecond, .timeWithoutMinutes, .timeFinerThanMilliseconds, .precisionDiffers,
      .timeInFuture:
      let isStart = Self.isFault(fault, of: line.extracting(fields[0].range), context)
      let position = isStart ? 0 : layout.stop ?? 0
      fieldIndex = position
      describeTime(fault, field(position), name: position == 0 ? "start" : "stop", context)
    case .datakeyNotAbsolute, .datakeyInOtherBucket, .datakeyUnsafe, .datakeyEmpty,
      .datakeyNamesNoFile:
      fieldIndex = layout.datakey
      describeDatakey(fault, field(layout.datakey), context)
    case .filesizeNotAnInteger, .filesizeZero, .filesizeNegative, .filesizeTooLarge:
      fieldIndex = layout.filesize
      describeFilesize(fault, field(layout.filesize))
    case .clientReadsOther, .clientTimeUnreadable:
      let client = ClientRow(fields: fields, layout: layout, timeLength: context.timeLength)
      let isTime = fault == .clientTimeUnreadable
      fieldIndex = isTime ? client.unreadableTime(line) : client.otherValue(line)
      message = "the Python client \(isTime ? "can't read the time" : "reads another value")"
      actual = fieldIndex.map { line.extracting(fields[$0].outerRange).text }
    case .singleQuotes, .typographicQuote, .quoteWithoutPartner, .blanksAroundField:
      fieldIndex = (0..<fields.count).first {
        Self.isFault(fault, fields[$0])
          || (fault == .quoteWithoutPartner && fields.hasInnerQuote($0, line))
      }
      describeQuote(fault)
      actual = fieldIndex.map { line.extracting(fields[$0].outerRange).text }
    }
  }

  /// Writes the place of the fault into a finding.
  func place(
    _ finding: inout Finding, row: IndexRowReporter.Row, line: Span<UInt8>, fields: CSVFields
  ) {
    let range = fieldIndex.flatMap { $0 < fields.count ? fields[$0].outerRange : nil } ?? 0..<0
    let column = line.extracting(0..<range.lowerBound).scalarCount + 1
    let length = line.extracting(range).scalarCount
    finding.location.line = row.line
    finding.location.row = row.number > 0 ? row.number : nil
    finding.location.column = column
    finding.location.endLine = row.line
    finding.location.endColumn = column + length
    finding.location.byteOffset = row.offset + range.lowerBound
    if let fieldIndex {
      finding.location.fieldIndex = fieldIndex + 1
      finding.location.field = Self.name(of: fieldIndex, finding.rule, fields.count)
    }
    finding.excerpt = .init(
      text: line.extracting(0..<Swift.min(line.count, 400)).text, column: column, length: length)
  }

  private static func name(of field: Int, _ rule: String, _ count: Int) -> String? {
    switch RuleID(code: rule) {
    case .datakeyNotAbsolute, .datakeyInAnotherBucket, .datakeyUnsafe, .datakeyEmpty,
      .datakeyNamesNoFile:
      "datakey"
    case .filesizeNotAnInteger, .filesizeZero, .filesizeNegative, .filesizeTooLarge: "filesize"
    default: field == 0 ? "start" : nil
    }
  }
}

// MARK: - Which field

extension RowFaultText {
  private static func isFault(
    _ fault: RowFault, of text: Span<UInt8>, _ context: RowContext
  ) -> Bool {
    do throws(SCRTimeError) {
      let time = try SCRTime(parsing: text)
      switch fault {
      case .leapSecond: return time.isLeapSecond
      case .timeWithoutMinutes: return text.count < 17
      case .timeFinerThanMilliseconds: return text.count > 24
      case .precisionDiffers: return text.count != context.timeLength
      case .timeInFuture: return context.latest.map { $0 < time } ?? false
      default: return false
      }
    } catch {
      return fault == .staticRow || fault == RowFault(error.kind)
    }
  }

  private static func isFault(_ fault: RowFault, _ field: CSVFields.Field) -> Bool {
    switch fault {
    case .singleQuotes: field.quote == .single
    case .typographicQuote: field.hasTypographicQuote
    case .quoteWithoutPartner: field.isUnbalanced
    default: field.hadBlanks
    }
  }
}

// MARK: - Words

extension RowFaultText {
  private mutating func describeLine(_ fault: RowFault) {
    switch fault {
    case .lineEndsWithCR: message = "line ends with CR LF"
    case .blankLine: message = "line is blank"
    case .nulByte: message = "line has a NUL byte"
    default: message = "line has bytes that are not UTF-8"
    }
  }

  private mutating func describeSequence(
    _ fault: RowFault, _ context: RowContext, start: String, stop: String
  ) {
    let previous = context.previousStart?.text ?? ""
    fieldIndex = 0
    actual = start
    switch fault {
    case .outOfOrder:
      message = "start \(start) is before the start of the previous row"
      expected = "\(previous) or later"
    case .startRepeated:
      message = "start \(start) repeats the start of the previous row"
    case .stopBeforeStart:
      fieldIndex = context.layout.stop
      message = "stop \(stop) is before start"
      expected = "\(start) or later"
      actual = stop
    default:
      let year = context.year.map(String.init) ?? ""
      message = "start \(start) is not in \(year), the year of the file"
      expected = "a start in \(year)"
    }
  }

  private mutating func describeTime(
    _ fault: RowFault, _ text: String, name: String, _ context: RowContext
  ) {
    actual = text
    switch fault {
    case .staticRow: message = "\(name) is \"static\", which version 1.0 removed"
    case .leapSecond: message = "\(name) \(text) is a leap second"
    case .timeWithoutMinutes:
      message = "\(name) \(text) has no minutes"
      expected = (try? SCRTime(parsing: text))?.text
    case .timeFinerThanMilliseconds:
      message = "\(name) \(text) is finer than a millisecond"
      expected = (try? SCRTime(parsing: text))?.text(precision: .fraction(digits: 3))
    case .timeInFuture: message = "\(name) \(text) is in the future"
    case .precisionDiffers:
      message =
        "\(name) \(text) has \(TimePrecision.words(length: text.utf8.count)); most times of the "
        + "file have \(TimePrecision.words(length: context.timeLength))"
      expected = "\(context.timeLength) characters"
    default:
      let repair = TimeRepair(of: text)
      message = "\(name) \"\(text)\" \(repair.advice)"
      expected = repair.corrected ?? "yyyy-mm-ddThh:mm:ss.sssZ"
    }
  }

  private mutating func describeDatakey(_ fault: RowFault, _ key: String, _ context: RowContext) {
    let bucket = String(decoding: context.bucket, as: UTF8.self)
    actual = key
    switch fault {
    case .datakeyEmpty: message = "datakey is empty"
    case .datakeyNamesNoFile:
      message = "datakey names a directory or a bucket, not a file"
      expected = "the address of one data file"
    case .datakeyUnsafe: message = "datakey has a segment \"..\" or a control character"
    case .datakeyNotAbsolute:
      message = "datakey has no scheme and bucket"
      expected = bucket + key
    default:
      message = "datakey is not in the bucket of the index"
      expected = "a key that begins with \(bucket)"
    }
  }

  private mutating func describeFilesize(_ fault: RowFault, _ text: String) {
    actual = text
    expected = "the number of bytes, in decimal digits"
    switch fault {
    case .filesizeZero: message = "filesize is 0"
    case .filesizeNegative: message = "filesize \(text) is negative"
    case .filesizeTooLarge: message = "filesize \(text) is larger than 9223372036854775807"
    default: message = "filesize \"\(text)\" is not an integer"
    }
  }

  private mutating func describeQuote(_ fault: RowFault) {
    switch fault {
    case .singleQuotes:
      message = "fields are in single quotes"
      expected = "no quotes, or double quotes around a field with a comma"
    case .typographicQuote:
      message = "field has a typographic quote"
      expected = "no quotes"
    case .quoteWithoutPartner:
      message = "field has an unmatched quote"
      expected = "no quotes, or a quote at both ends"
    default:
      message = "fields have spaces around them"
      expected = "no spaces next to commas"
    }
  }
}

extension Span<UInt8> {
  /// The number of Unicode scalars.
  var scalarCount: Int {
    var scalars = 0
    for index in 0..<count where self[index] & 0xC0 != 0x80 { scalars += 1 }
    return scalars
  }
}
