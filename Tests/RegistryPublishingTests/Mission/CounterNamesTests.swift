import Formats
import Listings
import Testing

@testable import RegistryPublishing

/// Numbers that could be times, beside digits that are the date.
@Suite("Proposals for names with a date and other numbers")
struct CounterNamesTests {
  private static let day = NamingScheme.day
  private static let hour: Int64 = 3600

  static let cases: [(scheme: NamingScheme, match: String)] = [
    (.init("d/x_<Y><m><d>_<i5>.cdf", every: day), "d/x_%Y%m%d_{number1:[0-9]{5}}.cdf"),
    (
      .init("d/x_<Y>-<m>-<d>_<i5>.cdf", every: day, count: 300),
      "d/x_%Y-%m-%d_{number1:[0-9]{5}}.cdf"
    ),
    (.init("d/<Y>/<m>/<d>/x_<i5>.cdf", every: day), "d/%Y/%m/%d/x_{number1:[0-9]{5}}.cdf"),
    (.init("d/<Y>/x_<Y><m><d>_<i5>.cdf", every: day), "d/%Y/x_%Y%m%d_{number1:[0-9]{5}}.cdf"),
    (
      .init("d/x_<Y><m><d>_<H><M><S>_<i5>.cdf", every: hour),
      "d/x_%Y%m%d_%H%M%S_{number1:[0-9]{5}}.cdf"
    ),
    (.init("d/date=<Y>-<m>-<d>/part-00001.nc", every: day), "d/date=%Y-%m-%d/part-00001.nc"),
    (
      .init("SABER_L2A_<Y><j>_<i5>_02.07.nc", every: day),
      "SABER_L2A_%Y%j_{number1:[0-9]{5}}_02.07.nc"
    ),
    (.init("d/<Y>/<m>/x_<d>_<H>.cdf", every: hour, from: 1_577_836_800), "d/%Y/%m/x_%d_%H.cdf"),
    (
      .init("d/year=<Y>/month=<m>/day=<d>/hour=<H>/p.nc", every: hour, from: 1_577_836_800),
      "d/year=%Y/month=%m/day=%d/hour=%H/p.nc"
    ),
    (
      .init("d/hour=<H>/day=<d>/month=<m>/year=<Y>/p.nc", every: hour, count: 960),
      "d/hour=%H/day=%d/month=%m/year=%Y/p.nc"
    ),
    (.init("d/x_<d><b><y>.cdf", every: day, count: 90, from: 1_577_836_800), "d/x_%d%b%y.cdf"),
    (.init("d/x_<d>-<m>-<y>.nc", every: day, from: 1_577_836_800), "d/x_%d-%m-%y.nc"),
    (.init("d/x_<Y><m><d><H><M>_15m.nc", every: 900), "d/x_%Y%m%d%H%M_15m.nc"),
    (.init("IGS_<Y><j><H><M>_01D_02H_GIM.INX", every: day), "IGS_%Y%j%H%M_01D_02H_GIM.INX"),
  ]

  private func proposal(_ keys: [String]) -> MissionProposal {
    var inference = MissionInference()
    inference.take(keys.map { ListingEntry(key: $0, size: 1) })
    return inference.proposal(of: nil)
  }

  @Test("take the date, and leave the numbers", arguments: cases)
  func match(_ scheme: NamingScheme, _ match: String) {
    let proposal = proposal(scheme.files.map(\.key))
    #expect(proposal.text.contains("match: \"\(match)\""), "\(proposal.text)")
    #expect(proposal.templateCount == 1 && proposal.unexplainedCount == 0)
  }

  @Test("are not made for counters that could be days of one year", arguments: ["run_", "orb19"])
  func counters(_ start: String) {
    let keys = (1...60).map { number in
      let zeros = String(repeating: "0", count: (start == "run_" ? 5 : 3) - "\(number)".count)
      return "x/\(start)\(zeros)\(number).dat"
    }
    let proposal = proposal(keys)
    #expect(proposal.templateCount == 0, "\(proposal.text)")
    #expect(proposal.text.contains("five digits may be %y%j"), "\(proposal.text)")
  }

  /// Names whose numbers have no leading zeros, or whose short dates are all of one month.
  static let fewDigits: [(keys: [String], match: String)] = {
    let days = (0..<400).map { CalendarDate(daysSince1970: 18262 + $0) }
    let one = (1...28).map { $0 < 10 ? "0\($0)" : "\($0)" }
    return [
      (
        days.map { "v/year=\($0.year)/month=\($0.month)/day=\($0.day)/data.parquet" },
        "v/year=%Y/month=%-m/day=%-d/data.parquet"
      ),
      (
        days.prefix(250).map { "v/year=\($0.year)/month=\($0.month)/\($0.day + 10).nc" },
        "v/year=%Y/month=%-m/{number1:[0-9]{2}}.nc"
      ),
      (one.map { "v/x_\($0)0120.cdf" }, "v/x_%d%m%y.cdf"),
      (one.map { "v/x_2001\($0).cdf" }, "v/x_%y%m%d.cdf"),
      (one.map { "v/x_01\($0)20.cdf" }, "v/x_%m%d%y.cdf"),
    ]
  }()

  @Test("read numbers without leading zeros, and days of one month", arguments: fewDigits)
  func read(_ keys: [String], _ match: String) {
    let proposal = proposal(keys)
    #expect(proposal.text.contains("match: \"\(match)\""), "\(proposal.text)")
  }

  @Test("are those of most names, however few", arguments: [30, 45, 60])
  func oddDay(_ count: Int) {
    let scheme = NamingScheme(
      "v/a_<Y>-<m>-<d>.cdf", every: Self.day, count: count, from: 1_551_398_400)
    let proposal = proposal(scheme.files.map(\.key) + ["v/a_2019-04-31.cdf"])
    #expect(proposal.text.contains("match: \"v/a_%Y-%m-%d.cdf\""), "\(proposal.text)")
  }

  @Test("are not made for weeks", arguments: ["d/<Y>/W", "d/<Y>-W"])
  func weeks(_ start: String) {
    let start = start.replacing("<Y>", with: "2020")
    let keys = (1...10).flatMap { week in
      (1...7).map { "\(start)\(week < 10 ? "0" : "")\(week)/x_\($0).cdf" }
    }
    #expect(proposal(keys).templateCount == 0)
  }
}
