internal import Formats
internal import SharedCloudRegistry

/// Faults of a row that only the Python client has trouble with; the rules are on in the profile
/// client-safe only.
enum ClientFault: Int, RowFaultFamily {
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
    if faults.contains(.time(.malformed)), let field = client.unreadableTime(line) {
      note(.client(.timeUnreadable), at: field)
    }
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

  /// The first of start and stop that is no time, and that the client does not take for the same
  /// time as scregistry either; nil if none.
  func unreadableTime(_ line: Span<UInt8>) -> Int? {
    // Without start, the row is in no range.
    if Self.isNoValue(line.extracting(fields[0].range)) { return nil }
    for position in [0] + (layout.stop.map { [$0] } ?? []) {
      let text = line.extracting(fields[position].range)
      do throws(SCRTimeError) {
        _ = try SCRTime(parsing: text)
      } catch {
        if error.kind == .malformed, !isLooseTime(text) { return position }
      }
    }
    return nil
  }

  /// Whether a text is one of the words that pandas takes for no value.
  private static func isNoValue(_ text: Span<UInt8>) -> Bool {
    text.count <= 8 && noValues.contains(text.text)
  }

  private static let noValues: Set = [
    "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
    "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null",
  ]

  /// Whether a text is a time but for the case of T and Z and for numbers of one digit, with the
  /// parts that the times of the file have.
  private func isLooseTime(_ text: Span<UInt8>) -> Bool {
    guard text.count < 40 else { return false }
    var parts: [Int] = []
    var rest = text.text.utf8[...]
    for (width, separator) in [(4, "-"), (2, "-"), (2, "T"), (2, ":"), (2, ":"), (2, ".")] {
      let digits = rest.prefix { $0 &- 0x30 < 10 }
      guard width == 4 ? digits.count == 4 : (1...2).contains(digits.count) else { return false }
      parts.append(digits.reduce(0) { $0 * 10 + Int($1 - 0x30) })
      rest = rest.dropFirst(digits.count)
      guard let next = rest.popFirst() else { return false }
      let byte = next == UInt8(ascii: "t") ? UInt8(ascii: "T") : next
      let isLast = byte == UInt8(ascii: "Z") || byte == UInt8(ascii: "z")
      if isLast, parts.count >= 5 { break }
      guard byte == separator.utf8.first else { return false }
      if separator == "." {
        rest = rest.drop { $0 &- 0x30 < 10 }
        guard let end = rest.popFirst(), end | 0x20 == UInt8(ascii: "z") else { return false }
        parts.append(0)
      }
    }
    let usual = timeLength <= 17 ? 5 : timeLength <= 20 ? 6 : 7
    return rest.isEmpty && parts.count == usual && (1...12).contains(parts[1])
      && (1...31).contains(parts[2]) && parts[3] < 24 && parts[4] < 60
      && (parts.count < 6 || parts[5] < 60)
  }
}
