internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Which items of a plan one run does.
package enum ShardChoice: Sendable, Hashable {
  /// Those of a shard, counted from 1.
  case shard(number: Int, count: Int)
  /// Those of these ids.
  case items([String])

  /// The choice in words.
  package var text: String {
    switch self {
    case .shard(let number, let count): "\(number)/\(count)"
    case .items(let ids): ids.joined(separator: ",")
    }
  }
}

extension Validator {
  /// Does some items of a plan.
  ///
  /// - Parameters:
  ///   - choice: Which items.
  ///   - plan: The plan, whose settings this validator has.
  ///   - version: The version of this program.
  /// - Returns: A report on these items alone, with the facts that a merge needs.
  /// - Throws: ``ShardError`` if the plan has no such item, or was made by another version.
  package func run(
    _ choice: ShardChoice, of plan: ShardPlan, version: String
  ) async throws(ShardError) -> Report {
    try plan.requireOwn(version)
    let items = try plan.items(choice)
    let run = ShardRun(validator: self, options: CheckOptions(options), plan: plan)
    return await run.report(on: items, choice)
  }
}

extension ShardPlan {
  /// Throws if another version of the program made the plan.
  func requireOwn(_ version: String) throws(ShardError) {
    guard version == self.version else {
      throw ShardError(
        .differs,
        "the plan was made by scregistry \(self.version), but this is \(version); use one version "
          + "for the plan, its parts and their merge")
    }
    guard rules == Self.ownRules else {
      throw ShardError(
        .differs, "the plan was made with other rules than those of this scregistry \(version)")
    }
  }

  /// The items of a choice.
  fileprivate func items(_ choice: ShardChoice) throws(ShardError) -> [PlanItem] {
    let wanted: Set<String>
    switch choice {
    case .shard(let number, let count):
      guard (1...Swift.max(1, count)).contains(number) else {
        throw ShardError(.unusable, "there is no shard \(number) of \(count)")
      }
      wanted = Set(items(ofShard: number, of: count))
    case .items(let ids):
      let known = Set(items.map(\.id))
      if let unknown = ids.first(where: { !known.contains($0) }) {
        throw ShardError(.unusable, "the plan has no item \(unknown)")
      }
      wanted = Set(ids)
    }
    return items.filter { wanted.contains($0.id) }
  }
}

/// Does items of a plan.
private struct ShardRun {
  let validator: Validator
  let options: CheckOptions
  let plan: ShardPlan

  /// What doing an item gives.
  private struct Done: Sendable {
    var line: [UInt8]
    var facts: FileFacts?
    var notice: Notice?
  }

  func report(on items: [PlanItem], _ choice: ShardChoice) async -> Report {
    let progress = validator.progress
    progress.expect(files: items.count, bytes: items.reduce(0) { $0 + $1.bytes })
    let done = await items.parallelMap(width: validator.jobs) { item in await doItem(item) }
    var parts = Report.Parts(
      settings: .init(
        profile: validator.profile, failLevel: validator.failLevel,
        reasonsOff: validator.settings.reasonsOff),
      rules: validator.rules.onMirrors(false))
    var targets: ExactDictionary<Report.Target> = [:]
    for (item, done) in zip(items, done) {
      let kind = plan.targets.first { $0.name == item.target }?.content == .index
      var target =
        targets[item.target]
        ?? Report.Target(
          uri: item.target, kind: kind ? "index" : "catalog")
      add(done, of: item, to: &target, parts: &parts)
      targets[item.target] = target
    }
    parts.targets = targets.map(\.value)
    parts.findings = Report.sorted(parts.findings)
    parts.notices = Report.sorted(parts.notices)
    parts.redact()
    parts.shardLines = [header(items, choice: choice)] + done.map(\.line)
    return Report(parts)
  }

  private func header(_ items: [PlanItem], choice: ShardChoice) -> [UInt8] {
    var members = FactsMembers()
    members.add("type", "part")
    members.add("plan", plan.digest)
    members.add("version", plan.version)
    members.add("rules", plan.rules)
    members.add("now", validator.options.now.map { Int($0.seconds) })
    members.add("maxPerRule", validator.listedPerRule)
    members.add("shard", choice.text)
    members.add("items", always: .number(items.count))
    return JSONWriter.write(members.value, layout: .singleLine)
  }

