import Formats
import Listings
import SharedCloudRegistry
import Testing

@testable import RegistryPublishing

@Suite("Names that can be read in several ways")
struct AmbiguousNamesTests {
  private func proposal(_ keys: [String]) -> MissionProposal {
    var inference = MissionInference()
    inference.take(keys.map { ListingEntry(key: $0, size: 7) })
    return inference.proposal(of: nil)
  }

  private static let names = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Days one after another, as `20191120` from 2019-11-20 on.
  private static func days(_ count: Int, from first: CalendarDate) -> [CalendarDate] {
    (0..<count).map { CalendarDate(daysSince1970: first.daysSince1970 + Int64($0)) }
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func text(_ date: CalendarDate) -> String {
    "\(date.year)\(two(date.month))\(two(date.day))"
  }

  private static let start = CalendarDate(year: 2019, month: 11, day: 20)

  @Test func `have the date with its hour, not an orbit and hundredths of seconds`() {
    let keys = Self.days(15, from: Self.start).enumerated().flatMap { number, day in
      (0..<4).map { quarter in
        "x/o\(11200 + number)/a_\(Self.text(day).dropFirst(2))\(Self.two(6 * quarter)).fits"
      }
    }
    let proposal = proposal(keys)
    #expect(proposal.text.contains("/a_%y%m%d%H.fits\""), "\(proposal.text)")
    #expect(proposal.unexplainedCount == 0)
  }

  @Test("keep years of four digits", arguments: [true, false])
  func fourDigits(_ isDayFirst: Bool) {
    let keys = Self.days(60, from: CalendarDate(year: 2019, month: 1, day: 1)).map { date in
      let parts = [Self.two(date.day), Self.two(date.month)]
      return "mag/" + (isDayFirst ? parts : parts.reversed()).joined() + "\(date.year).dat"
    }
    let proposal = proposal(keys)
    let order = isDayFirst ? "%d%m%Y" : "%m%d%Y"
    #expect(proposal.text.contains("mag/\(order).dat"), "\(proposal.text)")
  }

  @Test func `have the time of processing first, with a cadence as well`() {
    let keys = zip(
      Self.days(60, from: Self.start),
      Self.days(60, from: CalendarDate(year: 2020, month: 12, day: 24))
    ).map { "x/p\(Self.text($1))0317\(Self.two($0.day))_d\(Self.text($0))_x.nc" }
    let proposal = proposal(keys)
    #expect(proposal.text.contains("_d%Y%m%d_x.nc"), "\(proposal.text)")
    #expect(proposal.text.contains("stop: end-of-day"))
  }

  @Test func `tell the month by name in a directory before the year`() {
    let keys = Self.days(60, from: Self.start).map { date in
      "s/\(Self.names[date.month - 1])-\(Self.two(date.day))-\(date.year)/a_\(Self.text(date)).sav"
    }
    let proposal = proposal(keys)
    #expect(proposal.templateCount == 1, "\(proposal.text)")
    #expect(proposal.text.contains("s/%b-%d-%Y/a_%Y%m%d.sav"), "\(proposal.text)")
  }

  @Test(
    "mix full and short names of months",
    arguments: [
      MonthNames.all,
      ["jan", "feb", "mar", "apr", "may", "june", "july", "aug", "sept", "oct", "nov", "dec"],
    ])
  func months(_ words: [String]) async throws {
    let keys = (2018...2019).flatMap { year in
      words.map { word in
        "flux_\(word.prefix(1).uppercased())\(word.dropFirst())_\(year).txt"
      }
    }
    let proposal = proposal(keys)
    #expect(proposal.templateCount == 1 && proposal.unexplainedCount == 0, "\(proposal.text)")
    #expect(proposal.text.contains("flux_%B_%Y.txt"), "\(proposal.text)")
    var matcher = KeyMatcher(try Mission(parsing: Array(proposal.text.utf8), path: "m.yml"))
    let september = try matcher.match(Array(keys[8].utf8))
    #expect(
      september.start == CalendarDate(year: 2018, month: 9, day: 1).daysSince1970 * 86_400_000_000)
  }

  @Test func `repeat the month in a directory that is the same in all names`() {
    let keys = (20...24).flatMap { day in
      (0..<24).map { "gong/1911/m1911\(day)/m1911\(day)t\(Self.two($0))00.fits" }
    }
    let proposal = proposal(keys)
    #expect(proposal.text.contains("gong/%y%m/m%y%m%d/m%y%m%dt%H%M.fits"), "\(proposal.text)")
  }

  @Test(
    "have versions that the next release changes",
    arguments: [
      ("_v2-2-0.nc", "_v2-3-0.nc"), ("_v06r000.nc", "_v06r001.nc"),
      ("_v04_r02.cdf", "_v04_r03.cdf"),
      ("_V140305.cdf", "_V150101.cdf"), ("_v1.2.3.cdf", "_v1.2.4.cdf"),
    ])
  func versions(_ end: String, _ next: String) throws {
    let days = Self.days(40, from: Self.start)
    let proposal = proposal(days.map { "x/a_\(Self.text($0))\(end)" })
    #expect(proposal.templateCount == 1, "\(proposal.text)")
    var matcher = KeyMatcher(try Mission(parsing: Array(proposal.text.utf8), path: "m.yml"))
    let match = try? matcher.match(Array("x/a_20200301\(next)".utf8))
    #expect(match != nil, "\(proposal.text)")
  }

  @Test func `end in a checksum`() throws {
    var bits: UInt32 = 0x9F76_7C45
    let keys = Self.days(60, from: Self.start).map { day in
      bits = bits &* 1_664_525 &+ 1_013_904_223
      let hex = String(bits, radix: 16)
      return "x/a_\(Self.text(day))_\(String(repeating: "0", count: 8 - hex.count))\(hex).dat"
    }
    let proposal = proposal(keys)
    #expect(proposal.templateCount == 1 && proposal.unexplainedCount == 0, "\(proposal.text)")
    #expect(proposal.text.contains("x/a_%Y%m%d_{number1:[0-9A-Fa-f]{8}}.dat"), "\(proposal.text)")
  }

  @Test func `have a few impossible times, which are named`() {
    let good = Self.days(50, from: Self.start).map { "x/a_\(Self.text($0)).dat" }
    let proposal = proposal(good + ["x/a_20190230.dat", "x/a_20191301.dat"])
    #expect(proposal.templateCount == 1 && proposal.unexplainedCount == 2, "\(proposal.text)")
    #expect(proposal.text.contains("# not a time: x/a_20190230.dat"))
    #expect(proposal.text.contains("# not a time: x/a_20191301.dat"))
    #expect(proposal.isExplained)
  }

  @Test(
    "say why no time is read",
    arguments: [
      ("x/evt_", 1_574_208_000, 86400, "seconds since 1970"),
      ("x/jd_", 2_458_807, 1, "Julian days"), ("x/a_", 18_590_801, 1, "years from 1957 to 2060"),
    ])
  func reasons(_ start: String, _ first: Int, _ step: Int, _ words: String) {
    let proposal = proposal((0..<30).map { "\(start)\(first + $0 * step).dat" })
    #expect(proposal.templateCount == 0)
    #expect(proposal.text.contains(words), "\(proposal.text)")
  }

  @Test func `get ids from their directory if they have no words`() {
    let keys = Self.days(40, from: Self.start).map { date in
      "swe/\(date.year)-\(Self.two(date.month))-\(Self.two(date.day))T00:00:00Z.cdf"
    }
    #expect(proposal(keys).text.contains("id: swe\n"), "\(proposal(keys).text)")
  }
}
