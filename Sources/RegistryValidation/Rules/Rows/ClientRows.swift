internal import Formats
internal import SharedCloudRegistry

/// Faults of a row that only the Python client has trouble with; the rules are on in the profile
/// client-safe only.
package enum ClientFault: Int, RowFaultFamily {
  case readsOther, timeUnreadable

  var rule: RuleID {
    switch self {
    case .readsOther: .clientOtherValue
    case .timeUnreadable: .clientUnreadableTime
    }
  }

  func words(for line: Span<UInt8>, examined row: borrowing RowExamination) -> RowWords {
    let message =
      switch self {
      case .readsOther: "the Python client reads another value"
      case .timeUnreadable where ClientRow.outOfRange(row.start, row.stop) != nil:
        "the Python client can't read a time before 1677-09-21T00:12:44Z or after "
          + "2262-04-11T23:47:16Z"
      case .timeUnreadable: "the Python client can't read the time"
      }
    let field = row.field(of: .client(self))
    return RowWords(message: message, actual: row.outerText(of: field, in: line), field: field)
  }

  func recipe(for line: Span<UInt8>, examined row: borrowing RowExamination) -> RowRecipe? { nil }
}

extension RowExamination {
  /// Compares the row with what the Python client reads.
  mutating func examineForClient(_ line: Span<UInt8>) {
    let client = ClientRow(fields: fields, layout: context.layout, timeLength: context.timeLength)
    if let field = client.otherValue(line) { note(.client(.readsOther), at: field) }
    if faults.contains(.time(.malformed)) {
      noteUnreadableTime(line)
    } else if let field = ClientRow.outOfRange(start, stop) {
      note(.client(.timeUnreadable), at: field == .start ? 0 : context.layout.stop)
    }
  }

  /// Notes the first time that the Python client can't read together with those of the file.
  mutating func noteUnreadableTime(_ line: Span<UInt8>) {
    let client = ClientRow(fields: fields, layout: context.layout, timeLength: context.timeLength)
    if let field = client.unreadableTime(line) { note(.client(.timeUnreadable), at: field) }
  }
}

/// A row as the Python client (cloudcatalog 1.3.3) reads it, which leaves it to pandas.
struct ClientRow {
  /// The fields of the row.
  let fields: CSVFields
  /// Where the columns are.
  let layout: IndexLayout
  /// The bytes of most times of the file.
  let timeLength: Int

  /// The first of datakey and filesize that the client reads as another value; nil if none.
  func otherValue(_ line: Span<UInt8>) -> Int? {
    let key = fields[layout.datakey]
    let text = line.extracting(key.range)
    if key.hadBlanks || key.quote == .single || (text.count > 0 && Self.isNoValue(text)) {
      return layout.datakey
    }
    let size = fields[layout.filesize]
    let digits = line.extracting(size.range)
    if Self.isNoValue(digits) { return nil }
    let isOther =
      switch Filesize(digits) {
      case .bytes: size.quote == .single
      case .notAnInteger: true
      // These have rules of their own.
      case .negative, .tooLarge: false
      }
    return isOther ? layout.filesize : nil
  }

  /// The first of start and stop that the client can't read: it is no time, or it has other parts
  /// than the times of the file; nil if none.
  ///
  /// The client takes some strings for the time that scregistry takes them for.
  func unreadableTime(_ line: Span<UInt8>) -> Int? {
    // Without start, the row is in no range.
    if Self.isNoValue(line.extracting(fields[0].range)) { return nil }
    for position in [0] + (layout.stop.map { [$0] } ?? []) {
      let text = line.extracting(fields[position].range)
      do throws(SCRTimeError) {
        _ = try SCRTime(parsing: text)
        if !ClientPattern.isOne(text.count, or: timeLength) { return position }
      } catch {
        if error.kind == .malformed, !isLooseTime(text) { return position }
      }
    }
    return nil
  }

  /// One of the two times of a row.
  enum TimeField {
    case start
    case stop
  }

  /// The first year whose times the client can read, if whole years count.
  static let firstYear = 1678

  /// The first time outside of what 64 bits of nanoseconds can tell, to which the client is limited.
  static func outOfRange(_ start: SCRTime?, _ stop: SCRTime?) -> TimeField? {
    if let start, !readableSeconds.contains(start.seconds) { return .start }
    if let stop, !readableSeconds.contains(stop.seconds) { return .stop }
    return nil
  }

  /// From 1677-09-21T00:12:44Z to 2262-04-11T23:47:16Z.
  private static let readableSeconds: ClosedRange<Int64> = -9_223_372_036...9_223_372_036

  /// Whether a text is one of the words that pandas takes for no value.
  private static func isNoValue(_ text: Span<UInt8>) -> Bool {
    guard text.count > 0 else { return true }
    // All of them end in a letter or a bracket, so sizes and times need no search.
    let last = text[text.count - 1]
    guard last | 0x20 &- 0x61 < 26 || last == UInt8(ascii: ">") else { return false }
    return text.count <= MissingValue.longest && MissingValue.ofPandas.contains(text.text)
  }

  /// Whether a text is a time but for the case of T and Z and for numbers of one digit, with the
  /// parts that the times of the file have.
  private func isLooseTime(_ text: Span<UInt8>) -> Bool {
    guard text.count < 40 else { return false }
    var index = 0
    var parts = 0
    while true {
      let start = index
      var value = 0
      while index < text.count, text[index] &- 0x30 < 10 {
        value = value &* 10 &+ Int(text[index] &- 0x30)
        index += 1
      }
      let digits = index - start
      guard parts == 0 ? digits == 4 : digits == 1 || digits == 2, index < text.count,
        Self.range(ofPart: parts).contains(value)
      else { return false }
      parts += 1
      let mark = text[index]
      index += 1
      if mark | 0x20 == UInt8(ascii: "z"), parts >= 5 { break }
      guard mark == Self.mark(afterPart: parts) || parts == 3 && mark == UInt8(ascii: "t") else {
        return false
      }
      guard parts == 6 else { continue }
      while index < text.count, text[index] &- 0x30 < 10 { index += 1 }
      guard index < text.count, text[index] | 0x20 == UInt8(ascii: "z") else { return false }
      index += 1
      parts = 7
      break
    }
    let usual = timeLength <= 17 ? 5 : timeLength <= 20 ? 6 : 7
    return index == text.count && parts == usual
  }

  /// The values of a part of a time: year, month, day, hour, minute, second.
  private static func range(ofPart part: Int) -> ClosedRange<Int> {
    switch part {
    case 0: 0...9999
    case 1: 1...12
    case 2: 1...31
    case 3: 0...23
    default: 0...59
    }
  }

  /// The character after a part of a time.
  private static func mark(afterPart part: Int) -> UInt8 {
    switch part {
    case 1, 2: UInt8(ascii: "-")
    case 3: UInt8(ascii: "T")
    case 4, 5: UInt8(ascii: ":")
    default: UInt8(ascii: ".")
    }
  }
}
