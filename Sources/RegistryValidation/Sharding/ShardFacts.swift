internal import Files
internal import Formats
internal import Locks
internal import ObjectStorage
package import SharedCloudRegistry

/// The facts of all items of a plan.
package struct ShardFacts: Sendable {
  let plan: ShardPlan
  private let file: SpoolFile
  private let ranges: [Range<Int>]
  private let now: Int?

  init(plan: ShardPlan, file: SpoolFile, ranges: [Range<Int>], now: Int?) {
    self.plan = plan
    self.file = file
    self.ranges = ranges
    self.now = now
  }

  /// The present time that all parts had; nil if they had none.
  package var time: SCRTime? { now.map { SCRTime(seconds: Int64($0)) } }

  /// The line of an item.
  fileprivate func line(of number: Int) throws(ShardError) -> FactsObject {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try file.bytes(ranges[number])
    } catch {
      throw ShardError(.unread, "\(error.path): \(error.detail)")
    }
    do throws(FactsFault) {
      return try FactsObject(parsing: bytes)
    } catch {
      throw ShardError(.unusable, "item \(plan.items[number].id): \(error.detail)")
    }
  }

  /// Throws if a document is not as it was when the plan was made.
  fileprivate func checkDocuments() throws(ShardError) {
    for (number, item) in plan.items.enumerated() where item.kind == .document {
      try checkState(of: item, try line(of: number))
    }
  }

  /// Throws if an item is not as it was when the plan was made.
  fileprivate func checkState(
    of item: PlanItem, _ object: FactsObject
  ) throws(ShardError) {
    let change: String?
    let failure: String?
    do throws(FactsFault) {
      failure = try object.optionalText("unread")
      let isSame = try object.optionalText("etag") == item.etag
      change = try object.optionalText("changed") ?? (isSame ? nil : "its ETag is another one")
    } catch {
      throw ShardError(.unusable, "item \(item.id): \(error.detail)")
    }
    if let failure {
      throw ShardError(
        .missing,
        "\(item.uri) could not be read by shard \(item.shard): \(failure); run that shard again "
          + "and merge its new part")
    }
    guard let change else { return }
    throw ShardError(
      .changed,
      "\(item.uri) has changed since the plan: \(change); make a new plan and run its shards")
  }
}

extension Validator {
  /// Makes the report of a plan from the facts of its items.
  ///
  /// - Parameter facts: The facts; this validator has the settings of the plan.
  /// - Returns: The report that one run over all targets would have given.
  /// - Throws: ``ShardError`` if something has changed since the plan, or can't be decided.
  package func report(on facts: ShardFacts) async throws(ShardError) -> Report {
    try facts.checkDocuments()
    let evidence = RecordedEvidence(facts, storages: options.storages)
    let sources = facts.plan.targets.map { $0.source(evidence.store(of: $0)) }
    let report: Report
    do throws(TargetError) {
      report = try await self.report(on: sources, evidence: evidence)
    } catch {
      throw ShardError(.unusable, "\(error)")
    }
    if let fault = evidence.fault { throw fault }
    return report
  }
}

/// What a plan and its parts say.
final class RecordedEvidence: Evidence {
  private let facts: ShardFacts
  private let storages: StorageProvider
  private let numbers: [ExactText: [Int]]
  private let firstFault = Lock<ShardError?>(nil)

  init(_ facts: ShardFacts, storages: StorageProvider) {
    self.facts = facts
    self.storages = storages
    var numbers: [ExactText: [Int]] = [:]
    for (number, item) in facts.plan.items.enumerated() where item.kind == .index {
      numbers[ExactText(item.uri), default: []].append(number)
    }
    self.numbers = numbers
  }

  /// The first fault; nil without one.
  var fault: ShardError? { firstFault.withLock { $0 } }

  private func note(_ fault: ShardError) {
    firstFault.withLock { if $0 == nil { $0 = fault } }
  }

  /// The store of a target.
  func store(of target: PlannedTarget) -> ObjectTree {
    let (planned, storages) = (target.store, storages)
    let storage = recorded(planned.address, isDirectory: planned.isDirectory) {
      () throws(StoreError) in try planned.storage(for: target.name, storages)
    }
    return storage.tree(prefix: planned.prefix, kind: planned.kind)
  }

  func directory(_ path: String) -> ObjectTree {
    let live = FileStorage(copy: path)
    return recorded(live.address, isDirectory: true) { live }.tree(prefix: "", kind: .copy)
  }

  func place(
    of bucket: String, namedIn document: String
  ) throws(StoreError) -> StoragePlace {
    let place = try storages.place(of: bucket, namedIn: document)
    let storage = recorded(place.storage.address, isDirectory: false) { place.storage }
    return StoragePlace(storage, at: place.key)
  }

  private func recorded(
    _ address: String, isDirectory: Bool,
    _ live: @escaping @Sendable () throws(StoreError) -> any Storage
  ) -> RecordedStorage {
    RecordedStorage(address: address, answers: facts.plan.answers) {
      [self] key async throws(StoreError) in
      let uri = (address == "./" ? "" : address) + key
      let etag = numbers[ExactText(uri)].flatMap { facts.plan.items[$0[0]].etag }
      do throws(StoreError) {
        guard isDirectory else {
          return try await live().read(key, ObjectPart(matching: etag))
        }
        return MarkedReader(try await live().read(key, .whole)) { [self] mark in
          check(uri, mark: .success(mark))
        }
      } catch {
        check(uri, mark: .failure(error))
        throw error
      }
    }
  }

  /// Notes that a file that was read again is not the one of the plan, or could not be read.
  private func check(_ uri: String, mark: Result<String, StoreError>) {
    switch mark {
    case .success(let mark):
      let etag = numbers[ExactText(uri)].flatMap { facts.plan.items[$0[0]].etag }
      guard let etag, etag != mark else { return }
      note(
        ShardError(
          .changed,
          "\(uri) has changed since its shard read it; make a new plan and run its shards"))
    case .failure(let error):
      note(
        ShardError(
          .unread,
          "\(uri): the rows are not in the order of their datakeys, so the merge has to read the "
            + "file again to find repeated ones, but it can't be read: \(error.detail)"))
    }
  }

  func facts(of jobs: [IndexJob], options: CheckOptions) async -> [FileFacts] {
    jobs.map { job in
      do throws(ShardError) {
        return try facts(of: job, options)
      } catch {
        note(error)
        let uri = job.file.location.uri
        return FileFacts(
          .unreadable(StoreError(.malformed, address: uri, detail: error.detail)), findings: nil)
      }
    }
  }

  private func facts(
    of job: IndexJob, _ options: CheckOptions
  ) throws(ShardError) -> FileFacts {
    let uri = job.file.location.uri
    let plan = facts.plan
    let number = numbers[ExactText(uri)]?.first { number in
      let expected = plan.items[number].expectation
      return expected?.dataset == job.expectation.dataset
        && expected?.bucket == job.expectation.bucket
    }
    guard let number else {
      throw ShardError(.unusable, "the plan has no item for \(uri); make a new plan")
    }
    let object = try facts.line(of: number)
    try facts.checkState(of: plan.items[number], object)
    do throws(FactsFault) {
      return try FileFacts(facts: object, file: job.file.location, options: options.ofIndexes)
    } catch {
      throw ShardError(.unusable, "item \(plan.items[number].id), \(uri): \(error.detail)")
    }
  }

  func note(_ plan: BucketPlan) {}
}
