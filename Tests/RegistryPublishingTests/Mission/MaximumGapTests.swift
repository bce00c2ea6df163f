import RegistryValidation
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("The maximum gap", .temporaryFolder)
struct MaximumGapTests: PublishingTests {
  private static let mission =
    MissionReaderTests.head
    + "\ndatasets:\n  - {id: ds, title: T, match: 'x_%Y%m%d.cdf', stop: next-start, maximum-gap: auto}"

  private func rows(_ days: [String]) async throws -> (notices: [String], text: String) {
    let publisher = try publisher(Self.mission)
    let draft = try await draft(publisher, days.map { "x_\($0).cdf,5" })
    #expect(draft.plan.refusals == [])
    try await publisher.publish(draft)
    return (draft.plan.notices, try text("index/ds_2020.csv"))
  }

  @Test func `follows from the distances of starts`() async throws {
    let (notices, text) = try await rows([
      "20200101", "20200102", "20200103", "20200105", "20200201", "20200202",
    ])
    #expect(
      notices == [
        "ds: maximum-gap: auto is P3D, three times the median distance P1D of 6 starts"
      ])
    #expect(text.contains("2020-01-03T00:00:00Z,2020-01-05T00:00:00Z"))
    #expect(text.contains("2020-01-05T00:00:00Z,2020-01-08T00:00:00Z"))
    // The last file lasts as long as the one before it.
    #expect(text.contains("2020-02-02T00:00:00Z,2020-02-03T00:00:00Z"))
  }

  @Test func `of one file is its day`() async throws {
    let (notices, text) = try await rows(["20200101"])
    #expect(notices.count == 1)
    #expect(notices[0].contains("each file stops at the end of its day"))
    #expect(text.contains("2020-01-01T00:00:00Z,2020-01-02T00:00:00Z"))
  }

  @Test func `and what it leaves open are shown by a trial`() async throws {
    let text = Self.mission.replacing("auto", with: "P1D")
    try folder.write(
      "key,size\nx_20200101.cdf,5\nx_20200201.cdf,5\nx_20200301.cdf,5\n", to: "monthly.csv")
    let trial = try await MissionTrial(
      try Mission(parsing: Array(text.utf8), path: "m.yml"),
      on: [try PublishingSource(folder.path + "/monthly.csv")])
    #expect(
      trial.datasets[0].coverage[0]
        == "2020-01-01T00:00:00Z to 2020-03-02T00:00:00Z, 4.9 % covered, 2 gaps, the longest P30D "
        + "from 2020-01-02T00:00:00Z")
  }

  @Test("and what it leaves open are noted by a publication", arguments: ["P1D", "P31D"])
  func noted(_ gap: String) async throws {
    let text = Self.mission.replacing("auto", with: gap)
    let months = (1...12).map { "x_2020\($0 < 10 ? "0" : "")\($0)01.cdf,5" }
    let notices = try await draft(try publisher(text), months).plan.notices
    let note = "ds: its rows cover 3.5 % of the time, with 11 gaps; check stop and maximum-gap"
    #expect(notices.contains(note) == (gap == "P1D"), "\(notices)")
  }

  static let lengths: [(length: Int64, text: String)] = [
    (86_400_000_000, "P1D"), (90_000_000, "PT1M30S"), (90_000_000_000, "P1DT1H"),
    (250_000, "250ms"), (1_500_000, "1500ms"), (10, "1ms"),
  ]

  @Test("is written as missions read it", arguments: lengths)
  func duration(_ length: Int64, _ text: String) throws {
    #expect(DurationText.of(length) == text)
    let span = try #require(TimeSpan(text))
    #expect(Int64(span.milliseconds) == max(1, length / 1000))
  }
}
