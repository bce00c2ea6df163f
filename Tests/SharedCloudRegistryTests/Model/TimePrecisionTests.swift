import SharedCloudRegistry
import Testing

@Suite("Times of different precision")
struct TimePrecisionTests {
  private static func time(_ text: String) throws -> SCRTime { try SCRTime(parsing: text) }

  @Test(
    "agree if they are equal as far as both are known",
    arguments: [
      ("2019-03-01T00:00:00Z", "2019-03-01T00:00:00.120Z", true),
      ("2019-03-01T00:00:01Z", "2019-03-01T00:00:00.999Z", false),
      ("2019-03-01T00:00Z", "2019-03-01T00:00:59Z", true),
      ("2019-03-01Z", "2019-03-01T23:59:59.9Z", true), ("2019-03-01Z", "2019-03-02T00Z", false),
      ("2016Z", "2016-12-31T23:59:60Z", true),
      ("2019-03Z", "2019-03-31Z", true), ("2019-03Z", "2019-04Z", false),
      ("2019-03-01T00:00:00.12Z", "2019-03-01T00:00:00.129Z", true),
    ])
  func agreement(_ left: String, _ right: String, _ expected: Bool) throws {
    let (first, second) = (try Self.time(left), try Self.time(right))
    #expect(first.agrees(with: second) == expected)
    #expect(second.agrees(with: first) == expected)
  }

  @Test(
    "an end may be cut or rounded up",
    arguments: [
      ("2019-03-01T05:59:59Z", "2019-03-01T05:59:59.900Z", true),
      ("2019-03-01T06:00:00Z", "2019-03-01T05:59:59.900Z", true),
      ("2019-03-01T06:00:01Z", "2019-03-01T05:59:59.900Z", false),
      ("2019-03-01T05:59:58Z", "2019-03-01T05:59:59.900Z", false),
      ("2019-03-01T06:00:00Z", "2019-03-01T05:59:59Z", false),
      ("2019-03-02Z", "2019-03-01T05:59:59Z", true), ("2020Z", "2019-07-01Z", true),
    ])
  func end(_ end: String, _ last: String, _ expected: Bool) throws {
    #expect(try Self.time(end).isEnd(of: Self.time(last)) == expected)
  }

  @Test(
    "cover their year if nothing later in it can be written",
    arguments: [
      ("2020-12-31T23:59:59Z", true), ("2020-12-31T23:59:58.999Z", false),
      ("2020-12-31T23:59Z", true), ("2020-12-31T23:58Z", false), ("2020-12-31T23Z", true),
      ("2020-12-31Z", true), ("2020-12-30Z", false), ("2020-12Z", true), ("2020-11Z", false),
      ("2020Z", true), ("2016-12-31T23:59:60.5Z", true), ("2021-01-01T00:00:00Z", false),
    ])
  func year(_ text: String, _ expected: Bool) throws {
    let time = try Self.time(text)
    #expect(time.coversItsYear == expected)
    #expect(time.lastCoveredYear == (expected ? time.year : time.year - 1))
  }
}
