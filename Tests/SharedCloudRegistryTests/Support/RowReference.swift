import SharedCloudRegistry
import Testing

/// The layout of the rows in a test file.
struct RowLayout: CustomTestStringConvertible, Sendable {
  var timeLength: Int
  var hasStop: Bool
  var prefix = "s3://bucket/"
  var year: Int? = 2010

  /// The precision of a time with the length.
  var precision: SCRTime.Precision {
    switch timeLength {
    case 17: .minute
    case 20: .second
    default: .fraction(digits: timeLength - 21)
    }
  }

  var columnCount: Int { hasStop ? 4 : 3 }
  var keyColumn: Int { hasStop ? 2 : 1 }

  var testDescription: String { "times of \(timeLength) bytes, \(columnCount) columns" }

  /// Layouts with every length that the fast test supports, and one other.
  static let all: [RowLayout] = [17, 20, 22, 23, 24, 30].flatMap { length in
    [true, false].map { RowLayout(timeLength: length, hasStop: $0) }
  }
}

/// One row read by plain code, without the optimizations of the scanner.
struct ReferenceRow {
  /// The ranges of the fields in the line.
  var fields: [Range<Int>] = []
  var start: SCRTime?
  var stop: SCRTime?
  /// The datakey; nil if it is absent or empty.
  var key: [UInt8]?
  private let line: [UInt8]

  init(_ line: [UInt8], _ layout: RowLayout) {
    self.line = line
    var begin = 0
    for end in line.indices.filter({ line[$0] == UInt8(ascii: ",") }) + [line.count] {
      fields.append(begin..<end)
      begin = end + 1
    }
    start = time(0)
    if layout.hasStop { stop = time(1) }
    if fields.count > layout.keyColumn, !fields[layout.keyColumn].isEmpty {
      key = Array(line[fields[layout.keyColumn]])
    }
  }

  private func text(_ column: Int) -> String? {
    guard column < fields.count else { return nil }
    return String(validating: line[fields[column]], as: UTF8.self)
  }

  private func time(_ column: Int) -> SCRTime? {
    guard let text = text(column), let time = try? SCRTime(parsing: text) else { return nil }
    // Times of whole seconds take the fast path; those with a fraction do not.
    guard text.utf8.count == 20 else { return time }
    return (try? SCRTime(parsing: text.dropLast() + ".0Z")) == time ? time : nil
  }

  /// Returns the fault of the row; nil if there is no fault.
  ///
  /// The row is compared with the last readable start before it, and the last datakey.
  func fault(
    _ layout: RowLayout, previousStart: SCRTime?, previousKey: [UInt8]?
  ) -> String? {
    guard fields.count == layout.columnCount else { return "\(fields.count) fields" }
    guard let start else { return "start is not a time" }
    if layout.hasStop {
      guard let stop else { return "stop is not a time" }
      if stop < start { return "stop is before start" }
      if stop.isLeapSecond || fields[1].count != layout.timeLength { return "stop is odd" }
    }
    if start.isLeapSecond || fields[0].count != layout.timeLength { return "start is odd" }
    if let previousStart, start <= previousStart { return "start is not after the previous one" }
    if let year = layout.year, start.year != year { return "start is in another year" }
    return keyFault(layout, previousKey) ?? filesizeFault(layout)
  }

  private func keyFault(_ layout: RowLayout, _ previous: [UInt8]?) -> String? {
    guard let key else { return "no datakey" }
    if key == previous { return "datakey repeats" }
    if key.contains(where: { !(0x21...0x7E).contains($0) || $0 == 0x22 || $0 == 0x27 }) {
      return "datakey is not plain ASCII"
    }
    let text = String(decoding: key, as: UTF8.self)
    if !text.hasPrefix(layout.prefix) || text == layout.prefix { return "another bucket" }
    let segments = text.split(separator: "/", omittingEmptySubsequences: false)
    return segments.contains("..") ? "datakey has a segment of two periods" : nil
  }

  private func filesizeFault(_ layout: RowLayout) -> String? {
    guard let text = text(layout.keyColumn + 1), !text.isEmpty,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let size = Int(text)
    else { return "filesize is not a number" }
    return size > 0 ? nil : "filesize is 0"
  }
}
