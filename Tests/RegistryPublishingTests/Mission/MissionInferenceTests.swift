import Listings
import RegistryValidation
import SharedCloudRegistry
import Testing

@testable import RegistryPublishing

@Suite("Proposed missions")
struct MissionInferenceTests {
  private func proposal(_ keys: [String]) -> MissionProposal {
    var inference = MissionInference()
    inference.take(keys.map { ListingEntry(key: $0, size: 1) })
    return inference.proposal(of: nil)
  }

  @Test func `name the bucket of keys that are addresses`() throws {
    var inference = MissionInference()
    inference.take(
      ["s3://b/d/a_20200101.cdf", "s3://b/d/a_20200102.cdf", "s3://other/d/a_20200103.cdf"].map {
        ListingEntry(key: $0, size: 1)
      })
    let text = inference.proposal(of: nil).text
    #expect(text.contains("endpoint: \"s3://b/\""))
    #expect(text.contains("match: \"d/a_%Y%m%d.cdf\""))
    #expect(text.contains("# 2 files"))
  }

  @Test func `are not published before people have filled them in`() async throws {
    let text = proposal(["a_20200101.cdf", "a_20200102.cdf"]).text
    let mission = try Mission(parsing: Array(text.utf8), path: "m.yml")
    let error = #expect(throws: ConfigurationError.self) { try mission.requireComplete() }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for fault in error?.faults ?? [] {
      let line = String(lines[try #require(fault.line) - 1])
      let rest = line.dropFirst(try #require(fault.column) - 1)
      #expect(rest.hasPrefix("\"<fill in: ") || rest.hasPrefix("\"s3://FILL-IN/"), "\(rest)")
    }
    #expect(
      error?.faults.compactMap(\.help) == [
        "write the address of the bucket", "write the name of the bucket",
        "write a name and an e-mail address", "write a title for a",
      ])
    let publisher = Publisher(
      mission, destination: "absent", options: .init(now: SCRTime(seconds: 1_790_000_000)))
    let refusal = await #expect(throws: PublishingError.self) {
      try await publisher.draft(from: [])
    }
    #expect(refusal?.code == .mission)
  }

  @Test(
    "are complete if strings only resemble placeholders",
    arguments: ["TODO", "<fill in>", "fill in: x>"])
  func lookAlikes(_ title: String) throws {
    let text =
      MissionReaderTests.head
      + "\ndatasets:\n  - {id: a, stop: P1D, match: 'a_%Y.cdf', title: '\(title)'}"
    try Mission(parsing: Array(text.utf8), path: "m.yml").requireComplete()
  }
}

@Suite("CDAWeb's list")
struct CDAWebListTests {
  private func outcome(_ datasets: String) throws -> CDAWebList.Outcome {
    let text = "<?xml version='1.0'?><sites><datasite>\(datasets)</datasite></sites>"
    return try CDAWebList.mission(from: Array(text.utf8), endpoint: "s3://b/", path: "all.xml")
  }

  static let one = """
    <dataset serviceprovider_ID="AC_H0_MFI ">
    <description short="ACE &amp; field"/>
    <access filenaming="ac_h0_mfi_%Y%m%d_%Q.cdf" subdividedby="%Y">
    <URL>https://cdaweb.gsfc.nasa.gov/pub/data/ace/mfi_h0</URL></access></dataset>
    """

  @Test func `becomes a mission that takes its files`() throws {
    let outcome = try outcome(Self.one)
    #expect(outcome.datasets == 1)
    let mission = try Mission(parsing: Array(outcome.text.utf8), path: "m.yml")
    var matcher = KeyMatcher(mission)
    let key = Array("data/ace/mfi_h0/1999/ac_h0_mfi_19990203_v02.cdf".utf8)
    let match = try matcher.match(key)
    #expect(matcher.datasets[match.dataset].id == "AC_H0_MFI")
    #expect(String(decoding: key[match.version], as: UTF8.self) == "v02")
  }

