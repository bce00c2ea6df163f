import Files
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("Guards of the publisher", .temporaryFolder)
struct GuardTests: PublishingTests {
  static let three = PublisherTests.three

  private func plan(
    _ lines: [String], _ mission: String = Self.mission,
    _ change: (inout Publisher.Options) -> Void = { _ in }
  ) async throws -> RegistryPlan {
    try await draft(try publisher(mission, change), lines).plan
  }

  @Test("name the option that opens them, and open one by one")
  func opening() async throws {
    try await publish(Self.three)
    let lines = Array(Self.three.dropLast())
    let refused = try await plan(lines) { $0.prunes = true }
    #expect(refused.refusals.map(\.opening) == [.olderEvidence, .removal, .earlierEnd])
    #expect(refused.text.contains("would be removed (pass --allow removal)\n"))
    #expect(refused.text.contains("(pass --allow earlier-end)\n"))
    let half = try await plan(lines) {
      $0.prunes = true
      $0.allowed = [.removal, .olderEvidence]
    }
    #expect(half.refusals.map(\.opening) == [.earlierEnd])
    #expect(half.notices.contains { $0.hasSuffix("would be removed (allowed by --allow removal)") })
    let open = try await plan(lines) {
      $0.prunes = true
      $0.allowed = [.removal, .earlierEnd, .olderEvidence]
    }
    #expect(open.refusals == [])
  }

  @Test func `refuse a file with two sizes, in one listing or in two`() async throws {
    let other = "data/2020/ds_2020010100_v1.cdf,21"
    let one = try await plan(Self.three + [other])
    #expect(
      one.refusals.map(\.reason) == [
        "the sources contradict each other: s3://b/data/2020/ds_2020010100_v1.cdf has the sizes "
          + "20 and 21"
      ])
    try folder.write("key,size\n" + Self.three.joined(separator: "\n") + "\n", to: "one.csv")
    try folder.write("key,size\n\(other)\n", to: "two.csv")
    let sources = try ["one", "two"].map { try PublishingSource(folder.path + "/\($0).csv") }
    #expect(try await publisher().draft(from: sources).plan.refusals == one.refusals)
    #expect(one.refusals.map(\.opening) == [.contradiction])
    let same = try await plan(Self.three + Self.three)
    #expect(same.refusals == [])
  }

  @Test func `refuse present rows with two sizes, unless the sources list the file`() async throws {
    try await publish(Self.three)
    let lines = try text("index/ds_2020.csv").split(separator: "\n").map(String.init)
    let other = lines[1] + "1"
    try folder.write(
      ([lines[0], lines[1], other] + lines[2...]).joined(separator: "\n") + "\n",
      to: "registry/index/ds_2020.csv")
    let later = "data/2020/ds_2020020100_v1.cdf,5"
    let part = try await plan([later]) { $0.isPartial = true }
    #expect(part.refusals.map(\.opening) == [.contradiction])
    #expect(part.text.contains("the present rows contradict each other: "))
    #expect(try await plan(Self.three + [later]).refusals == [])
  }

  @Test func `refuse to remove rows because of an old listing`() async throws {
    try await publish(Self.three) { $0.now = SCRTime(seconds: 1_580_000_000) }
    func lines(_ day: Int) -> [String] {
      ["key,size,last_modified"]
        + Self.three.dropLast().map { $0 + ",2020-01-\(day)T00:00:00Z" }
    }
    for (day, isOld) in [(20, true), (30, false)] {
      try folder.write(lines(day).joined(separator: "\n") + "\n", to: "timed.csv")
      let publisher = try publisher {
        $0.prunes = true
        $0.allowed = [.removal, .earlierEnd]
      }
      let source = try PublishingSource(folder.path + "/timed.csv")
      let plan = try await publisher.draft(from: [source]).plan
      #expect(plan.datasets[0].changes.removed == 1)
      #expect(plan.refusals.map(\.opening) == (isOld ? [.olderEvidence] : []))
    }
  }

  @Test func `refuse to set a size back because of an old listing`() async throws {
    try await publish(Self.three) { $0.now = SCRTime(seconds: 1_580_000_000) }
    let key = Self.three[0].split(separator: ",")[0]
    for (source, size, guards) in [
      ("20", 7777, [PublishingGuard.olderEvidence]), ("30", 7778, []),
    ] {
      try folder.write(
        "key,size,last_modified\n\(key),\(size),2020-01-\(source)T00:00:00Z\n", to: "timed.csv")
      let publisher = try publisher { $0.isPartial = true }
      let source = try PublishingSource(folder.path + "/timed.csv")
      let plan = try await publisher.draft(from: [source]).plan
      #expect(plan.datasets[0].changes.replaced == 1)
      #expect(plan.refusals.map(\.opening) == guards)
    }
  }

  @Test(
    "refuse a destination that is another bucket or directory than the endpoint",
    arguments: [
      ("s3://b/", nil), ("https://b.s3.amazonaws.com/", nil), ("https://data.example.org/", nil),
      ("s3://other/", PublishingGuard.otherBucket), ("s3://b/below/", .otherBucket),
      ("https://other.s3.us-west-2.amazonaws.com/", .otherBucket),
    ])
  func otherBucket(_ destination: String, _ opening: PublishingGuard?) throws {
    let publisher = Publisher(
      try Mission(parsing: Array(Self.mission.utf8), path: "m.yml"), destination: destination,
      options: Publisher.Options(now: SCRTime(seconds: 1_790_000_000)))
    var plan = RegistryPlan(destination: destination)
    Drafting.refuseOtherBucket(publisher, into: &plan)
    #expect(plan.refusals.map(\.opening) == (opening.map { [$0] } ?? []))
  }

  @Test func `update needs a registry`() async throws {
    let error = await #expect(throws: PublishingError.self) {
      _ = try await plan(Self.three) { $0.requiresRegistry = true }
    }
    #expect(error?.code == .destination)
    #expect(error?.detail == "there is no registry; generate makes one")
    #expect(PathKind(folder.path + "/registry") == .absent)
    try await publish(Self.three)
    #expect(try await plan(Self.three) { $0.requiresRegistry = true }.isEmpty)
  }
}
