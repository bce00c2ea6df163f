import FoundationEssentials
import ObjectStorage
import RegistryPublishing
import SharedCloudRegistry

/// Lets publishers of one dataset publish at the same time, in many orders of their requests, and
/// tells what was lost.
///
/// Each of them publishes like the tool: again after each conflict.
package struct InterleavedPublishing: Sendable {
  /// What happened.
  package struct Outcome: Sendable {
    /// The number of orders.
    package var orders = 0
    /// The number of publications that were attempted.
    package var attempts = 0
    /// What was lost or wrong, with the order; empty if nothing was.
    package var faults: [String] = []

    mutating func add(_ other: Outcome) {
      orders += other.orders
      attempts += other.attempts
      faults += other.faults
    }
  }

  private static let mission = """
    version: 1
    bucket: {endpoint: "s3://b/", name: A bucket, contact: "Someone, a@example.org"}
    datasets:
      - id: ds
        title: A dataset
        match: data/%Y/ds_%Y%m%d%H_v{version}.cdf
        stop: PT1H
        index: s3://b/index/
    """
  private static let mostAttempts = 40

  /// The folder for the listings.
  let folder: String

  /// Creates a test.
  ///
  /// - Parameter folder: An existing folder for the listings.
  package init(folder: String) { self.folder = folder }

  /// Tries the orders of the requests of two publishers.
  ///
  /// - Parameters:
  ///   - scenario: What they do.
  ///   - limit: The largest number of orders; of more, some are tried, spread evenly.
  /// - Returns: What happened.
  /// - Throws: The error of a publisher.
  package func tryOrders(
    of scenario: PublisherScenario, atMost limit: Int
  ) async throws -> Outcome {
    let before = try await bucket(scenario.before)
    let alone = before.copy()
    _ = try await publish(
      scenario.lines[0], through: ScriptedStorage(bucket: alone), name: "alone.csv")
    let all = PublisherScenario.orders(alone.requests, alone.requests)
    var outcome = Outcome()
    for number in stride(from: 0, to: all.count, by: (all.count + limit - 1) / limit) {
      outcome.add(try await run(scenario, over: before, .scripted(all[number]), "\(all[number])"))
    }
    return outcome
  }

  /// Tries seeded orders of the requests of several publishers.
  ///
  /// - Parameters:
  ///   - seeds: The seeds. Every sixteenth publication is also validated.
  ///   - publishers: The number of publishers.
  /// - Returns: What happened.
  /// - Throws: The error of a publisher.
  package func trySeeds(
    _ seeds: some Sequence<Int>, publishers: Int
  ) async throws -> Outcome {
    let scenario = PublisherScenario.several(publishers)
    let before = try await bucket(scenario.before)
    var outcome = Outcome()
    for seed in seeds {
      outcome.add(
        try await run(
          scenario, over: before, .seeded(UInt64(seed)), "seed \(seed)",
          validates: seed % 16 == 0))
    }
    return outcome
  }

  /// Tries the orders of a publisher who removes the rows of a year, and one who adds a row to it.
  ///
  /// - Parameter limit: The largest number of orders.
  /// - Returns: What happened.
  /// - Throws: The error of a publisher.
  package func tryPruning(atMost limit: Int) async throws -> Outcome {
    let kept = PublisherScenario.line(2015, day: 1)
    let before = try await bucket([kept, PublisherScenario.line(2016, day: 1)])
    let all = PublisherScenario.orders(6, 5)
    var outcome = Outcome()
    for number in stride(from: 0, to: all.count, by: (all.count + limit - 1) / limit) {
      let bucket = before.copy()
      let turnstile = Turnstile(.scripted(all[number]), publishers: 2)
      async let pruned = attempt(0, [kept], bucket, turnstile, prunes: true)
      async let added = attempt(
        1, [PublisherScenario.line(2016, day: 3)], bucket, turnstile, prunes: false)
      outcome.attempts += try await pruned + added
      outcome.orders += 1
      // The source of the first lacks the new file, so the file may be removed; but only if it was
      // in the index before the source was read.
      if !Self.keys(in: bucket).contains(PublisherScenario.key(2015, day: 1)) {
        outcome.faults.append("\(all[number]): the row that stays is lost")
      }
    }
    return outcome
  }
}

