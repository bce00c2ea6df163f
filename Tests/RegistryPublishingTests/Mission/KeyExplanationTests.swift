import Testing

@testable import RegistryPublishing

@Suite("How a mission reads one key")
struct KeyExplanationTests {
  private static let mission = """
    version: 1
    bucket: {endpoint: "s3://b/", name: B, contact: c}
    datasets:
      - id: mms{probe}_fgm
        match: mms{probe:[1-4]}/%Y/mms{probe}_fgm_%Y%m%d_v{version}.cdf
        stop: end-of-day
      - id: any
        match: tree/**/x_%Y%m%d.nc
        stop: next-start
        maximum-gap: auto
    """

  static let cases: [(key: String, isExplained: Bool, text: String)] = [
    (
      "mms1/2015/mms1_fgm_20150901_v4.1.cdf", true,
      "dataset mms1_fgm, line 4\n  start 2015-09-01T00:00:00Z, stop 2015-09-02T00:00:00Z\n"
        + "  probe = 1, version = 4.1\n"
    ),
    (
      "tree/a/b/x_20200101.nc", true,
      "dataset any, line 7\n  start 2020-01-01T00:00:00Z, stop depends on other files\n"
    ),
    ("mms1/2015/.hidden", true, "it is skipped: temporary\n"),
    (
      "mms1/2016/mms1_fgm_20150901_v4.1.cdf", false,
      "line 4 matches, but it contradicts itself: %Y has two different values\n"
    ),
    (
      "mms1/2015/mms1_fgm_2015091_v4.1.cdf", false,
      "it gives up after mms1/2015/mms1_fgm_201509, where the key has 1_v4.1.cdf and the template "
        + "%d_v{version}.cdf\n"
    ),
    ("mms5/2015/x", false, "it gives up after mms, where the key has 5/2015/x and the template"),
    ("tree/a/y_20200101.nc", false, "x_%Y%m%d.nc: it gives up after tree/a/"),
  ]

  @Test("says the times, or where the nearest template gives up", arguments: cases)
  func explain(_ key: String, _ isExplained: Bool, _ text: String) throws {
    let mission = try Mission(parsing: Array(Self.mission.utf8), path: "mission.yml")
    let explanation = KeyExplanation(key, by: mission)
    #expect(explanation.isExplained == isExplained)
    #expect(explanation.text.contains(text), "\(explanation.text)")
  }
}
