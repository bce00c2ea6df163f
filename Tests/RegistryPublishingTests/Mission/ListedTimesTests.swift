import RegistryValidation
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("Times in listings", .temporaryFolder)
struct ListedTimesTests: PublishingTests {
  private func draft(_ dataset: String, _ listing: String) async throws -> RegistryDraft {
    try folder.write(listing, to: "times.csv")
    let text = MissionReaderTests.head + "\ndatasets:\n  - {id: ds, title: T, \(dataset)}"
    let publisher = try publisher(text)
    var draft = try await publisher.draft(
      from: [try PublishingSource(folder.path + "/times.csv")])
    _ = try await publisher.validate(&draft)
    return draft
  }

  private func index(_ draft: RegistryDraft, _ name: String) async throws -> String {
    try await publisher().publish(draft)
    return try text(name)
  }

  @Test func `are noted if they differ from the names`() async throws {
    let draft = try await draft(
      "match: 'd/x_%Y%m%d%H%M%S.cdf', stop: PT1M",
      """
      #time, s3key, filesize
      2015-09-01T12:11:14Z,d/x_20150901121114.cdf,5
      2016-09-01T12:20:54Z,d/x_20150901122054.cdf,5
      not_a_time,d/x_20150901123044.cdf,5

      """)
    #expect(draft.counts.listedTimeCount == 2)
    #expect(draft.sourceText.contains("note: 2 files with another time in the listing"))
    #expect(draft.sourceText.contains("the listing's time not_a_time is not a time"))
    #expect(draft.counts.files == 3)
  }

  @Test func `agree with names that tell only the day`() async throws {
    let draft = try await draft(
      "match: 'd/x_%Y%m%d.cdf', stop: end-of-day",
      "time,key,size\n2015-09-01T12:11:14Z,d/x_20150901.cdf,5\n")
    #expect(draft.counts.listedTimeCount == 0)
  }

  @Test func `are the times of files whose names tell none`() async throws {
    let draft = try await draft(
      "match: 'd/run_{number}.cdf', start: {column: time}, stop: {column: stop}",
      """
      time,stop,key,size
      2015-09-01T12:11:14Z,2015-09-01T13:00:00Z,d/run_1.cdf,5
      '2015-09-02 12:11:14+00:00',2015-09-02T13:00:00,d/run_2.cdf,5
      not_a_time,2015-09-02T13:00:00Z,d/run_3.cdf,5
      2015-09-05T00:00:00Z,2015-09-04T00:00:00Z,d/run_4.cdf,5

      """)
    #expect(draft.plan.refusals == [])
    #expect(draft.counts.impossible == [0: 2])
    #expect(draft.sourceText.contains("the start in the listing, not_a_time, is not a time"))
    #expect(draft.sourceText.contains("d/run_4.cdf: the stop is before the start"))
    #expect(
      try await index(draft, "index/ds_2015.csv") == """
        # start, stop, datakey, filesize
        2015-09-01T12:11:14Z,2015-09-01T13:00:00Z,s3://b/d/run_1.cdf,5
        2015-09-02T12:11:14Z,2015-09-02T13:00:00Z,s3://b/d/run_2.cdf,5

        """)
  }

  @Test(
    "that are a whole period stop at its end, as in names",
    arguments: [
      ("2015-09-01", "2015-09-02T00:00:00Z"), ("2015-09", "2015-10-01T00:00:00Z"),
      ("2015-12-31", "2016-01-01T00:00:00Z"), ("2015", "2016-01-01T00:00:00Z"),
      ("'2015-09-01'", "2015-09-02T00:00:00Z"), ("2015-09-01T13:00Z", "2015-09-01T13:00:00Z"),
      ("2015-08-31", nil), ("2015-08", nil), ("2014", nil),
    ])
  func period(_ stop: String, _ written: String?) async throws {
    let draft = try await draft(
      "match: 'd/run_{number}.cdf', start: {column: time}, stop: {column: stop}",
      "time,stop,key,size\n2015-09-01T12:11:14Z,\(stop),d/run_1.cdf,5\n")
    guard let written else { return #expect(draft.counts.impossible == [0: 1]) }
    #expect(draft.plan.datasets.map(\.stop) == [written])
  }

  @Test func `that a listing does not have leave files out`() async throws {
    let draft = try await draft(
      "match: 'd/run_{number}.cdf', start: {column: time}, stop: PT1M", "key,size\nd/run_1.cdf,5\n")
    #expect(draft.sourceText.contains("the listing has no column for its start"))
    #expect(draft.plan.refusals.map(\.reason).contains("no file belongs to a dataset"))
  }
}
