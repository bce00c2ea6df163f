internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

extension Validator {
  /// Makes a plan: reads the documents of targets and lists their index files.
  ///
  /// - Parameters:
  ///   - targets: The targets.
  ///   - settings: The settings, which this validator has too.
  ///   - version: The version of the program.
  ///   - count: How many shards there are.
  /// - Returns: The plan.
  /// - Throws: ``TargetError`` if a target does not exist, or another machine can't read it.
  package func plan(
    _ targets: [String], settings: PlannedSettings, version: String, count: ShardCount
  ) async throws(TargetError) -> ShardPlan {
    guard options.depth != .objects else {
      throw TargetError(
        targets.first ?? "", "a plan can't divide --depth objects; use --depth index")
    }
    var sources: [TargetSource] = []
    for target in targets {
      sources.append(try TargetSource(target, kind: options.kind, options.storages))
    }
    let distinct = TargetSource.distinct(sources)
    let maker = PlanMaker(self, settings: settings, version: version)
    return try await maker.plan(distinct, count: count)
  }
}

/// Makes a plan.
private struct PlanMaker {
  let validator: Validator
  let settings: PlannedSettings
  let version: String

  init(_ validator: Validator, settings: PlannedSettings, version: String) {
    self.validator = validator
    self.settings = settings
    self.version = version
  }

  func plan(
    _ sources: [TargetSource], count: ShardCount
  ) async throws(TargetError) -> ShardPlan {
    var plan = ShardPlan(version: version, rules: ShardPlan.ownRules, settings: settings)
    let evidence = PlanningEvidence(validator.storages)
    // A file that is also given alone is checked as a part of its tree.
    var readFiles: [BucketTree.File] = []
    let hasFiles = sources.contains { if case .tree = $0.content { false } else { true } }
    for source in sources {
      var run = ValidationRun(validator, evidence: evidence)
      run.readFiles = readFiles
      guard !run.hasRead(source) else { continue }
      let target = try PlannedTarget(source)
      try await run.check(source.reading(evidence.tree(source.store)))
      if hasFiles { readFiles = run.readFiles }
      evidence.dropOtherObjects()
      plan.targets.append(target)
      await addItems(of: target, evidence, to: &plan)
    }
    plan.shards = count.count(for: plan.items)
    ShardBalance.divide(&plan.items, among: plan.shards)
    return plan
  }

  private func addItems(
    of target: PlannedTarget, _ evidence: PlanningEvidence, to plan: inout ShardPlan
  ) async {
    var etags: [ExactText: String] = [:]
    for (question, answer) in evidence.answers.all {
      switch answer {
      case .bytes(let bytes):
        let key = question.about[1].text
        let isRoot = validator.options.roots.contains {
          ObjectTree(copy: $0.path).storage.address == question.store.text
        }
        var store = target.store
        store.address = question.store.text
        store.prefix = ""
        if isRoot { (store.isDirectory, store.named) = (true, nil) }
        plan.items.append(
          PlanItem(
            id: "\(plan.items.count + 1)", kind: .document, target: target.name,
            uri: (store.address == "./" ? "" : store.address) + key, store: store, key: key,
            bytes: bytes.count,
            etag: ContentMark.of(bytes)))
      case .page(let page):
        for object in page.objects {
          etags[ExactText(question.store.text + object.key)] = object.info.etag
        }
      case .info(let info):
        etags[ExactText(question.store.text + question.about[1].text)] = info.etag
      case .listing, .failure: break
      }
      plan.answers.keep(answer, to: question)
    }
    evidence.answers.removeAll()
    let named = target.content == .index ? target.key : nil
    let jobs = evidence.takeJobs().compactMap { job in
      PlannedStore(job.file.store, named: named).map { (job: job, store: $0) }
    }
    let marks = await jobs.parallelMap(width: validator.jobs) { job, store in
      store.isDirectory ? await mark(of: job.file) : nil
    }
    for ((job, store), mark) in zip(jobs, marks) {
      let uri = job.file.location.uri
      var etag = etags[ExactText(uri)]
      var size = job.file.size
      if store.isDirectory {
        etag = mark
        size = etag.flatMap { Int($0.prefix { $0 != "-" }) } ?? size
      }
      var item = PlanItem(
        id: "\(plan.items.count + 1)", kind: .index, target: target.name, uri: uri,
        store: store, key: job.file.key, bytes: size, etag: etag)
      item.expectation = job.expectation
      plan.items.append(item)
    }
  }

  /// The mark of a file; nil if it can't be read, which its shard will say.
  private func mark(of file: BucketTree.File) async -> String? {
    guard let storage = file.store.storage as? RecordingStorage else { return nil }
    do throws(StoreError) {
      let reader = try await storage.base.read(file.store.prefix + file.key, .whole)
      return try await MarkedReader(reader).finish()
    } catch {
      return nil
    }
  }
}
