import ObjectStorage
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

/// Tests that publish listings into the directory `registry` of their temporary folder.
protocol PublishingTests {}

extension PublishingTests {
  static var mission: String {
    """
    version: 1
    bucket: {endpoint: "s3://b/", name: A bucket, contact: "Someone, a@example.org"}
    datasets:
      - id: ds
        title: A dataset
        match: data/%Y/ds_%Y%m%d%H_v{version}.cdf
        stop: PT1H
        index: s3://b/index/
    """
  }

  var folder: TemporaryFolder { TemporaryFolder.current }

  func publisher(
    _ mission: String = Self.mission, _ change: (inout Publisher.Options) -> Void = { _ in }
  ) throws -> Publisher {
    var options = Publisher.Options(now: SCRTime(seconds: 1_790_000_000))
    change(&options)
    return Publisher(
      try Mission(parsing: Array(mission.utf8), path: "mission.yml"),
      destination: folder.path + "/registry", options: options)
  }

  /// An hour after the registry was published.
  static var later: SCRTime { SCRTime(seconds: 1_790_003_600) }

  /// Plans to prune by a listing, an hour after the registry was published.
  func prunedPlan(
    _ listing: String, named name: String = "listing.json", isRetry: Bool = false,
    _ change: (inout Publisher.Options) -> Void = { _ in }
  ) async throws -> RegistryPlan {
    try folder.write(listing, to: name)
    let publisher = try publisher {
      $0.prunes = true
      $0.allowed = [.removal, .earlierEnd, .laterStart]
      $0.now = Self.later
      change(&$0)
    }
    return try await publisher.draft(
      from: [try PublishingSource(folder.path + "/" + name)], isRetry: isRetry
    ).plan
  }

  /// Makes a draft of a listing and checks it.
  func draft(_ publisher: Publisher, _ lines: [String]) async throws -> RegistryDraft {
    try folder.write((["key,size"] + lines).joined(separator: "\n") + "\n", to: "listing.csv")
    var draft = try await publisher.draft(
      from: [try PublishingSource(folder.path + "/listing.csv")])
    _ = try await publisher.validate(&draft)
    return draft
  }

  @discardableResult
  func publish(
    _ lines: [String], _ change: (inout Publisher.Options) -> Void = { _ in }
  ) async throws -> RegistryPlan {
    let publisher = try publisher(Self.mission, change)
    let draft = try await draft(publisher, lines)
    #expect(draft.plan.refusals == [])
    try await publisher.publish(draft)
    return draft.plan
  }

  func text(_ name: String) throws -> String {
    let bytes = try FileStorage(copy: folder.path).bytes(of: "registry/" + name, limit: 1 << 20)
    return String(decoding: bytes, as: UTF8.self)
  }
}
