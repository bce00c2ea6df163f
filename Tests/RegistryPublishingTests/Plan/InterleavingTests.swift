import Glibc
import ObjectStorage
import SharedCloudRegistry
import TestSupport
import Testing

@testable import RegistryPublishing

@Suite("Several publishers of one dataset", .temporaryFolder)
struct InterleavingTests: PublishingTests {
  /// What each of two publishers does, and what is there before.
  struct Scenario: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var before: [String]
    var lines: [[String]]
    var prunes = false
  }

  static func key(_ year: Int, _ day: Int) -> String {
    "data/\(year)/ds_\(year)01\(day < 10 ? "0" : "")\(day)00_v1.cdf"
  }

  static func line(_ year: Int, _ day: Int) -> String { "\(key(year, day)),\(10 + day)" }

  static let scenarios = [
    Scenario(
      testDescription: "add a row to one year each", before: [line(2015, 1)],
      lines: [[line(2015, 2)], [line(2015, 3)]]),
    Scenario(
      testDescription: "add a row at the start and at the end", before: [line(2015, 5)],
      lines: [[line(2015, 1)], [line(2015, 9)]]),
    Scenario(
      testDescription: "begin the same new year", before: [line(2015, 1)],
      lines: [[line(2016, 2)], [line(2016, 3)]]),
    Scenario(
      testDescription: "begin different years", before: [line(2015, 1)],
      lines: [[line(2014, 2)], [line(2016, 3)]]),
    Scenario(
      testDescription: "make the registry", before: [],
      lines: [[line(2015, 2)], [line(2015, 3)]]),
  ]

  /// Publishes like the tool, again after each conflict, and returns the number of attempts.
  func publish(
    _ lines: [String], through storage: ScriptedStorage, name: String, prunes: Bool = false,
    validates: Bool = false
  ) async throws -> Int {
    try folder.write((["key,size"] + lines).joined(separator: "\n") + "\n", to: name)
    var options = Publisher.Options(now: SCRTime(seconds: 1_790_000_000))
    options.isPartial = !prunes
    options.prunes = prunes
    options.largestRemoval = 1
    options.allowed = Set(PublishingGuard.allCases)
    options.storagePlace = StoragePlace(storage, at: "")
    let publisher = Publisher(
      try Mission(parsing: Array(Self.mission.utf8), path: "mission.yml"),
      destination: "s3://b/", options: options)
    for attempt in 1...40 {
      do {
        var draft = try await publisher.draft(
          from: [try PublishingSource(folder.path + "/" + name)])
        if validates { _ = try await publisher.validate(&draft) }
        try #require(draft.plan.refusals == [])
        try await publisher.publish(draft)
        return attempt
      } catch let error as PublishingError where error.code == .conflict {
        continue
      }
    }
    Issue.record("\(name): 40 conflicts")
    return 40
  }

  /// Runs publishers in one order of requests, and returns the bucket.
  func run(
    _ lines: [[String]], over before: MemoryBucket, _ order: Turnstile.Order,
    validates: Bool = false
  ) async throws -> (bucket: MemoryBucket, attempts: Int) {
    let bucket = before.copy()
    let turnstile = Turnstile(order, publishers: lines.count)
    let attempts = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in lines.indices {
        group.addTask {
          let storage = ScriptedStorage(bucket: bucket, turnstile: turnstile, publisher: number)
          defer { turnstile.finish(number) }
          return try await publish(
            lines[number], through: storage, name: "\(number).csv", validates: validates)
        }
      }
      return try await group.reduce(0, +)
    }
    return (bucket, attempts)
  }

  /// A bucket with a registry of files.
  func bucket(_ lines: [String]) async throws -> MemoryBucket {
    let bucket = MemoryBucket()
    guard !lines.isEmpty else { return bucket }
    let storage = ScriptedStorage(bucket: bucket, turnstile: nil, publisher: 0)
    _ = try await publish(lines, through: storage, name: "before.csv")
    return bucket
  }

  /// The keys in the rows of all index files.
  static func keys(in bucket: MemoryBucket) -> [String] {
    bucket.objects.keys.filter { $0.hasSuffix(".csv") }.flatMap { key in
      bucket.text(key).split(separator: "\n").dropFirst().map {
        String($0.split(separator: ",")[2].dropFirst("s3://b/".count))
      }
    }.sorted()
  }

  /// Checks that no row is lost, and that the catalog covers all rows.
  func check(_ bucket: MemoryBucket, _ lines: [String], _ order: String) {
    let expected = lines.map { String($0.split(separator: ",")[0]) }.sorted()
    #expect(Self.keys(in: bucket) == expected, "\(order)")
    let times = expected.map { $0.suffix(17).prefix(8) }.sorted()
    let catalog = bucket.text("catalog.json")
    for (word, time) in [("start", times.first), ("stop", times.last)] {
      let text = time.map { "\($0.prefix(4))-\($0.dropFirst(4).prefix(2))-\($0.suffix(2))T" } ?? ""
      #expect(catalog.contains("\"\(word)\": \"\(text)"), "\(order)")
    }
  }

  /// All orders of so many requests of two publishers.
  static func orders(_ first: Int, _ second: Int) -> [[Int]] {
    if first == 0 { return [Array(repeating: 1, count: second)] }
    if second == 0 { return [Array(repeating: 0, count: first)] }
    return orders(first - 1, second).map { [0] + $0 } + orders(first, second - 1).map { [1] + $0 }
  }

  @Test("lose no row in any order of their requests", arguments: scenarios)
  func allOrders(_ scenario: Scenario) async throws {
    let before = try await bucket(scenario.before)
    let alone = before.copy()
    _ = try await publish(
      scenario.lines[0], through: ScriptedStorage(bucket: alone, turnstile: nil, publisher: 0),
      name: "alone.csv")
    let requests = alone.requests
    try #require(requests <= 7)
    let all = Self.orders(requests, requests)
    // Six requests each have 924 orders, and seven 3,432. Of more than 924, some are tried, spread
    // evenly; SCREGISTRY_INTERLEAVINGS=3432 tries all.
    let step = (all.count + 923) / max(924, Self.seeds > 2000 ? all.count : 924)
    let orders = stride(from: 0, to: all.count, by: step).map { all[$0] }
    var attempts = 0
    for order in orders {
      let (bucket, tried) = try await run(scenario.lines, over: before, .scripted(order))
      attempts += tried
      check(bucket, scenario.before + scenario.lines.flatMap(\.self), "\(order)")
    }
    print(
      "interleavings: \(scenario): \(requests) requests each, \(orders.count) of \(all.count) orders, "
        + "\(attempts) attempts")
    #expect(attempts > 2 * orders.count)
  }

  /// The number of seeded orders; `make test` tries 2,000.
  static let seeds =
    unsafe getenv("SCREGISTRY_INTERLEAVINGS").flatMap {
      unsafe Int(String(cString: $0))
    } ?? 60

  /// The parts of the seeded orders, which run at the same time.
  static let parts = 0..<4

  @Test("lose no row in seeded orders", arguments: [4, 8], parts)
  func seededOrders(_ publishers: Int, part: Int) async throws {
    let before = try await bucket([Self.line(2015, 1), Self.line(2016, 1)])
    let lines = (0..<publishers).map { [Self.line(2014 + $0 % 4, 2 + $0)] }
    let count = publishers == 4 ? Self.seeds * 3 / 4 : Self.seeds / 4
    var attempts = 0
    for seed in stride(from: part, to: count, by: Self.parts.count) {
      let (bucket, tried) = try await run(
        lines, over: before, .seeded(UInt64(seed)), validates: seed % 16 == 0)
      attempts += tried
      check(
        bucket, [Self.line(2015, 1), Self.line(2016, 1)] + lines.flatMap(\.self), "seed \(seed)")
    }
    print(
      "interleavings: \(publishers) publishers, part \(part + 1) of \(Self.parts.count) of "
        + "\(count) seeds, \(attempts) attempts")
  }

  @Test func `a year that becomes empty is not deleted with rows of somebody else`() async throws {
    let before = try await bucket([Self.line(2015, 1), Self.line(2016, 1)])
    for order in Self.orders(6, 5) {
      let bucket = before.copy()
      let turnstile = Turnstile(.scripted(order), publishers: 2)
      async let pruned = {
        let storage = ScriptedStorage(bucket: bucket, turnstile: turnstile, publisher: 0)
        defer { turnstile.finish(0) }
        return try await publish(
          [Self.line(2015, 1)], through: storage, name: "0.csv", prunes: true)
      }()
      async let added = {
        let storage = ScriptedStorage(bucket: bucket, turnstile: turnstile, publisher: 1)
        defer { turnstile.finish(1) }
        return try await publish([Self.line(2016, 3)], through: storage, name: "1.csv")
      }()
      _ = try await (pruned, added)
      // The source of the first lacks the new file, so the file may be pruned; but only if it was
      // in the index before the source was read.
      #expect(Self.keys(in: bucket).contains(Self.key(2015, 1)), "\(order)")
    }
  }
}
