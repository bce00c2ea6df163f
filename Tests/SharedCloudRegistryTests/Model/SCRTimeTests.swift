import Formats
import SharedCloudRegistry
import TestSupport
import Testing

@Suite("SCR time, section 5")
struct SCRTimeTests {
  /// The first and last second that four digits of a year can write.
  static let seconds: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  static let precisions: [SCRTime.Precision] =
    [.year, .month, .day, .hour, .minute, .second] + (1...9).map { .fraction(digits: $0) }

  /// Random instants, many of them near the ends of days and years.
  static func instants(_ count: Int, seed: UInt64) -> [(seconds: Int64, nanoseconds: Int32)] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      var seconds = Int64.random(in: Self.seconds, using: &random)
      if Bool.random(using: &random) {
        seconds -= (seconds % 86400) - Int64.random(in: -1...1, using: &random)
      }
      let nanoseconds = [0, 1, 999_999_999, Int32.random(in: 0...999_999_999, using: &random)]
      return (
        min(max(seconds, Self.seconds.lowerBound), Self.seconds.upperBound),
        nanoseconds.randomElement(using: &random) ?? 0
      )
    }
  }

  /// The instant after reducing it to a precision.
  static func truncated(
    _ seconds: Int64, _ nanoseconds: Int32, to precision: SCRTime.Precision
  ) -> (Int64, Int32) {
    func floored(_ unit: Int64) -> Int64 { seconds - ((seconds % unit) + unit) % unit }
    switch precision {
    case .year, .month:
      var date = CalendarDate(daysSince1970: floored(86400) / 86400)
      date.day = 1
      if precision == .year { date.month = 1 }
      return (date.daysSince1970 * 86400, 0)
    case .day: return (floored(86400), 0)
    case .hour: return (floored(3600), 0)
    case .minute: return (floored(60), 0)
    case .second: return (seconds, 0)
    case .fraction(let digits):
      let unit = (digits..<9).reduce(Int32(1)) { unit, _ in unit * 10 }
      return (seconds, nanoseconds - nanoseconds % unit)
    }
  }

  @Test("reads what it writes", arguments: precisions)
  func roundTrip(_ precision: SCRTime.Precision) throws {
    for (seconds, nanoseconds) in Self.instants(2000, seed: 1) {
      let text = SCRTime(seconds: seconds, nanoseconds: nanoseconds).text(precision: precision)
      #expect(text.utf8.count == precision.textLength)
      let time = try SCRTime(parsing: text)
      #expect(time.precision == precision)
      let expected = Self.truncated(seconds, nanoseconds, to: precision)
      #expect((time.seconds, time.nanoseconds) == expected, "\(text)")
    }
  }

  @Test("texts of one length are in the order of their instants", arguments: precisions)
  func order(_ precision: SCRTime.Precision) throws {
    let texts = Self.instants(1000, seed: 2).map {
      SCRTime(seconds: $0.seconds, nanoseconds: $0.nanoseconds).text(precision: precision)
    }
    for (left, right) in zip(texts, texts.dropFirst()) {
      let before = try SCRTime(parsing: left)
      let after = try SCRTime(parsing: right)
      #expect((before < after) == left.utf8.lexicographicallyPrecedes(right.utf8))
      #expect((before == after) == (left == right))
    }
  }

  @Test func `whole seconds are read like fractions, and refused for the same faults`() {
    let tables = CleanRowTimeTests.texts(RowLayout(timeLength: 20, hasStop: true))
    let damaged = tables[0].indices.flatMap { place in
      (0...127 as ClosedRange<UInt8>).map { byte in
        var text = tables[0]
        text.replaceSubrange(place...place, with: [Character(UnicodeScalar(byte))])
        return text
      }
    }
    func read(_ text: String) -> Result<SCRTime, SCRTimeError> {
      do throws(SCRTimeError) { return .success(try SCRTime(parsing: text)) } catch {
        return .failure(error)
      }
    }
    for text in tables + damaged where text.hasSuffix("Z") {
      #expect(read(text) == read(text.dropLast() + ".0Z"), "\(text)")
    }
  }

  @Test func `equal instants are equal whatever their precision`() throws {
    let texts = ["2010-05-08Z", "2010-05-08T00Z", "2010-05-08T00:00Z", "2010-05-08T00:00:00.000Z"]
    let times = try texts.map { try SCRTime(parsing: $0) }
    #expect(Set(times).count == 1)
    #expect(times.allSatisfy { !($0 < times[0]) })
  }

  @Test func `a leap second is between 59 and the next 0, and ends its year`() throws {
    let texts = [
      "2016-12-31T23:59:59Z", "2016-12-31T23:59:59.999Z", "2016-12-31T23:59:60Z",
      "2016-12-31T23:59:60.5Z", "2017-01-01T00:00:00Z",
    ]
    let times = try texts.map { try SCRTime(parsing: $0) }
    #expect(times.map(\.text) == texts)
    #expect(times.sorted() == times && Set(times).count == times.count)
    #expect(times.map(\.isLeapSecond) == [false, false, true, true, false])
    #expect(times.map(\.year) == [2016, 2016, 2016, 2016, 2017])
    #expect(SCRTime.secondsOfYear(2016).contains(times[3].seconds))
  }

  @Test func `only 27 days had a leap second`() throws {
    let dates = LeapSeconds.dates.map(\.description)
    #expect(Set(dates).count == 27)
    for year in 1960...2040 {
      for day in ["\(year)-06-30", "\(year)-12-31", "\(year)-03-31"] {
        let isTime = (try? SCRTime(parsing: day + "T23:59:60Z")) != nil
        #expect(isTime == dates.contains(day))
      }
    }
  }

  @Test(
    "is written with whole seconds at least",
    arguments: [
      ("2010-05-08Z", "2010-05-08T00:00:00Z"), ("2010-05-08T12Z", "2010-05-08T12:00:00Z"),
      ("2010-05-08T12:34Z", "2010-05-08T12:34:00Z"),
      ("2010-05-08T12:34:56Z", "2010-05-08T12:34:56Z"),
      ("2010-05-08T12:34:56.70Z", "2010-05-08T12:34:56.70Z"),
    ])
  func text(_ text: String, _ expected: String) throws {
    #expect(try SCRTime(parsing: text).text == expected)
  }

  @Test(
    "a fault is found at the first byte that shows it",
    arguments: [
      ("", 0), ("x", 0), ("20x0-05-08Z", 2), ("2010/05-08Z", 4), ("2010-05-08", 10),
      ("2010-05-08 12:00Z", 10), ("2010-05-08T", 11), ("2010-05-08T1Z", 12),
      ("2010-05-08T12.5Z", 13), ("2010-05-08T12:00.00Z", 16), ("2010-05-08T12:00:00.Z", 20),
      ("2010-05-08T12:00:00.1234567890Z", 29), ("2010-05-08T12:00:00+00:00", 19),
      ("2010-05-08T12:00:00ZZ", 20), ("0000-05-08Z", 0), ("2010-13-08Z", 5), ("2010-05-32Z", 8),
      ("2010-05-08T24Z", 11), ("2010-05-08T12:60Z", 14), ("2010-05-08T12:00:60Z", 17),
      ("2010-05-08T23:59:60Z", 17), ("2010", 4), ("2010-05", 7), ("2010-13Z", 5), ("20100508Z", 4),
    ])
  func offset(_ text: String, _ expected: Int) {
    let error = #expect(throws: SCRTimeError.self) { try SCRTime(parsing: text) }
    #expect(error?.offset == expected)
  }

  @Test("knows its year", arguments: [1, 1582, 1969, 1970, 2000, 9999])
  func year(_ year: Int) {
    let seconds = SCRTime.secondsOfYear(year)
    #expect(SCRTime(seconds: seconds.lowerBound).year == year)
    #expect(SCRTime(seconds: seconds.upperBound - 1).year == year)
    #expect(SCRTime(seconds: seconds.lowerBound - 1).year == year - 1)
    #expect(SCRTime(seconds: seconds.upperBound).year == year + 1)
    #expect([365, 366].contains(seconds.count / 86400))
  }

  @Test func `nanoseconds beyond a second are a programming error`() async {
    await #expect(processExitsWith: .failure) {
      _ = SCRTime(seconds: 0, nanoseconds: 1_000_000_000)
    }
  }
}
