import Testing

@testable import SharedCloudRegistry

@Suite("What an entry of a catalog claims about time")
struct CoverageClaimTests {
  /// A start, a stop, the years in which files start, and those that may have an index file.
  static let claims:
    [(start: String?, stop: String?, years: ClosedRange<Int>?, allowed: ClosedRange<Int>?)] = [
      ("2018", "2020-06", 2018...2020, 2018...2020),
      // No file starts when a year ends.
      ("2018", "2021", 2018...2020, 2018...2020), ("2018", "2018", 2018...2018, 2018...2018),
      ("2018-05", "2018-05", 2018...2018, 2018...2018),
      // No index file is for a future year.
      ("2018", "2999", 2018...2026, 2018...2026), ("2026-12", "2027-06", 2026...2026, 2026...2026),
      ("2030", "2040", nil, nil),
      // Nobody knows which of two times is wrong.
      ("2020", "2018", nil, 2015...2026), ("2020-06", "2020-01", nil, 2015...2026),
      ("2999", "2020", nil, 2015...2026),
      // One time alone limits the years, and claims none.
      ("2020", nil, nil, 2020...2026), (nil, "2020", nil, 2015...2020),
      (nil, nil, nil, 2015...2026),
    ]

  @Test("is the years up to the present one, if its times agree", arguments: claims.indices)
  func claim(_ number: Int) throws {
    let example = Self.claims[number]
    let start = example.start.flatMap { TimeText.typed($0) }
    let stop = example.stop.flatMap { TimeText.typed($0) }
    #expect((start == nil) == (example.start == nil) && (stop == nil) == (example.stop == nil))
    let claim = CoverageClaim(
      start: start, stop: stop, present: try #require(TimeText.typed("2026-06-01")))
    #expect(claim.years == example.years)
    #expect((2015...2030).filter(claim.allows) == example.allowed.map(Array.init) ?? [])
    let isContradiction = start.flatMap { start in stop.map { $0 < start } } ?? false
    #expect(claim.isKnown == (start != nil && stop != nil && !isContradiction))
  }
}
