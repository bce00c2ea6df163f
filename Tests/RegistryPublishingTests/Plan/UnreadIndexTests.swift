import Files
import Formats
import FoundationEssentials
import ObjectStorage
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("Index files and entries that nobody has read stay", .temporaryFolder)
struct UnreadIndexTests: PublishingTests {
  static let three = PublisherTests.three
  static let later = "data/2020/ds_2020020100_v1.cdf,5"

  /// Adds rows to the present index file of 2020, in another format.
  private func addSecond(_ format: IndexFileName.Format, with rows: String = "") throws {
    let lines = try text("index/ds_2020.csv") + rows
    let bytes = try StagedContent.bytes(Array(lines.utf8)).packed(as: format, named: "ds_2020")
    try folder.write(bytes.allBytes(), to: "registry/index/ds_2020\(format.rawValue)")
  }

  private func error(
    _ lines: [String] = [Self.later], _ mission: String = Self.mission,
    _ change: (inout Publisher.Options) -> Void = { $0.isPartial = true }
  ) async throws -> PublishingError? {
    let publisher = try publisher(mission, change)
    return try await #require(throws: PublishingError.self) { try await draft(publisher, lines) }
  }

  @Test(
    "a second index file of a year with other rows stops everything",
    arguments: [IndexFileName.Format.zippedCSV, .parquet], ["csv", "parquet"])
  func otherRows(_ format: IndexFileName.Format, type: String) async throws {
    try await publish(Self.three)
    try addSecond(
      format, with: "2020-05-01T00:00:00Z,2020-05-01T01:00:00Z,s3://b/data/2020/other.cdf,4\n")
    let mission = Self.mission + "\n    indextype: \(type)\n"
    for isPartial in [true, false] {
      let error = try await error([Self.later], mission) { $0.isPartial = isPartial }
      #expect(error?.code == .destination)
      #expect(error?.detail.contains("two index files of one year") == true)
    }
    await #expect(throws: PublishingError.self) {
      try await IndexConversion(folder.path + "/registry", now: SCRTime(seconds: 1_790_000_000))
        .run("ds", to: .csv)
    }
  }

  @Test(
    "a second index file of a year with the same rows is removed",
    arguments: [IndexFileName.Format.zippedCSV, .parquet])
  func sameRows(_ format: IndexFileName.Format) async throws {
    try await publish(Self.three)
    try addSecond(format)
    let plan = try await publish([Self.later]) { $0.isPartial = true }
    #expect(plan.text.contains("  delete index/ds_2020\(format.rawValue)\n"))
    #expect(try text("index/ds_2020.csv").contains("ds_2020020100"))
  }

  @Test func `a second index file that is no index file stops everything`() async throws {
    try await publish(Self.three)
    try folder.write("PAR1junkPAR1", to: "registry/index/ds_2020.parquet")
    #expect(try await error()?.code == .destination)
  }

  @Test func `a link to nowhere stops an update, a conversion and a new name`() async throws {
    try await publish(Self.three)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/registry/index/ds_2012.csv", withDestinationPath: "nowhere")
    #expect(try await error()?.detail.contains("nothing was changed") == true)
    let now = SCRTime(seconds: 1_790_000_000)
    let registry = folder.path + "/registry"
    await #expect(throws: PublishingError.self) {
      try await IndexConversion(registry, now: now).run("ds", to: .zippedCSV)
    }
    await #expect(throws: PublishingError.self) {
      try await CatalogEditor(registry, now: now).run(.rename("ds", to: "dn"))
    }
    #expect(try text("index/ds_2020.csv").contains("ds_2020"))
  }

  @Test func `a bare list of entries is not replaced by a catalog of some`() async throws {
    try await publish(Self.three)
    let catalog = try JSONParser.parse(Array(text("catalog.json").utf8)).root
    let list = try #require(catalog["catalog"])
    try folder.write(JSONWriter.write(list), to: "registry/catalog.json")
    #expect(try await error()?.detail.contains("bare list") == true)
    let rows = try await error(Self.three) { _ in }
    #expect(rows?.code == .destination)
  }

  @Test(
    "a line of words between rows is a row that can't be read",
    arguments: ["unknown,unknown,old_file.cdf,unknown", "garbage,row,here"])
  func words(_ line: String) async throws {
    try await publish(Self.three)
    var lines = try text("index/ds_2020.csv").split(separator: "\n").map(String.init)
    lines.insert(line, at: 2)
    try folder.write(lines.joined(separator: "\n") + "\n", to: "registry/index/ds_2020.csv")
    let plan = try await draft(try publisher { $0.isPartial = true }, [Self.later]).plan
    #expect(plan.refusals.map(\.opening).contains(.unreadableRows))
  }

  @Test func `a header between rows hides no row`() async throws {
    try await publish(Self.three)
    let text = try text("index/ds_2020.csv") + "start,stop,datakey,filesize\n"
    try folder.write(text, to: "registry/index/ds_2020.csv")
    let plan = try await draft(try publisher { $0.isPartial = true }, [Self.later]).plan
    #expect(plan.refusals == [])
  }
}
