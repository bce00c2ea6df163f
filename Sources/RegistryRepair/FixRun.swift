internal import Formats
internal import ObjectStorage
internal import RegistryValidation
internal import SharedCloudRegistry

/// Fixes one target: validates, changes and validates it again until nothing more changes.
struct FixRun {
  private let fixer: Fixer
  private let source: TargetSource
  private let opened = OpenedFiles()
  private let base: ObjectTree
  private var patches: ExactDictionary<Patch> = [:]
  /// The files that must not change any more.
  private var blocked: ExactSet = []
  private var refusals: Set<FixOutcome.Refusal> = []

  /// New content of a file, and the changes that led to it.
  struct Patch {
    var content: LocalObject
    /// The changes, line by line; nil if they are not known.
    var changes: [LineChange]?
    /// The number of places fixed, by rule.
    var counts: [String: Int]
  }

  /// The maximum number of times that a target is changed.
  private static let rounds = 10

  init(_ fixer: Fixer, source: TargetSource) async throws(TargetError) {
    var fixer = fixer
    // Documents need every finding listed; index files are fixed row by row.
    fixer.validator.listedInIndexes = fixer.validator.listedPerRule
    fixer.validator.listedPerRule = 100_000
    // Only files in the target are changed.
    fixer.validator.roots = []
    self.fixer = fixer
    self.source = try await source.rereadable()
    base = self.source.store
  }

  /// Fixes the target as far as possible.
  mutating func outcome() async throws(TargetError) -> FixOutcome {
    let first = try await validated()
    var latest = first
    for round in 1...Self.rounds + 1 {
      let saved = patches
      let changed = await fix(latest, dryRun: round > Self.rounds)
      guard !changed.isEmpty else { break }
      if round > Self.rounds {
        withdraw(changed, to: [:], because: "it still changes after \(Self.rounds) rounds of fixes")
        latest = try await validated()
        break
      }
      var next = try await validated()
      let worse = changed.filter { RunErrors(latest, in: $0).isWorse(in: RunErrors(next, in: $0)) }
      for key in worse {
        let codes = RunErrors(latest, in: key).newCodes(in: RunErrors(next, in: key))
        withdraw([key], to: saved, because: "its fixes would have caused errors of \(codes)")
      }
      if !worse.isEmpty { next = try await validated() }
      latest = next
    }
    return outcome(first, last: latest)
  }

  private func validated() async throws(TargetError) -> ValidationRun {
    var run = ValidationRun(fixer.validator)
    let store = base.patched(patches.mapValues(\.content), noting: opened)
    try await run.check(source.reading(store))
    run.compareAcross()
    return run
  }

  private mutating func withdraw(
    _ keys: [String], to saved: ExactDictionary<Patch>, because reason: String
  ) {
    for key in keys {
      patches[key] = saved[key]
      refuse(key, because: reason)
      blocked.insert(key)
    }
  }

  private mutating func refuse(_ key: String, because reason: String) {
    refusals.insert(.init(uri: base.displayName(of: key), reason: reason))
  }

  private func outcome(_ first: ValidationRun, last: ValidationRun) -> FixOutcome {
    let files = patches.map { key, patch in
      MendedFile(
        uri: base.displayName(of: key), counts: patch.counts, key: key, old: base,
        content: patch.content, identity: opened.identity(key), changes: patch.changes)
    }
    return FixOutcome(
      before: first.report(), after: last.report(), files: files.sorted { $0.uri < $1.uri },
      refusals: refusals.sorted { ($0.uri, $0.reason) < ($1.uri, $1.reason) }, base: base)
  }
}

// MARK: - One round

extension FixRun {
  /// Fixes the findings of a validation.
  ///
  /// - Parameters:
  ///   - run: The validation.
  ///   - dryRun: Whether to only return the files that would change.
  /// - Returns: The keys of the files that change.
  private mutating func fix(_ run: ValidationRun, dryRun: Bool) async -> [String] {
    let saved = patches
    let tallies = ExactDictionary(
      run.reporters.map { ($0.file.key, $0.tallies) },
      uniquingKeysWith: { $0.merging($1) { $0.sum($1) } })
    let indexes = ExactSet(run.indexFiles.map(\.job.file.key))
    var changed: [String] = []
    for file in run.indexFiles where !blocked.contains(file.job.file.key) {
      let key = file.job.file.key
      if await fix(file, tallies: tallies[key] ?? [:], options: run.options) { changed.append(key) }
    }
    let findings = ExactDictionary(
      run.reporters.filter { !indexes.contains($0.file.key) }.map { ($0.file.key, $0.findings) },
      uniquingKeysWith: +)
    for (key, findings) in findings where !blocked.contains(key) {
      let own = findings.filter { !$0.isOnSeveralFiles }
      if await fix(key, findings: own, options: run.options) { changed.append(key) }
    }
    // Disagreements between files are fixed once each file is correct.
    if changed.isEmpty {
      for (key, findings) in findings where !blocked.contains(key) {
        let shared = findings.filter(\.isOnSeveralFiles)
        if await fix(key, findings: shared, options: run.options) { changed.append(key) }
      }
    }
    if dryRun { patches = saved }
    return changed
  }

