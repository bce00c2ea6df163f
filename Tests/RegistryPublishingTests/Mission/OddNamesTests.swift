import Listings
import Testing

@testable import RegistryPublishing

@Suite("Proposals in spite of a few odd names")
struct OddNamesTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var scheme: NamingScheme
    var odd: [String]
    var match: String
    var stop = ""
    var testDescription: String { "\(odd[0]) → \(match)" }
  }

  private static let day = NamingScheme.day
  private static let daily = NamingScheme("x/<Y>/a_<Y><m><d>_v01.cdf", every: day)
  private static let camera = NamingScheme(
    "<Y>/<b>/<d>/camA.<H><M><S><f3>.fits", every: 2833, milliseconds: 125)
  private static let stops = NamingScheme(
    "x/s_<Y><m><d><H><M><S>_<e:Y><e:m><e:d><e:H><e:M><e:S>.nc", every: 2833, length: 2400)

  static let cases =
    ["20190230", "20191301", "20190100", "00000000", "99999999", "2019010106"].map { digits in
      Case(
        scheme: daily, odd: ["x/2019/a_\(digits)_v01.cdf"], match: "x/%Y/a_%Y%m%d_v{version}.cdf")
    }
    + ["240000", "250000", "000060", "1200"].map { digits in
      Case(
        scheme: .init("x/<Y><m><d>/h_<Y><m><d>_<H><M><S>.fts", every: 2833),
        odd: ["x/20181121/h_20181121_\(digits).fts"], match: "x/%Y%m%d/h_%Y%m%d_%H%M%S.fts")
    }
    + ["nov/20/camA.996161000", "apr/31/camA.000000000"].map { name in
      Case(
        scheme: camera, odd: ["2018/\(name).fits"], match: "%Y/%b/%d/camA.%H%M%S%f.fits")
    }
    + ["20181119120000", "20181132120000", "2018112"].map { digits in
      Case(
        scheme: stops, odd: ["x/s_20181120120000_\(digits).nc"],
        match: "x/s_%Y%m%d%H%M%S_%{stop:%Y%m%d%H%M%S}.nc")
    } + [
      // Six of sixty-six.
      Case(
        scheme: daily, odd: (30...35).map { "x/2019/a_201902\($0)_v01.cdf" },
        match: "x/%Y/a_%Y%m%d_v{version}.cdf"),
      Case(
        scheme: .init("<Y>/<m>/<d>/f_<H><M>.nc", every: 7260),
        odd: ["2018/11/21/f_2575.nc"], match: "%Y/%m/%d/f_%H%M.nc"),
      Case(
        scheme: .init("<Y>/f_<m><d>.nc", every: day), odd: ["2018/f_1131.nc"],
        match: "%Y/f_%m%d.nc"),
    ]

  private func proposal(_ keys: [String]) -> MissionProposal {
    var inference = MissionInference()
    inference.take(keys.map { ListingEntry(key: $0, size: 1) })
    return inference.proposal(of: nil)
  }

  @Test("read the others, and name the odd ones", arguments: cases)
  func read(_ example: Case) {
    let proposal = proposal(example.scheme.files.map(\.key) + example.odd)
    #expect(proposal.templateCount == 1, "\(proposal.text)")
    #expect(proposal.text.contains("match: \"\(example.match)\""), "\(proposal.text)")
    #expect(proposal.unexplainedCount == example.odd.count)
    #expect(proposal.isExplained)
    let ignored = proposal.text.split(separator: "ignore:").last ?? ""
    for odd in example.odd { #expect(ignored.contains(odd), "\(proposal.text)") }
  }

  @Test func `of more than a tenth tell nothing`() {
    let odd = (10...19).map { "x/2019/a_201913\($0)_v01.cdf" }
    let proposal = proposal(Self.daily.files.map(\.key) + odd)
    #expect(!proposal.text.contains("_%Y%m%d"), "\(proposal.text)")
  }

  @Test func `do not make a counter a time`() {
    // 1 to 63: only a few are no minutes.
    let keys = (1...63).map { number in
      "d/a_20190101_00\(number < 10 ? "0" : "")\(number).nc"
    }
    let proposal = proposal(keys)
    #expect(!proposal.text.contains("%H"), "\(proposal.text)")
  }
}