  static let namings = [
    (
      "solo_%Y%m%dt%H%M%S-%Y%m%dt%H%M%S_%Q.cdf",
      "match: \"solo_%{start:%Y%m%dt%H%M%S}-%{stop:%Y%m%dt%H%M%S}_{version:[vV]?[0-9][^/]*}.cdf\"",
      "stop: from-name"
    ),
    (
      "x_%Y%m%d_%Q.cdf", "match: \"x_%Y%m%d_{version:[vV]?[0-9][^/]*}.cdf\"",
      "stop: next-start\n    maximum-gap: auto"
    ),
    (
      "x_%Y%m%d_%H%M%S_%H%M%S.cdf",
      "match: \"x_%{start:%Y%m%d_%H%M%S}_%{stop:%H%M%S}.cdf\"", "stop: from-name"
    ),
  ]

  @Test("tells starts from stops", arguments: namings)
  func times(_ naming: String, _ match: String, _ stop: String) throws {
    let text = try outcome(Self.one.replacing("ac_h0_mfi_%Y%m%d_%Q.cdf", with: naming)).text
    #expect(text.contains(match), "\(text)")
    #expect(text.contains(stop), "\(text)")
    _ = try Mission(parsing: Array(text.utf8), path: "m.yml")
  }

  @Test func `may be relative to a base`() throws {
    let text = "<?xml version='1.0'?><sites><datasite>\(Self.one)</datasite></sites>"
    let outcome = try CDAWebList.mission(
      from: Array(text.utf8), endpoint: "s3://b/", base: "s3://b/spdf/", path: "all.xml")
    let mission = try Mission(parsing: Array(outcome.text.utf8), path: "m.yml")
    #expect(mission.base == "s3://b/spdf/")
  }

  static let leftOut = [
    (one + one, "AC_H0_MFI: its id repeats an earlier one"),
    (one.replacing("MFI ", with: "M&amp;"), "AC_H0_M&: its id is not valid in a registry"),
    (
      one.replacing("%Y%m%d", with: "x").replacing("=\"%Y\"", with: "=\"None\""),
      "AC_H0_MFI: its file names have no year"
    ),
    (
      one.replacing("https://cdaweb", with: "ftp://cdaweb"),
      "AC_H0_MFI: ftp://cdaweb.gsfc.nasa.gov/pub/data/ace/mfi_h0 does not begin with "
        + "https://cdaweb.gsfc.nasa.gov/pub/"
    ),
    (one.replacing("URL>", with: "LRU>"), "AC_H0_MFI: it has no URL"),
    (one.replacing("filenaming", with: "naming"), "AC_H0_MFI: it has no filenaming"),
    (
      one.replacing("%m", with: "%x"),
      "AC_H0_MFI: ac_h0_mfi_%Y%x%d_%Q.cdf is not a template that scregistry understands"
    ),
  ]

  @Test("reports skipped datasets", arguments: leftOut)
  func leaveOut(_ datasets: String, _ reason: String) throws {
    #expect(try outcome(datasets).leftOut == [reason])
  }
}

@Suite("Proposed stops at hour 24")
struct HourTwentyFourTests {
  @Test(
    "are the end of the day",
    arguments: ["_%02d00_%02d00", "_%02d0000-%02d0000", "T%02d00_<>T%02d00"])
  func stop(_ pattern: String) throws {
    let keys = (10..<20).flatMap { day in
      (0..<24).map { hour in
        let parts = pattern.replacing("<>", with: "202101\(day)").split(
          separator: "%02d", omittingEmptySubsequences: false)
        let (start, stop) = (String(100 + hour).suffix(2), String(101 + hour).suffix(2))
        return "x_202101\(day)\(parts[0])\(start)\(parts[1])\(stop)\(parts[2]).nc"
      }
    }
    var inference = MissionInference()
    inference.take(keys.map { ListingEntry(key: $0, size: 1) })
    let proposal = inference.proposal(of: nil)
    #expect(proposal.templateCount == 1, "\(proposal.text)")
    var matcher = KeyMatcher(try Mission(parsing: Array(proposal.text.utf8), path: "m.yml"))
    for key in keys {
      let match = try matcher.match(Array(key.utf8))
      #expect(match.stop == match.start + 3_600_000_000, "\(key)")
    }
  }
}