  private func add(
    _ done: Done, of item: PlanItem, to target: inout Report.Target, parts: inout Report.Parts
  ) {
    if let notice = done.notice {
      parts.notices.append(notice)
      target.coverage.obstruct(
        item.kind == .index ? [.index, .row] : [.document], because: notice.message)
    }
    guard let facts = done.facts else {
      if done.notice == nil { target.coverage.files += 1 }
      return
    }
    target.coverage.note(.index)
    target.coverage.files += 1
    if let summary = facts.summary {
      target.coverage.note(.row, count: summary.rows)
      target.coverage.rows += summary.rows
      target.coverage.bytes += summary.bytes
    }
    // A tie is settled when all files are known; the finer precision is the likelier one.
    let findings = facts.ties.keys.max().flatMap { facts.ties[$0] } ?? facts.findings
    guard let findings, !findings.tallies.isEmpty else { return }
    parts.findings += findings.findings
    parts.files[findings.file.uri] = findings.fileCounts
  }

  // MARK: - One item

  private func doItem(_ item: PlanItem) async -> Done {
    var members = FactsMembers()
    members.add("type", "facts")
    members.add("item", item.id)
    func line() -> [UInt8] { JSONWriter.write(members.value, layout: .singleLine) }
    func changed(_ detail: String) -> Done {
      members.add("changed", detail)
      let notice = Notice(.unreadable, "has changed since the plan: \(detail)", uri: item.uri)
      return Done(line: line(), notice: notice)
    }
    switch item.expectation {
    case nil:
      let found: Result<String, StoreError> = await mark(of: item)
      switch found {
      case .success(let mark) where mark == item.etag:
        members.add("etag", mark)
        return Done(line: line())
      case .success(let mark): return changed("\(item.etag ?? "") is now \(mark)")
      case .failure(let error) where error.code == .notFound:
        return changed("it does not exist: \(error.detail)")
      case .failure(let error):
        members.add("unread", error.detail)
        let notice = Notice(
          .unreadable, "can't be read: \(error.detail)", uri: item.uri,
          isTransient: error.code == .unavailable)
        return Done(line: line(), notice: notice)
      }
    case let expectation?:
      let (facts, change) = await facts(of: item, expectation)
      if let change { return changed(change) }
      members.add("etag", item.etag)
      facts.write(to: &members)
      var notice: Notice?
      if case .unreadable(let error) = facts.reading {
        notice = Notice(
          .unreadable, "can't be read: \(error.detail)", uri: item.uri,
          isTransient: error.code == .unavailable)
      }
      return Done(line: line(), facts: facts, notice: notice)
    }
  }

  /// The mark of a document.
  private func mark(of item: PlanItem) async -> Result<String, StoreError> {
    do throws(StoreError) {
      let store = try item.store.open(for: item.target, validator.storages)
      return .success(ContentMark.of(try await store.read(item.key, limit: DocumentLimit.bytes)))
    } catch {
      return .failure(error)
    }
  }

  /// Checks an index file.
  ///
  /// - Returns: The facts, and how the file differs from the one of the plan; nil if it does not.
  private func facts(
    of item: PlanItem, _ expectation: IndexExpectation
  ) async -> (facts: FileFacts, change: String?) {
    let tree: ObjectTree
    do throws(StoreError) {
      tree = try item.store.open(for: item.target, validator.storages)
    } catch {
      return (FileFacts(.unreadable(error), findings: nil), nil)
    }
    let watched = WatchedStorage(tree, etag: item.etag)
    let file = BucketTree.File(
      store: ObjectTree(watched, prefix: tree.prefix, kind: tree.kind), key: item.key,
      size: item.bytes)
    let name = IndexFileName(String(file.name))
    let job = IndexJob(file: file, name: name, expectation: expectation)
    let facts = FileFacts(await job.run(options, progress: validator.progress))
    return (facts, await watched.change())
  }
}

extension FileReporter {
  /// How many findings there are.
  fileprivate var fileCounts: Report.FileCounts {
    var counts = Report.FileCounts()
    for (rule, tally) in tallies { counts.rules[rule.code] = tally }
    counts.datasets = countsByDataset
    return counts
  }
}
