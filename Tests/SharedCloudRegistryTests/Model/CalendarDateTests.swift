import Formats
import Testing

@testable import SharedCloudRegistry

@Suite("Calendar dates")
struct CalendarDateTests {
  @Test func `a day is found from its date, and its date from the day`() {
    for days in stride(from: Int64(-1_000_000), through: 1_000_000, by: 97) {
      let date = CalendarDate(daysSince1970: days)
      #expect(date.daysSince1970 == days)
      #expect((1...12).contains(date.month))
      #expect((1...CalendarDate.length(ofMonth: date.month, year: date.year)).contains(date.day))
    }
  }

  @Test func `days follow one another through 800 years`() {
    var expected = CalendarDate(year: 1600, month: 1, day: 1)
    for days in CalendarDate(year: 1600, month: 1, day: 1).daysSince1970..<157_054 {
      guard CalendarDate(daysSince1970: days) == expected else {
        Issue.record("day \(days) is \(CalendarDate(daysSince1970: days)), not \(expected)")
        return
      }
      expected.day += 1
      guard expected.day > CalendarDate.length(ofMonth: expected.month, year: expected.year) else {
        continue
      }
      expected.day = 1
      expected.month += 1
      guard expected.month > 12 else { continue }
      expected.month = 1
      expected.year += 1
    }
    #expect(expected == CalendarDate(year: 2400, month: 1, day: 1))
  }

  @Test(
    "known days",
    arguments: [
      (0, "1970-01-01"), (-1, "1969-12-31"), (59, "1970-03-01"), (11_016, "2000-02-29"),
      (11_017, "2000-03-01"), (-25_508, "1900-03-01"), (-719_162, "0001-01-01"),
      (2_932_896, "9999-12-31"), (2_932_897, "10000-01-01"),
    ] as [(Int64, String)])
  func known(_ days: Int64, _ text: String) {
    #expect(CalendarDate(daysSince1970: days).description == text)
  }

  @Test(
    "leap years",
    arguments: [(1900, false), (2000, true), (2004, true), (2100, false), (2023, false)])
  func leap(_ year: Int, _ isLeap: Bool) {
    #expect(CalendarDate.isLeap(year) == isLeap)
    #expect(CalendarDate.length(ofMonth: 2, year: year) == (isLeap ? 29 : 28))
  }
}
