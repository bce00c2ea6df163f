import SharedCloudRegistry
import Testing

@testable import RegistryReports
@testable import RegistryValidation

@Suite("Charts of coverage")
struct CoverageChartTests {
  private func timeline(_ spans: [(String, String)], claimed: (String, String)? = nil) -> Timeline {
    func day(_ text: String) throws -> Int {
      Int(try SCRTime(parsing: text + "T00:00:00Z").seconds) / 86400
    }
    var timeline = Timeline(
      dataset: "ds", target: "t", rows: 1, bytes: 1, daysPerBin: 1,
      covered: spans.compactMap { span in
        (try? (day(span.0), day(span.1))).map { .init(from: $0.0, to: $0.1) }
      }, overlaps: [], years: [])
    if let claimed { timeline.claimed = .init(start: claimed.0, stop: claimed.1) }
    return timeline
  }

  private func lines(_ timeline: Timeline, width: Int = 80, blocks: Bool = false) -> [String] {
    CoverageChart(timeline, width: width, usesBlocks: blocks).text
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test("fit the width", arguments: [22, 30, 40, 60, 80, 200], [true, false])
  func width(_ width: Int, blocks: Bool) {
    let timeline = timeline([("2019-02-01", "2019-12-01"), ("2020-03-10", "2021-01-01")])
    for line in lines(timeline, width: width, blocks: blocks).prefix(3) {
      #expect(line.count <= width, "\(line)")
    }
  }

  @Test func `show what is covered, covered in part and not`() {
    let lines = lines(
      timeline([("2020-01-01", "2020-02-01"), ("2020-03-10", "2020-12-16")]), width: 30)
    #expect(lines[0] == "     JFMAMJJASOND")
    #expect(lines[1] == "2020 #.+########+  89%")
    #expect(lines.contains("1 gap:"))
    #expect(lines.contains("  2020-02-01 to 2020-03-09  38 days"))
  }

  @Test func `use block characters in steps of an eighth`() {
    let lines = lines(
      timeline([("2020-01-01", "2020-02-01"), ("2020-03-16", "2021-01-01")]), width: 30,
      blocks: true)
    #expect(lines[1].hasPrefix("2020 \u{2588}\u{B7}\u{2584}\u{2588}"))
  }

  @Test func `join years without rows`() {
    let lines = lines(timeline([("1990-01-01", "1991-01-01"), ("2000-01-01", "2001-01-01")]))
    #expect(lines.contains("1991 to 1999: no rows"))
  }

  @Test func `show years without an index file as not known`() {
    let timeline = timeline([("1990-01-01", "1991-01-01"), ("2000-01-01", "2001-01-01")])
    func lines(missing: Set<Int>) -> [String] {
      CoverageChart(timeline, width: 40, usesBlocks: false, missing: missing).text
        .split(separator: "\n").map(String.init)
    }
    #expect(lines(missing: Set(1991...1999)).contains("1991 to 1999: no index files"))
    let one = lines(missing: [1995])
    #expect(one.contains { $0.hasPrefix("1995 ???") && $0.hasSuffix("?") })
    #expect(one.contains("1991 to 1994: no rows") && one.contains("1996 to 1999: no rows"))
    #expect(one.contains("the gaps are not known, since index files are missing"))
  }

  @Test func `list the gaps that are known beside a missing year`() {
    let timeline = timeline([
      ("1990-01-01", "1990-03-01"), ("1990-04-01", "1991-01-01"), ("1992-01-01", "1993-01-01"),
    ])
    let text = CoverageChart(timeline, width: 40, usesBlocks: false, missing: [1991]).text
    #expect(text.contains("1 gap:\n  1990-03-01 to 1990-03-31  31 days\n"))
    #expect(text.contains("other gaps are not known, since index files are missing"))
  }

  @Test func `show the time that the catalog claims as empty`() {
    let lines = lines(
      timeline(
        [("2020-06-01", "2020-07-01")],
        claimed: ("2020-01-01T00:00:00Z", "2020-12-31T00:00:00Z")), width: 30)
    #expect(lines[1] == "2020 .....#......   8%")
  }

  @Test func `count no day after a stop at midnight`() {
    let lines = lines(
      timeline(
        [("2005-05-05", "2005-05-06")], claimed: ("2005-05-05T00:00:00Z", "2005-05-06T00:00:00Z")),
      width: 30)
    #expect(lines[1] == "2005     +        100%")
  }

  @Test func `say 0 percent of an empty year`() {
    let lines = lines(timeline([("2001-01-01", "2002-01-01"), ("2003-01-01", "2004-01-01")]))
    #expect(lines[2].hasSuffix("  0%"))
  }

  @Test func `mark the years that could not be read`() {
    let timeline = timeline([("2001-01-01", "2002-01-01"), ("2003-01-01", "2004-01-01")])
    let text = CoverageChart(timeline, width: 30, usesBlocks: false, unread: [2002]).text
    #expect(text.contains("2002 ????????????    ?\n"))
    #expect(text.contains("the gaps are not known"))
  }

  @Test func `say so without rows`() {
    #expect(lines(timeline([])) == ["no rows with a time", ""])
  }
}
