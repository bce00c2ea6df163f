import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("Years and times that are published", .temporaryFolder)
struct YearTests: PublishingTests {
  static let gap = ["data/2015/ds_2015060100_v1.cdf,1", "data/2017/ds_2017060100_v1.cdf,2"]
  static let later = "data/2017/ds_2017060200_v1.cdf,3"

  @Test func `a year without files is legal, also at the next update`() async throws {
    try await publish(Self.gap)
    #expect(try await publish(Self.gap).isEmpty)
    let plan = try await publish(Self.gap + [Self.later])
    #expect(plan.datasets[0].changes == .init(added: 1))
    #expect(plan.notices == [])
    try await publish(["data/2018/ds_2018060200_v1.cdf,3"]) { $0.isPartial = true }
    #expect(try text("index/ds_2017.csv").split(separator: "\n").count == 3)
  }

  @Test func `a header alone is kept`() async throws {
    try await publish(Self.gap)
    let header = "# start, stop, datakey, filesize\n"
    try folder.write(header, to: "registry/index/ds_2016.csv")
    try await publish(Self.gap + [Self.later])
    #expect(try text("index/ds_2016.csv") == header)
    #expect(try await publish(Self.gap + [Self.later]).isEmpty)
  }

  @Test func `a year that loses its last row keeps a header, unless it is at an end`() async throws
  {
    let middle = "data/2016/ds_2016060100_v1.cdf,4"
    try await publish(Self.gap + [middle])
    let pruning: (inout Publisher.Options) -> Void = {
      $0.prunes = true
      $0.allowed = [.removal, .earlierEnd, .olderEvidence]
    }
    let plan = try await publish(Self.gap, pruning)
    #expect(plan.datasets[0].files.map(\.action) == [.keep, .replace, .keep])
    #expect(try text("index/ds_2016.csv") == "# start, stop, datakey, filesize\n")
    #expect(try await publish(Self.gap, pruning).isEmpty)
    let end = try await publish([Self.gap[0]], pruning)
    #expect(end.datasets[0].files.map(\.action).contains(.delete))
  }

  @Test func `a last year that is missing is not forgotten`() async throws {
    try await publish(Self.gap)
    try folder.remove("registry/index/ds_2017.csv")
    let plan = try await draft(try publisher(), [Self.gap[0]]).plan
    #expect(plan.refusals.map(\.opening).contains(.earlierEnd))
    let whole = try await publish(Self.gap)
    #expect(whole.datasets[0].changes == .init(added: 1))
  }

  @Test func `index files that no catalog lists keep their rows`() async throws {
    try await publish(Self.gap)
    try folder.remove("registry/catalog.json")
    let plan = try await publish([Self.later]) { $0.isPartial = true }
    #expect(plan.notices.first == "ds: it has index files that the catalog does not list")
    #expect(try text("index/ds_2017.csv").split(separator: "\n").count == 3)
    #expect(try text("index/ds_2015.csv").split(separator: "\n").count == 2)
  }

  private static func mission(_ match: String, stop: String) -> String {
    mission.replacing("data/%Y/ds_%Y%m%d%H_v{version}.cdf", with: "\"\(match)\"")
      .replacing("stop: PT1H", with: "stop: \(stop)")
  }

  @Test(
    "a row covers its file: starts are cut, stops are rounded up",
    arguments: [
      ("from-name", "2015-01-01T00:00:00Z,2015-01-01T00:00:02Z"),
      ("PT1S", "2015-01-01T00:00:00Z,2015-01-01T00:00:02Z"),
      ("same-as-start", "2015-01-01T00:00:00Z,2015-01-01T00:00:01Z"),
      ("{next: 1}", "2015-01-01T00:00:00Z,2015-01-01T00:00:03Z"),
    ])
  func rounding(_ stop: String, _ row: String) async throws {
    let isNext = stop.hasPrefix("{")
    let mission = Self.mission(
      "ds_%{start:%Y%m%dT%H%M%S%f}_%{stop:%Y%m%dT%H%M%S%f}.cdf",
      stop: isNext ? "next-start\n    maximum-gap: P1D" : stop)
    let publisher = try publisher(mission)
    let draft = try await draft(
      publisher,
      [
        "ds_20150101T000000100_20150101T000001999.cdf,1",
        "ds_20150101T000002500_20150101T000003000.cdf,1",
      ])
    #expect(draft.plan.refusals == [])
    try await publisher.publish(draft)
    #expect(try text("index/ds_2015.csv").split(separator: "\n")[1].hasPrefix(row))
    #expect(
      try await self.draft(
        publisher,
        [
          "ds_20150101T000000100_20150101T000001999.cdf,1",
          "ds_20150101T000002500_20150101T000003000.cdf,1",
        ]
      ).plan.isEmpty)
  }

  @Test(
    "multiyear is set if a file covers a whole year more",
    arguments: [("20240408", true), ("20191230", false), ("20200102", true)])
  func multiyear(_ stop: String, _ isSet: Bool) async throws {
    let mission = Self.mission("ds_%{start:%Y%m%d}_%{stop:%Y%m%d}.cdf", stop: "from-name")
    let publisher = try publisher(mission)
    let draft = try await draft(publisher, ["ds_20181019_\(stop).cdf,1"])
    try await publisher.publish(draft)
    #expect(try text("catalog.json").contains(#""multiyear": true"#) == isSet)
    #expect(draft.plan.notices.contains { $0.contains("multiyear is true") } == isSet)
  }
}
