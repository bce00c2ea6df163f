import SharedCloudRegistry
import TestSupport
import Testing

@Suite("Repair of times")
struct TimeRepairTests {
  /// A string and the expected fault.
  struct Case: CustomTestStringConvertible, Sendable {
    var text: String
    var fault: String
    var testDescription: String { text.debugDescription }

    init(_ text: String, _ fault: String) {
      self.text = text
      self.fault = fault
    }
  }

  static let form = "is not of the form yyyy-mm-ddThh:mm:ss.sssZ"

  static let cases = [
    Case("", "is empty"),
    Case("None", "is a placeholder for a missing time"),
    Case("NULL", "is a placeholder for a missing time"),
    Case(" NaT ", "is a placeholder for a missing time"),
    Case("static", "is a word from versions 0.3.1 to 0.6, not a time"),
    Case("2015-09-01T00:00:00", "has no Z at its end"),
    Case("2025-03-24", "has no Z at its end"),
    Case("2015-09-01T00:00:00z", "ends in a lower-case z"),
    Case("2015-09-01t00:00:00Z", "has a lower-case t between date and time"),
    Case("2015-09-01T00:00:00+00:00", "has the time zone +00:00 instead of Z"),
    Case("2015-09-01T00:00:00-0530", "has the time zone -0530 instead of Z"),
    Case("2015-09-01T00:00:00+99:00", "has the time zone +99:00, which does not exist"),
    Case("2015-09-01T00:00:00+05:60", "has the time zone +05:60, which does not exist"),
    Case("2015-09-01T00:00:00+", "has something other than Z as its time zone"),
    Case("2015-09-01 00:00:00Z", "has a space instead of T"),
    Case("2023-05-04:00:00:00Z", "has a colon instead of T"),
    Case("2024-09-18T:12:00:00Z", "has a colon after T"),
    Case("2022-01-01T00:00.00Z", "has a dot instead of the colon before the seconds"),
    Case("2022-01-01T12:30.50Z", "has a dot instead of the colon before the seconds"),
    Case("2022-01-01T00:00.Z", "has a dot instead of the colon before the seconds"),
    Case("2004-123T00:00:41Z", "has the day of the year; the spec requires month and day"),
    Case("2001-366T00Z", "has the day of the year; the spec requires month and day"),
    Case("20100508T123456Z", "has no hyphens in its date"),
    Case("2010-05-08T123456Z", "has no colons in its time of day"),
    Case("2010-05", "has no Z at its end"),
    Case("2010", "has no Z at its end"),
    Case("1981-01-1", "has an element with one digit instead of two"),
    Case("2010-05-08T12:34:56,5Z", "has a decimal comma; the spec requires a decimal point"),
    Case("2010-05-08T12:34:56.Z", "has a decimal point without digits"),
    Case("2010-05-08T12:34:56.1234567890Z", "has 10 decimal digits; the limit is 9"),
    Case("2010-05-08T12:34:56Z\r", "has spaces around it"),
    Case("0000-05-08Z", "is in the year 0000, which does not exist"),
    Case("2010-13-08Z", "has month 13; there are 12"),
    Case("2000-00Z", "has month 00; there are 12"),
    Case("2013-05-15T23:59:60Z", "has second 60, but 2013-05-15 has no leap second"),
    Case("2011-02-29Z", "is on day 29, which 2011-02 does not have"),
    // The first of several faults is the one that the error names.
    Case("2011-02-29T00:00:00", "has no Z at its end"),
    Case("2011-02-28T24:00:00+01:00", "has the time zone +01:00 instead of Z"),
    Case("2011-02-29T00:00.00Z", "has a dot instead of the colon before the seconds"),
    Case("2011-02-01T24:00:00Z", "has hour 24; the last is 23"),
    Case("2011-02-01T23:60:00Z", "has minute 60; the last is 59"),
    Case("2011-02-01T12:00:60Z", "has second 60; the last is 59, or 60 in a leap second"),
    // A string that is not an attempt at a time gets no advice about its Z.
    Case("not_a_time", form), Case("DOI tbd", form), Case("05/08/2010", form),
    Case("1273322096", form), Case(" not a time ", form), Case("5", form), Case("Z", form),
    Case("2010/05/08T12:34:56Z", form), Case("'2010-05-08T12:34:56Z'", form),
    Case("optional website URL for info, team, etc", form),
  ]

  @Test("says what is wrong", arguments: cases)
  func fault(_ example: Case) {
    #expect(TimeRepair(of: example.text).fault == example.fault)
  }

  @Test func `a corrected string is always a time of the spec`() {
    var random = SeededGenerator(seed: 3)
    let alphabet = Array("0123456789-:.TZtz+ ,Z9\u{0}é".utf8)
    let texts = TimeEntry.all.map { Array($0.text.utf8) }
    for _ in 0..<20_000 {
      guard var text = texts.randomElement(using: &random) else { return }
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: 0...text.count, using: &random)
        let byte = alphabet.randomElement(using: &random) ?? 0
        switch Int.random(in: 0...2, using: &random) {
        case 0: text.insert(byte, at: index)
        case 1 where index < text.count: text[index] = byte
        default: if index < text.count { text.remove(at: index) }
        }
      }
      let string = String(decoding: text, as: UTF8.self)
      guard let corrected = TimeRepair(of: string).corrected else { continue }
      #expect((try? SCRTime(parsing: corrected)) != nil, "\(string.debugDescription) \(corrected)")
    }
  }

  @Test func `a string of a megabyte is refused quickly`() {
    for part in ["0", "2010-", " ", "Z", "+0", "1-"] {
      let text = String(repeating: part, count: 1 << 20 / part.utf8.count)
      #expect(TimeRepair(of: text).corrected == nil)
      #expect(TimeRepair(of: "2010-05-08T12:00:00." + text).fault.utf8.count < 200)
    }
  }
}