extension InterleavedPublishing {
  /// Publishes as often as it takes, and returns the number of attempts.
  private func publish(
    _ lines: [String], through storage: ScriptedStorage, name: String, prunes: Bool = false,
    validates: Bool = false
  ) async throws -> Int {
    let path = folder + "/" + name
    try Data(((["key,size"] + lines).joined(separator: "\n") + "\n").utf8)
      .write(to: URL(filePath: path))
    var options = Publisher.Options(now: SCRTime(seconds: 1_790_000_000))
    options.isPartial = !prunes
    options.prunes = prunes
    options.largestRemoval = 1
    options.allowed = Set(PublishingGuard.allCases)
    options.storagePlace = StoragePlace(storage, at: "")
    let publisher = Publisher(
      try Mission(parsing: Array(Self.mission.utf8), path: "mission.yml"),
      destination: "s3://b/", options: options)
    for attempt in 1...Self.mostAttempts {
      do {
        var draft = try await publisher.draft(from: [try PublishingSource(path)])
        if validates { _ = try await publisher.validate(&draft) }
        guard draft.plan.refusals.isEmpty else {
          throw InterleavingFault("\(name) is refused: \(draft.plan.refusals[0].reason)")
        }
        try await publisher.publish(draft)
        return attempt
      } catch let error as PublishingError where error.code == .conflict {
        continue
      }
    }
    throw InterleavingFault("\(name): \(Self.mostAttempts) conflicts")
  }

  /// Publishes as one of several publishers.
  private func attempt(
    _ number: Int, _ lines: [String], _ bucket: MemoryBucket, _ turnstile: Turnstile,
    prunes: Bool, validates: Bool = false
  ) async throws -> Int {
    let storage = ScriptedStorage(bucket: bucket, turnstile: turnstile, publisher: number)
    defer { turnstile.finish(number) }
    return try await publish(
      lines, through: storage, name: "\(number).csv", prunes: prunes, validates: validates)
  }

  /// Runs publishers in one order of requests, and checks that nothing is lost.
  private func run(
    _ scenario: PublisherScenario, over before: MemoryBucket, _ order: Turnstile.Order,
    _ name: String, validates: Bool = false
  ) async throws -> Outcome {
    let bucket = before.copy()
    let turnstile = Turnstile(order, publishers: scenario.lines.count)
    let attempts = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in scenario.lines.indices {
        group.addTask {
          try await attempt(
            number, scenario.lines[number], bucket, turnstile, prunes: false, validates: validates)
        }
      }
      return try await group.reduce(0, +)
    }
    let faults = Self.faults(in: bucket, scenario.before + scenario.lines.flatMap(\.self))
    return Outcome(orders: 1, attempts: attempts, faults: faults.map { "\(name): \($0)" })
  }

  /// A bucket with a registry of files.
  private func bucket(_ lines: [String]) async throws -> MemoryBucket {
    let bucket = MemoryBucket()
    guard !lines.isEmpty else { return bucket }
    _ = try await publish(lines, through: ScriptedStorage(bucket: bucket), name: "before.csv")
    return bucket
  }

  /// The keys in the rows of all index files.
  private static func keys(in bucket: MemoryBucket) -> [String] {
    bucket.objects.keys.filter { $0.hasSuffix(".csv") }.flatMap { key in
      bucket.text(key).split(separator: "\n").dropFirst().map {
        String($0.split(separator: ",")[2].dropFirst("s3://b/".count))
      }
    }.sorted()
  }

  /// The rows that are lost or too many, and the times that the catalog lacks.
  private static func faults(in bucket: MemoryBucket, _ lines: [String]) -> [String] {
    let expected = lines.map { String($0.split(separator: ",")[0]) }.sorted()
    let found = keys(in: bucket)
    var faults = found == expected ? [] : ["the rows are \(found), not \(expected)"]
    let times = expected.map { $0.suffix(17).prefix(8) }.sorted()
    let catalog = bucket.text("catalog.json")
    for (word, time) in [("start", times.first), ("stop", times.last)] {
      let text = time.map { "\($0.prefix(4))-\($0.dropFirst(4).prefix(2))-\($0.suffix(2))T" } ?? ""
      if !catalog.contains("\"\(word)\": \"\(text)") {
        faults.append("the catalog's \(word) is not \(text)")
      }
    }
    return faults
  }
}

/// What stopped publishers in a test.
private struct InterleavingFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