@Suite("Revisions and stops of proposals")
struct ProposedPartsTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var pattern: String
    var match: String
    var values = [""]
    var testDescription: String { pattern }
  }

  /// `*` is one of the values in turn; `+` is each of them in every seventh file.
  static let revisions = [
    Case(pattern: "a_<Y><m><d>_r03.cdf", match: "a_%Y%m%d_r{version}.cdf"),
    Case(pattern: "a_<Y><m><d>_rev2.cdf", match: "a_%Y%m%d_rev{version}.cdf"),
    Case(pattern: "a_<Y><m><d>-Rev-0006.nc", match: "a_%Y%m%d-Rev-{version}.nc"),
    Case(pattern: "a_<Y><m><d>_ver12.cdf", match: "a_%Y%m%d_ver{version}.cdf"),
    Case(pattern: "a_<Y><m><d>v01.cdf", match: "a_%Y%m%dv{version}.cdf"),
    Case(pattern: "r03/a_<Y><m><d>_r03.cdf", match: "r{version}/a_%Y%m%d_r{version}.cdf"),
    Case(
      pattern: "a_<Y><m><d>_r*.cdf", match: "a_%Y%m%d_r{version}.cdf", values: ["03", "04"]),
    Case(
      pattern: "a_<Y><m><d>_r+.cdf", match: "a_%Y%m%d_r{version}.cdf", values: ["03", "09"]),
    Case(pattern: "a_<Y><m><d>_b+.cdf", match: "a_%Y%m%d_b{version}.cdf", values: ["1", "2"]),
    Case(pattern: "a_<Y><m><d>_p+.cdf", match: "a_%Y%m%d_p{version}.cdf", values: ["1", "2"]),
  ]

  static let others = [
    Case(pattern: "a_<Y><m><d>_b1.cdf", match: "a_%Y%m%d_b1.cdf"),
    Case(pattern: "a_<Y><m><d>_r60s.cdf", match: "a_%Y%m%d_r60s.cdf"),
    Case(pattern: "a_<Y><m><d><H><M>R000.fits", match: "a_%Y%m%d%H%MR000.fits"),
    Case(pattern: "a_<Y><m><d>_r03_v02.cdf", match: "a_%Y%m%d_r03_v{version}.cdf"),
    Case(pattern: "a_<Y><m><d>_rev<i4>.cdf", match: "a_%Y%m%d_rev{number1:[0-9]{4}}.cdf"),
  ]

  private func text(_ example: Case) -> String {
    var keys: [String] = []
    for (number, file) in NamingScheme(example.pattern, every: NamingScheme.day).files.enumerated()
    {
      let values = example.values
      let isEach = values.count > 1 && example.pattern.contains("+") && number % 7 == 0
      for value in isEach ? values : [values[number % values.count]] {
        let key = file.key
        keys.append(
          value.isEmpty ? key : key.replacing("*", with: value).replacing("+", with: value))
      }
    }
    var inference = MissionInference()
    inference.take(keys.map { ListingEntry(key: $0, size: 1) })
    return inference.proposal(of: nil).text
  }

  @Test("are versions by the usual words, which is said", arguments: revisions)
  func revision(_ example: Case) {
    let text = text(example)
    #expect(text.contains("match: \"\(example.match)\""), "\(text)")
    #expect(text.contains("assumed: "), "\(text)")
  }

  @Test("are no versions without evidence", arguments: others)
  func other(_ example: Case) {
    let text = text(example)
    let isThere =
      text.contains("match: \"\(example.match)\"") || text.contains("match: \(example.match)")
    #expect(isThere, "\(text)")
    #expect(!text.contains("assumed: "), "\(text)")
  }

  @Test func `are of no files that accompany others`() throws {
    let keys = NamingScheme("x/<Y>/a_<Y><m><d>_v01.cdf", every: NamingScheme.day).files.map(\.key)
    var inference = MissionInference()
    let all = keys + keys.map { $0 + ".md5" } + keys.map { $0 + ".xml" } + ["x/2018/b.md5"]
    inference.take(all.map { ListingEntry(key: $0, size: 1) })
    let proposal = inference.proposal(of: nil)
    #expect(proposal.templateCount == 1, "\(proposal.text)")
    #expect(proposal.text.contains("60 files beside files of the same name: *.md5"))
    let mission = try Mission(parsing: Array(proposal.text.utf8), path: "m.yml")
    let test = LeftOutTest(mission)
    for key in all {
      let cause = test.cause(Array(key.utf8).span, size: 1)
      #expect((cause == .ignored) == !key.hasSuffix(".cdf"), "\(key)")
    }
  }

  @Test("are no UTC with an offset", arguments: ["+01:00", "-05:00", "+0530"])
  func offset(_ offset: String) {
    let text = text(Case(pattern: "a_<Y>-<m>-<d>T<H>:<M>:<S>\(offset).nc", match: ""))
    #expect(text.contains("datasets: []"), "\(text)")
    #expect(text.contains("from UTC"), "\(text)")
  }

  @Test("are UTC with none or zero", arguments: ["Z", "+00:00", "-00:00", "+0000"])
  func noOffset(_ offset: String) {
    let text = text(Case(pattern: "a_<Y>-<m>-<d>T<H>:<M>:<S>\(offset).nc", match: ""))
    #expect(text.contains("T%H:%M:%S"), "\(text)")
  }

  @Test("are the stop if they are a later day without its year", arguments: [2, 3, 6])
  func stop(_ days: Int64) {
    let length = (days - 1) * NamingScheme.day
    let step = days * NamingScheme.day
    for (pattern, stop) in [
      ("d_<Y><m><d>-<e:m><e:d>.nc", "%{stop:%m%d}"), ("d_<Y><m><d>_<e:m><e:d>.nc", "%{stop:%m%d}"),
      ("d_<Y><j>-<e:j>.nc", "%{stop:%j}"),
    ] {
      let files = NamingScheme(pattern, every: step, count: 30, length: length).files
      var inference = MissionInference()
      inference.take(files.map { ListingEntry(key: $0.key, size: 1) })
      let text = inference.proposal(of: nil).text
      #expect(text.contains(stop), "\(text)")
    }
  }
}
