import Files
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("Datasets whose files are all gone", .temporaryFolder)
struct UnlistedDatasetTests: PublishingTests {
  static let fixed = """
    version: 1
    bucket: {endpoint: "s3://b/", name: A bucket, contact: "Someone, a@example.org"}
    datasets:
      - {id: da, title: A, match: "d/a_%Y%m%d.cdf", stop: end-of-day}
      - {id: db, title: B, match: "d/b_%Y%m%d.cdf", stop: end-of-day}
    """
  static let captured = """
    version: 1
    bucket: {endpoint: "s3://b/", name: A bucket, contact: "Someone, a@example.org"}
    datasets:
      - {id: "d{x}", title: "T {x}", match: "d/{x:[ab]}_%Y%m%d.cdf", stop: end-of-day}
    """
  private static func lines(_ name: String) -> [String] {
    (1...5).map { "d/\(name)_2015010\($0).cdf,5" }
  }

  private func plan(
    _ lines: [String], _ mission: String,
    _ change: (inout Publisher.Options) -> Void = { _ in }
  ) async throws -> RegistryPlan {
    let publisher = try publisher(mission, change)
    let draft = try await draft(publisher, lines)
    if draft.plan.refusals.isEmpty { try await publisher.publish(draft) }
    return draft.plan
  }

  @Test("are named, and pruned only by those who say so", arguments: [fixed, captured])
  func gone(_ mission: String) async throws {
    _ = try await plan(Self.lines("a") + Self.lines("b"), mission)
    let kept = try await plan(Self.lines("a"), mission)
    #expect(kept.untouched == [])
    #expect(kept.datasets.last?.changes == .init(missing: 5))
    #expect(kept.text.contains("  missing but kept s3://b/d/b_20150103.cdf\n"))
    let pruned = try await plan(Self.lines("a"), mission) { $0.prunes = true }
    #expect(pruned.refusals.map(\.opening) == [.empty])
    #expect(pruned.text.contains("all 5 files are gone, first s3://b/d/b_20150101.cdf"))
    let part = try await plan(Self.lines("a"), mission) { $0.isPartial = true }
    #expect(part.untouched == ["db"])
    #expect(part.text.contains("not in the sources: 1 dataset of the catalog: db\n"))
    #expect(try text("index/db_2015.csv").split(separator: "\n").count == 6)
  }

  @Test func `of another mission are named, and stay`() async throws {
    _ = try await plan(Self.lines("a") + Self.lines("b"), Self.captured)
    let other = Self.captured.replacing("[ab]", with: "[ac]")
    let plan = try await plan(Self.lines("a"), other) { $0.prunes = true }
    #expect(plan.untouched == ["db"])
    #expect(plan.isEmpty)
  }

  @Test(
    "a template may make an id",
    arguments: [
      ("ds", "ds", true), ("ds", "dsx", false), ("d{x}", "db", true), ("d{x}", "eb", false),
      ("d{x}_v{y}_z", "da_v1_z", true), ("d{x}_v{y}_z", "da_1_z", false), ("{x}_{y}", "a_b", true),
      ("{x}_z", "a_z", true), ("{x}_z", "a_y", false), ("d{x}z", "z", false),
    ] as [(String, String, Bool)])
  func ids(_ template: String, id: String, isMade: Bool) {
    #expect(TextTemplate(template).mayMake(id) == isMade)
  }
}
