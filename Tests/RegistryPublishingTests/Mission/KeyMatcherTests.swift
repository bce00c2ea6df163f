import Testing

@testable import RegistryPublishing

@Suite("Keys and the datasets they belong to")
struct KeyMatcherTests {
  static let mission = """
    version: 1
    bucket: {endpoint: "s3://b/", name: B, contact: c}
    datasets:
      - id: mms{probe}_fgm_{mode}
        match: mms{probe:[1-4]}/fgm/{mode}/%Y/mms{probe}_fgm_{mode}_%Y%m%d%H%M%S_v{version}.cdf
        stop: PT1M
      - id: ace_yearless
        directory: ace/%Y/
        match: ace_%m%d.cdf
        stop: end-of-day
      - id: anywhere
        match: w_%Y%m%d.nc
        stop: P1D
      - id: ace_too
        directory: ace/%Y/
        match: ace_%m01.cdf
        stop: same-as-start
      - id: versioned
        match: sw/v{version}/sw_%Y.cdf
        stop: P1D
      - id: wide_{word}_{rest}
        match: wide/{word}/{word}_{rest}_%Y.cdf
        stop: P1D
      - id: kept_{probe}
        match: kept/{probe}/v{version}/p{probe:[1-4]}_%Y_v{version}.cdf
        stop: P1D
      - id: below
        match: tree/**/x/t_%Y%m%d.nc
        stop: P1D
      - id: under
        directory: under/%Y/**/
        match: u_%m%d.nc
        stop: P1D
      - id: optional_{mode}
        directory: optional/{mode}/
        regex: (?:(?<mode>fast)_)?(?<Y>[0-9]{4})\\.cdf
        stop: P1D
    """

  struct Case: CustomTestStringConvertible, Sendable {
    var key: String
    var told: String
    var testDescription: String { key }

    init(_ key: String, _ told: String) {
      self.key = key
      self.told = told
    }
  }

  static let cases = [
    Case(
      "mms1/fgm/brst/2015/mms1_fgm_brst_20150901121114_v4.18.0.cdf",
      "mms1_fgm_brst 2015-09-01T12:11:14Z v4.18.0"),
    Case(
      "mms2/fgm/srvy/2015/mms2_fgm_srvy_20150901121114_v1.cdf",
      "mms2_fgm_srvy 2015-09-01T12:11:14Z v1"),
    // Directory and name disagree on the probe.
    Case("mms1/fgm/brst/2015/mms2_fgm_brst_20150901121114_v1.cdf", "unclaimed"),
    Case("mms7/fgm/brst/2015/mms7_fgm_brst_20150901121114_v1.cdf", "unclaimed"),
    Case("mms1/fgm/brst/2015/extra/mms1_fgm_brst_20150901121114_v1.cdf", "unclaimed"),
    // Only the directory has the year.
    Case("ace/1999/ace_0203.cdf", "ace_yearless 1999-02-03T00:00:00Z"),
    Case("ace/1999/ace_0101.cdf", "ace_yearless 1999-01-01T00:00:00Z, ace_too claims it too"),
    Case("ace/1999/ace_1301.cdf", "impossible: there is no month 13"),
    Case("w_20200101.nc", "anywhere 2020-01-01T00:00:00Z"),
    Case("deep/er/w_20200101.nc", "anywhere 2020-01-01T00:00:00Z"),
    Case("/w_20200101.nc", "anywhere 2020-01-01T00:00:00Z"),
    Case("tree/x/t_20200101.nc", "below 2020-01-01T00:00:00Z"),
    Case("tree/a/x/t_20200101.nc", "below 2020-01-01T00:00:00Z"),
    Case("tree/x/b/x/x/t_20200101.nc", "below 2020-01-01T00:00:00Z"),
    Case("tree/a/t_20200101.nc", "unclaimed"),
    Case("under/2020/u_0102.nc", "under 2020-01-02T00:00:00Z"),
    Case("under/2020/a/b/u_0102.nc", "under 2020-01-02T00:00:00Z"),
    Case("under/u_0102.nc", "unclaimed"),
    // The directory has the version.
    Case("sw/v1.10/sw_2020.cdf", "versioned 2020-01-01T00:00:00Z v1.10"),
    // Captures of the directory are known in the name.
    Case("wide/a_b/a_b_c_2020.cdf", "wide_a_b_c 2020-01-01T00:00:00Z"),
    Case("wide/a/a_b_c_2020.cdf", "wide_a_b_c 2020-01-01T00:00:00Z"),
    Case("wide/a_b/a_c_2020.cdf", "unclaimed"),
    Case("wide/é/é_c_2020.cdf", "impossible: wide_é_c is not a valid dataset id"),
    // The name can't match the captures of the directory.
    Case("kept/7/v2/p7_2020_v2.cdf", "unclaimed"),
    Case("kept/3/v2/p3_2020_v2.cdf", "kept_3 2020-01-01T00:00:00Z v2"),
    Case("kept/3/v2/p3_2020_v3.cdf", "unclaimed"),
    // The directory has what the name may lack.
    Case("optional/slow/2020.cdf", "optional_slow 2020-01-01T00:00:00Z"),
    Case("optional/slow/fast_2020.cdf", "unclaimed"),
    Case("optional/fast/fast_2020.cdf", "optional_fast 2020-01-01T00:00:00Z"),
    Case("optional/fast/2020.cdf", "optional_fast 2020-01-01T00:00:00Z"),
    Case("", "unclaimed"),
    Case(
      "mms1/fgm/b.st/2015/mms1_fgm_b.st_20150901121114_v1.cdf",
      "impossible: mms1_fgm_b.st is not a valid dataset id"),
  ]

  @Test func `give the same result in any order`() throws {
    let mission = try Mission(parsing: Array(Self.mission.utf8), path: "mission.yml")
    var matcher = KeyMatcher(mission)
    for _ in 0..<2 {
      for example in Self.cases.reversed() {
        var alone = KeyMatcher(mission)
        #expect(told(example.key, by: &matcher) == told(example.key, by: &alone))
      }
    }
  }

  private func told(_ key: String, by matcher: inout KeyMatcher) -> String {
    do throws(KeyMatcher.Refusal) {
      let match = try matcher.match(Array(key.utf8))
      return "\(matcher.datasets[match.dataset].id) \(match.start) \(match.version)"
    } catch {
      return "\(error)"
    }
  }

  @Test("are found by directory and name", arguments: cases)
  func match(_ example: Case) throws {
    let mission = try Mission(parsing: Array(Self.mission.utf8), path: "mission.yml")
    var matcher = KeyMatcher(mission)
    let key = Array(example.key.utf8)
    do throws(KeyMatcher.Refusal) {
      let match = try matcher.match(key)
      var told = "\(matcher.datasets[match.dataset].id) \(microsecondText(match.start))"
      let version = String(decoding: key[match.version], as: UTF8.self)
      if !version.isEmpty { told += " v\(version)" }
      if let rival = match.rival { told += ", \(matcher.datasets[rival].id) claims it too" }
      #expect(told == example.told)
    } catch {
      switch error {
      case .unclaimed: #expect(example.told == "unclaimed")
      case .impossible(let message, _): #expect(example.told == "impossible: \(message)")
      }
    }
  }
}