  /// Fixes one JSON document; returns whether it changes.
  private mutating func fix(
    _ key: String, findings: [Finding], options: CheckOptions
  ) async -> Bool {
    let wanted = findings.filter { finding in
      finding.isActive && finding.fix.map { fixer.takes($0, of: finding.rule) } ?? false
    }
    guard !wanted.isEmpty else { return false }
    let store = base.patched(patches.mapValues(\.content), noting: opened)
    let source: [UInt8]
    do throws(StoreError) {
      source = try await store.read(key, limit: options.documentSize)
    } catch {
      refuse(key, because: "it can't be read: \(error.detail)")
      blocked.insert(key)
      return false
    }
    var repair = DocumentRepair(fixer: fixer, options: options)
    guard let text = repair.fixed(source, by: wanted) else {
      if let reason = repair.refusal { refuse(key, because: reason) }
      blocked.insert(key)
      return false
    }
    let counts = (patches[key]?.counts ?? [:]).merging(repair.counts, uniquingKeysWith: +)
    patches[key] = Patch(content: LocalObject(text), changes: nil, counts: counts)
    return true
  }

  /// Fixes one index file; returns whether it changes.
  private mutating func fix(
    _ file: ValidationRun.IndexFile, tallies: [RuleID: Tally], options: CheckOptions
  ) async -> Bool {
    let key = file.job.file.key
    let book = fixer.validator.rules
    let fixable = book.fixableInIndexes
    let rules = tallies.filter { rule, tally in
      tally.activeTotal > 0 && fixer.takes(rule.code) && fixable.contains(rule)
    }
    guard !rules.isEmpty else { return false }
    if file.job.file.isParquet {
      refuse(
        key,
        because:
          "fix never edits Parquet files; convert the dataset to csv with --allow rules, fix it, and "
          + "convert it back"
      )
      blocked.insert(key)
      return false
    }
    if file.job.name?.format.compression != nil {
      refuse(key, because: "fix never changes archives; fix its source and pack it again")
      blocked.insert(key)
      return false
    }
    if tallies[.lineBreakInField] != nil {
      refuse(
        key,
        because: "fix works line by line, and rows of the file have line breaks in their fields")
      blocked.insert(key)
      return false
    }
    var plan = IndexRepairPlan(
      expectation: file.job.expectation, layout: file.summary.layout, rules: Set(rules.keys),
      allowsUnsafe: fixer.allowsUnsafe)
    plan.isPlausible = file.summary.isPlausible
    plan.timeLength = file.summary.timeLength ?? file.summary.mendedTimeLength ?? 0
    // Times without minutes get seconds, or no time is changed to be like them.
    if plan.timeLength < TimeFault.lengthWithMinutes {
      plan.timeLength = plan.rules.contains(.rowTimeWithoutMinutes) && fixer.allowsUnsafe ? 20 : 0
    }
    plan.isTimeLengthUsual = !file.summary.hasTiedPrecision
    plan.ends = file.summary.ends
    plan.bucket = file.summary.bucket
    plan.preamble = file.summary.preamble
    plan.canReorder = book.makingFieldsUncertain.allSatisfy { tallies[$0] == nil }
    do throws(RepairError) {
      var fixed = try await fix(key, plan: plan, options: options)
      if plan.rules.contains(.rowOutOfOrder), let layout = plan.mendedLayout,
        let count = tallies[.rowOutOfOrder]?.activeTotal, count > 0
      {
        do throws(RepairError) {
          var sort = IndexSort(layout: layout, options: options)
          sort.year = file.job.expectation.year
          sort.allowsDoubt = fixer.allowsUnsafe
          try Self.sort(&fixed, with: sort, count: count)
        } catch {
          // The other fixes stay.
          guard case .refused(let reason) = error else { throw error }
          refuse(key, because: reason)
        }
      }
      if fixed.refusedRows > 0 {
        refuse(
          key, because: "the fixes would have changed the content of \(fixed.refusedRows.of("row"))"
        )
      }
      guard !fixed.counts.isEmpty else { return false }
      let before = patches[key]
      patches[key] = Patch(
        content: LocalObject(fixed.file, 0..<fixed.size),
        changes: before == nil ? fixed.changes : nil,
        counts: fixed.counts.reduce(into: before?.counts ?? [:]) { counts, entry in
          counts[entry.key.code, default: 0] += entry.value
        })
      return true
    } catch {
      switch error {
      case .store(let error): refuse(key, because: error.description)
      case .refused(let reason): refuse(key, because: reason)
      }
      blocked.insert(key)
      return false
    }
  }

  private func fix(
    _ key: String, plan: IndexRepairPlan, options: CheckOptions
  ) async throws(RepairError) -> MendedIndex {
    let store = base.patched(patches.mapValues(\.content), noting: opened)
    let reader: any ObjectReader
    do throws(StoreError) { reader = try await store.open(key) } catch { throw .store(error) }
    return try await IndexRepair(plan, options: options).run(reader)
  }

  private static func sort(
    _ fixed: inout MendedIndex, with sort: IndexSort, count: Int
  ) throws(RepairError) {
    guard let sorted = try sort.sorted(fixed.file) else { return }
    (fixed.file, fixed.size) = sorted
    fixed.changes = nil
    fixed.counts[.rowOutOfOrder] = count
  }
}

extension Finding {
  /// Whether it is about a disagreement between files.
  fileprivate var isOnSeveralFiles: Bool { RuleID(code: rule)?.comparesFiles ?? false }
}

extension Tally {
  fileprivate func sum(_ other: Tally) -> Tally {
    var sum = self
    sum.add(other)
    return sum
  }
}
