import ObjectStorage
import SharedCloudRegistry
import Testing

@testable import RegistryPublishing

@Suite("Example missions")
struct ExampleMissionTests {
  private static let project =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
    .joined(separator: "/")

  private func text(_ name: String) throws -> [UInt8] {
    try FileStorage(copy: Self.project).bytes(of: name, limit: 1 << 20)
  }

  @Test func `in the reference can be read`() throws {
    let page = "docs/reference/mission.md"
    let document = String(decoding: try text(page), as: UTF8.self)
    let blocks = document.matches(of: /```yaml\n(version: 1\nbucket:(?s:.*?))```/)
    #expect(blocks.count == 1)
    for block in blocks {
      _ = try Mission(parsing: Array(String(block.1).utf8), path: page)
    }
  }

  @Test func `in Examples explain their listing`() async throws {
    let mission = try Mission(
      parsing: try text("Examples/mission/mission.yml"), path: "mission.yml")
    let trial = try await MissionTrial(
      mission, on: [try PublishingSource(Self.project + "/Examples/mission/listing.csv")])
    #expect(trial.isExplained)
    #expect(trial.datasets.map(\.id) == ["MMS1_FGM_brst_L2"])
    #expect(trial.counts.leftOut == [.directory: 1, .ignored: 1])
  }
}
