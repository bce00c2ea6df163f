import Listings
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("Numbers that look like times and versions", .temporaryFolder)
struct TrapNamesTests: PublishingTests {
  private func proposal(_ keys: [String]) -> MissionProposal {
    var inference = MissionInference(thisYear: 2026)
    inference.take(keys.map { ListingEntry(key: $0, size: 7) })
    return inference.proposal(of: nil)
  }

  @Test("are numbers, datasets or not explained", arguments: TrapNames.all)
  func propose(_ names: TrapNames) async throws {
    let proposal = proposal(names.keys)
    #expect(proposal.templateCount == names.matches.count, "\(proposal.text)")
    #expect(proposal.isExplained != names.matches.isEmpty, "\(proposal.text)")
    for match in names.matches {
      let isThere =
        proposal.text.contains("match: \"\(match)\"") || proposal.text.contains("match: \(match)\n")
      #expect(isThere, "\(match)\n\(proposal.text)")
    }
    #expect(proposal.text.contains(names.says), "\(proposal.text)")
    guard !names.matches.isEmpty else { return }
    let draft = try await draft(
      publisher(NamingSchemeTests.filled(proposal.text)), names.keys.sorted().map { "\($0),7" })
    #expect(draft.plan.refusals == [], "\(proposal.text)")
    // No file is lost as an earlier version of another one.
    #expect(draft.counts.files == names.keys.count, "\(proposal.text)")
  }

  /// Times that have the same values in every period, since their cadence divides it.
  static let cadences: [(scheme: NamingScheme, match: String, isDoubtful: Bool)] = [
    (.init("<Y>/omni_<m>.cdf", every: month, count: 36), "%Y/omni_%m.cdf", true),
    (.init("<Y>/m<m>.nc", every: month, count: 36), "%Y/m%m.nc", false),
    (.init("<Y>/<m>/x.nc", every: month, count: 36), "%Y/%m/x.nc", false),
    (.init("<Y>/<m>/<d>/kp_<H>.nc", every: 21600, count: 80), "%Y/%m/%d/kp_%H.nc", true),
    (.init("<Y>/<m>/<d>/f_<H>.nc", every: 3600, count: 240), "%Y/%m/%d/f_%H.nc", false),
    (.init("<Y>/<m>/<d>/<H>.nc", every: 3600, count: 240), "%Y/%m/%d/%H.nc", false),
    (.init("i_<Y><m><d>_<H>.fit", every: 10800, count: 240), "i_%Y%m%d_%H.fit", false),
    (.init("<Y>/imf_<j>.dat", every: NamingScheme.day, count: 1400), "%Y/imf_%j.dat", false),
    (.init("<Y>/f_<m><d>.nc", every: NamingScheme.day, count: 800), "%Y/f_%m%d.nc", false),
    (.init("<Y>/<m>/ace<d>.txt", every: NamingScheme.day, count: 500), "%Y/%m/ace%d.txt", false),
    (
      .init("<Y>/<m>/veg_<d>.nc", every: ten, ten, month, count: 72, from: 1_514_764_800),
      "%Y/%m/veg_%d.nc", true
    ),
    (
      .init(
        "<Y><m><d>/halpha_<H><M>.fts", every: 3600, 3600, 3600, 3600, 3600, 68400, count: 120,
        from: NamingScheme.usual + 6 * 3600), "%Y%m%d/halpha_%H%M.fts", true
    ),
    (
      .init("<Y><m><d>/cam_<H><M><S><f3>.fits", every: 733, count: 400, milliseconds: 37),
      "%Y%m%d/cam_%H%M%S%f.fits", false
    ),
    (
      .init("f107_<Y><m><d>_<e:Y><e:m><e:d>.txt", every: NamingScheme.day, length: 26 * 86400),
      "f107_%Y%m%d_%{stop:%Y%m%d}.txt", true
    ),
    (
      .init("x_<Y><m><d>_to_<e:Y><e:m><e:d>.txt", every: NamingScheme.day, length: 9 * 86400),
      "x_%Y%m%d_to_%{stop:%Y%m%d}.txt", false
    ),
  ]
  private static let month = NamingScheme.month
  private static let ten = 10 * NamingScheme.day

  @Test("are times if their cadence divides the period", arguments: cadences)
  func cadence(_ scheme: NamingScheme, _ match: String, _ isDoubtful: Bool) throws {
    let proposal = proposal(scheme.files.map(\.key))
    #expect(proposal.text.contains("match: \"\(match)\""), "\(proposal.text)")
    #expect(proposal.text.contains("assumed: ") == isDoubtful, "\(proposal.text)")
    var matcher = KeyMatcher(try Mission(parsing: Array(proposal.text.utf8), path: "m.yml"))
    for file in scheme.files {
      #expect((try? matcher.match(Array(file.key.utf8)))?.start == file.start, "\(file.key)")
    }
  }

  @Test func `are versions if only some starts have several`() {
    let days = NamingScheme("a_<Y><m><d>_v01.cdf", every: NamingScheme.day).files.map(\.key)
    let again = days.suffix(20).map { $0.replacing("_v01", with: "_v02") }
    let text = proposal(days + again).text
    #expect(text.contains("a_%Y%m%d_v{version}.cdf"), "\(text)")
    #expect(text.contains("20 files with an earlier version"), "\(text)")
  }

  @Test func `are versions if each satellite has its own`() {
    let keys = (1...4).flatMap { number in
      NamingScheme("mms\(number)/f_<Y><m><d>_v1.\(number).0.cdf", every: NamingScheme.day)
        .files.map(\.key)
    }
    let proposal = proposal(keys)
    #expect(proposal.templateCount == 4 && !proposal.text.contains("assumed"), "\(proposal.text)")
    #expect(proposal.text.contains("mms1/f_%Y%m%d_v{version}.cdf"), "\(proposal.text)")
  }
}
