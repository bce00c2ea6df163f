import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("Publishing a partial listing", .temporaryFolder)
struct PartialListingTests: PublishingTests {
  static let years = (2010...2016).flatMap { year in
    ["data/\(year)/ds_\(year)010100_v1.cdf,10", "data/\(year)/ds_\(year)123123_v1.cdf,20"]
  }

  @Test func `reads and writes only the years around it`() async throws {
    try await publish(Self.years)
    let before = try text("index/ds_2011.csv")
    // Years far from the change are not read.
    try folder.write(before + "no row\n", to: "registry/index/ds_2011.csv")
    let publisher = try publisher { $0.isPartial = true }
    let drafted = try await draft(publisher, ["data/2015/ds_2015060100_v1.cdf,30"])
    let plan = drafted.plan
    #expect(plan.datasets[0].years == 2014...2016)
    #expect(plan.datasets[0].changes == .init(added: 1, missing: 6))
    #expect(plan.datasets[0].files.map(\.year) == [2014, 2015, 2016])
    #expect(plan.datasets[0].files.map(\.action) == [.keep, .replace, .keep])
    #expect(plan.datasets[0].start == "2010-01-01T00:00:00Z")
    #expect(plan.datasets[0].stop == "2017-01-01T00:00:00Z")
    // The whole registry is checked anyway.
    #expect(plan.refusals.count == 1)
    try folder.write(before, to: "registry/index/ds_2011.csv")
    try await publish(["data/2015/ds_2015060100_v1.cdf,30"]) { $0.isPartial = true }
    #expect(try text("index/ds_2011.csv") == before)
    #expect(try text("index/ds_2015.csv").contains("ds_2015060100_v1.cdf,30"))
    let whole = try await publish(Self.years + ["data/2015/ds_2015060100_v1.cdf,30"])
    #expect(whole.isEmpty)
  }

  @Test func `ends the last row of a part at the next row of the index`() async throws {
    let mission = Self.mission.replacing(
      "stop: PT1H", with: "stop: next-start\n    maximum-gap: P400D")
    let all = Self.years.filter { $0.contains("0101") }
    let publisher = try publisher(mission)
    try await publisher.publish(try await draft(publisher, all))
    let partial = try self.publisher(mission) { $0.isPartial = true }
    let draft = try await draft(partial, ["data/2012/ds_2012060100_v1.cdf,30"])
    #expect(draft.plan.refusals == [])
    #expect(draft.plan.datasets[0].changes == .init(added: 1, changed: 1, missing: 3))
    #expect(draft.plan.datasets[0].files.map(\.action) == [.keep, .replace, .keep])
  }

  @Test(
    "gives stops as a whole listing does, also over years without rows",
    arguments: [
      (["20181201", "20191231"], "20210115"), (["20150101", "20200101"], "20180101"),
      (["20150101", "20150301"], "20150201"), (["20150101", "20160101"], "20170101"),
    ])
  func stops(_ first: [String], _ second: String) async throws {
    let mission = Self.mission.replacing(
      "stop: PT1H", with: "stop: next-start\n    maximum-gap: P800D")
    func line(_ day: String) -> String { "data/\(day.prefix(4))/ds_\(day)00_v1.cdf,10" }
    func rows() -> [String] {
      (2015...2022).flatMap { year in
        guard let text = try? text("index/ds_\(year).csv") else { return [String]() }
        return text.split(separator: "\n").dropFirst().map(String.init)
      }
    }
    let publisher = try publisher(mission)
    try await publisher.publish(try await draft(publisher, first.map(line)))
    let partial = try self.publisher(mission) {
      $0.isPartial = true
      $0.allowed = [.earlierEnd]
    }
    try await partial.publish(try await draft(partial, [line(second)]))
    let found = rows()
    try folder.remove("registry")
    try await publisher.publish(try await draft(publisher, (first + [second]).map(line)))
    #expect(rows() == found)
  }

  @Test func `does not shorten rows by the distances of the files that it lists`() async throws {
    let mission = Self.mission.replacing(
      "stop: PT1H", with: "stop: next-start\n    maximum-gap: auto")
    let publisher = try publisher(mission)
    let months = (2015...2018).flatMap { year in
      ["01", "03", "05", "07", "09", "11"].map { "data/\(year)/ds_\(year)\($0)0100_v1.cdf,10" }
    }
    try await publisher.publish(try await draft(publisher, months))
    let before = try text("index/ds_2018.csv")
    let partial = try self.publisher(mission) { $0.isPartial = true }
    let days = (10...28).map { "data/2019/ds_201901\($0)00_v1.cdf,10" }
    try await partial.publish(try await draft(partial, days))
    let lines = before.split(separator: "\n")
    #expect(try text("index/ds_2018.csv").split(separator: "\n").prefix(6) == lines.prefix(6))
    // The gap of new rows is that of all starts, as in a whole listing.
    let found = try text("index/ds_2019.csv")
    try folder.remove("registry")
    try await publisher.publish(try await draft(publisher, months + days))
    #expect(try text("index/ds_2019.csv") == found)
  }

  @Test func `never prunes`() async throws {
    try await publish(PublisherTests.three)
    let plan = try await publish(["data/2020/ds_2020010300_v1.cdf,40"]) {
      $0.prunes = true
      $0.isPartial = true
    }
    #expect(plan.datasets[0].changes == .init(added: 1, missing: 3))
    #expect(plan.datasets[0].rows == 4)
  }
}
