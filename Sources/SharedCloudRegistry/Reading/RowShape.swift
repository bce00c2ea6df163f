internal import Formats

/// The order of the columns that one row of an index file shows.
enum RowShape: Hashable {
  /// The first column is a time.
  case start
  /// Start, stop, datakey, filesize.
  case startStop
  /// Start, datakey, filesize.
  case startOnly
  /// Start, datakey, filesize, stop.
  case stopLast
  /// Start and stop come after another column.
  case shifted
  /// All columns are there, in another order.
  case rearranged(ColumnOrder)
  /// Start and stop are dates as spreadsheets write them.
  case spreadsheet
  /// None of these.
  case unclear

  /// Examines a row.
  ///
  /// Reading: contradiction 13 of the spec, decided by the shapes of the fields; the names in a
  /// header are never reliable. A field that can't be read does not hide the order if the others
  /// show it.
  init(_ line: Span<UInt8>, fields: CSVFields) {
    func shape(_ index: Int) -> FieldShape {
      FieldShape(line.extracting(fields[index].range))
    }
    // Most rows begin with two times.
    if fields.count >= 3, Self.isWholeTime(line, field: fields[0]),
      Self.isWholeTime(line, field: fields[1])
    {
      let order =
        Self.mayBeRearranged(line, fields: fields) ? ColumnOrder(line, fields: fields) : nil
      self = order.map { .rearranged($0) } ?? .startStop
      return
    }
    let (first, second) = (shape(0), shape(1))
    guard fields.count >= 3 else {
      self = first.isTime ? .start : .unclear
      return
    }
    let (third, fourth) = (shape(2), shape(3))
    if first.isSpreadsheetTime, second.isSpreadsheetTime && third.isAddress || second.isAddress,
      TimeRepair(of: line.extracting(fields[0].range).text).corrected == nil
    {
      self = .spreadsheet
    } else if second.isTime, third.isTime, first.isAbsoluteAddress {
      self = ColumnOrder(line, fields: fields).map { .rearranged($0) } ?? .shifted
    } else if second.isTime, third.isTime, !first.isTime, fourth.isAddress {
      self = .shifted
    } else if first.isTime, second.isTime, third.isAddress {
      self = .startStop
    } else if let order = ColumnOrder(line, fields: fields) {
      self = .rearranged(order)
    } else if second.isTime, first.isTime || third.isAddress {
      self = .startStop
    } else if third.isAbsoluteAddress && !second.isAbsoluteAddress {
      self = .startStop
    } else if second.isAddress, fourth.isTime {
      self = .stopLast
    } else if second.isAbsoluteAddress || (second.isAddress && (third.isInteger || first.isTime)),
      !(third.isAddress && fourth.isInteger)
    {
      self = .startOnly
    } else if third.isAddress {
      self = .startStop
    } else {
      self = first.isTime ? .start : .unclear
    }
  }

  /// Whether a field is a time of whole seconds, without a look at what else it may be.
  @inline(__always)
  private static func isWholeTime(_ line: Span<UInt8>, field: CSVFields.Field) -> Bool {
    guard field.range.count == 20 else { return false }
    let words = TimeWords(line.extracting(field.range))
    return words.hasRealDate && words.secondOfDay != nil
  }

  /// Whether the fourth field may be a datakey, by its first byte: a filesize has a digit.
  @inline(__always)
  private static func mayBeRearranged(_ line: Span<UInt8>, fields: CSVFields) -> Bool {
    guard fields.count >= 4 else { return false }
    let fourth = fields[3].range
    return !fourth.isEmpty && line[fourth.lowerBound] &- 0x30 >= 10
  }

  /// The layout of rows of this shape; nil if it shows no layout.
  ///
  /// - Parameter columnCount: The number of fields.
  /// - Returns: The layout.
  func layout(columnCount: Int) -> IndexLayout? {
    switch self {
    case .startStop:
      IndexLayout(columnCount: Swift.max(columnCount, 4), stop: 1, datakey: 2, filesize: 3)
    case .stopLast:
      IndexLayout(columnCount: Swift.max(columnCount, 4), stop: 3, datakey: 1, filesize: 2)
    case .startOnly:
      IndexLayout(columnCount: Swift.max(columnCount, 3), stop: nil, datakey: 1, filesize: 2)
    case .start, .shifted, .rearranged, .spreadsheet, .unclear: nil
    }
  }
}
