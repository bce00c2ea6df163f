import SharedCloudRegistry
import Testing

/// Compares the fast test on times with the parser.
@Suite("The fast test, times")
struct CleanRowTimeTests {
  /// Makes the texts of one length in which an element takes every value of two digits.
  static func texts(_ layout: RowLayout) -> [String] {
    let model = Array(
      SCRTime(seconds: 1_277_734_271, nanoseconds: 123_456_789).text(precision: layout.precision))
    func replaced(_ place: Int, _ value: Int) -> String {
      var text = model
      text.replaceSubrange(place..<place + 2, with: value < 10 ? "0\(value)" : "\(value)")
      return String(text)
    }
    let elements = layout.timeLength == 17 ? [0, 5, 8, 11, 14] : [0, 5, 8, 11, 14, 17]
    let all = elements.flatMap { place in (0...99).map { replaced(place, $0) } }
    var days: [String] = []
    for year in ["1900", "2000", "2004", "2011", "0000", "0001", "9999"] {
      for month in 1...12 {
        for day in 27...32 {
          let date = (month < 10 ? "-0" : "-") + String(month) + "-" + String(day)
          days.append(year + date + String(model.dropFirst(10)))
        }
      }
    }
    let table = TimeEntry.all.map(\.text).filter { $0.utf8.count == layout.timeLength }
    return all + days + table
  }

  @Test("start and stop are times", arguments: CleanRowTableTests.layouts)
  func times(_ layout: RowLayout) {
    var layout = layout
    layout.year = nil
    for text in Self.texts(layout) where !text.utf8.contains(0x0A) {
      var rows = CleanRowTableTests.Rows(layout)
      // The smallest time, or any in another year, must not break the order.
      rows.before[0] = Array(
        ("0001-01-01" + String(decoding: rows.before[0], as: UTF8.self).dropFirst(10)).utf8)
      if layout.hasStop { rows.before[1] = rows.before[0] }
      rows.row[0] = Array(text.utf8)
      if layout.hasStop { rows.row[1] = Array(text.utf8) }
      check(rows, text)
      guard layout.hasStop else { continue }
      rows.row[0] = Array((text.prefix(4) + "-01-01" + text.dropFirst(10)).utf8)
      check(rows, "stop \(text)")
    }
  }

  private func check(_ rows: CleanRowTableTests.Rows, _ name: String) {
    let passes = rows.passes
    let fault = rows.fault
    #expect(passes == (fault == nil), "\(name)")
  }

  @Test("order of times", arguments: CleanRowTableTests.layouts)
  func order(_ layout: RowLayout) {
    // One more and one less at every digit, in the previous and in the current row.
    let model = CleanRowTableTests.Rows(layout)
    for place in model.row[0].indices where (0x30...0x39).contains(model.row[0][place]) {
      for difference in [-1, 0, 1] {
        for field in layout.hasStop ? [0, 1] : [0] {
          var rows = model
          rows.before[0] = rows.row[0]
          let digit = Int(rows.before[0][place]) + difference
          guard (0x30...0x39).contains(digit) else { continue }
          rows.before[0][place] = UInt8(digit)
          if field == 1 {
            // The start stays before; the stop is before or after the start.
            rows.before[0] = model.before[0]
            rows.row[1] = rows.row[0]
            rows.row[1][place] = UInt8(digit)
          }
          let isInYear = rows.before[0].prefix(4) == rows.row[0].prefix(4)
          let isStopInYear = !layout.hasStop || rows.row[1].prefix(4) == rows.row[0].prefix(4)
          let name = "\(difference) at \(place) of field \(field)"
          let (passes, fault) = (rows.passes, rows.fault)
          if passes { #expect(fault == nil, "\(name)") }
          let isKnown =
            ReferenceRow(Array(rows.before.joined(separator: [0x2C])), layout).start != nil
          if isInYear, isStopInYear, isKnown { #expect(passes == (fault == nil), "\(name)") }
        }
      }
    }
  }

  @Test("the year is that of the file", arguments: CleanRowTableTests.layouts)
  func year(_ layout: RowLayout) {
    for year in [2009, 2010, 2011, 1010, 2110, 2020, 9999] {
      var layout = layout
      layout.year = year
      let rows = CleanRowTableTests.Rows(layout)
      #expect(rows.passes == (year == 2010))
    }
    var open = layout
    open.year = nil
    #expect(CleanRowTableTests.Rows(open).passes)
  }

  @Test func `after a row without datakey the next takes the slow path`() {
    var rows = CleanRowTableTests.Rows(RowLayout(timeLength: 20, hasStop: true))
    rows.before[2] = []
    #expect(!rows.passes)
  }

  @Test func `after a row without a time the next takes the slow path`() {
    var rows = CleanRowTableTests.Rows(RowLayout(timeLength: 20, hasStop: true))
    rows.before[0] = Array("2010-13-01T00:00:00Z".utf8)
    #expect(!rows.passes)
    rows.before[0] = Array("2010-01-01T00:00Z".utf8)
    #expect(!rows.passes)
  }
}
