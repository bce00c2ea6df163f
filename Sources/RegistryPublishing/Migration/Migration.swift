internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Migrates a registry, step by step.
struct Migration {
  private let migrator: Migrator
  let source: MigrationSource
  let present: PresentRegistry
  var plan: MigrationPlan
  var mission: Mission
  var datasets: [KeyMatcher.Dataset] = []
  var modifications: [String: String] = [:]
  private var refusals: [RegistryPlan.Refusal] = []
  /// Datasets that would lose the rows of an absent index file, each with the guard and the reason.
  private var losses: [(dataset: String, opening: PublishingGuard, reason: String)] = []
  /// The rows of the old registry, by dataset.
  private(set) var rowsBefore: [Int: PresentRows] = [:]
  /// The years whose index files have a header and no rows, by dataset.
  private(set) var emptyYears: [Int: Set<Int>] = [:]
  /// The datasets of the plan by their numbers in the mission.
  var positions: [Int] = []
  var ids: ExactSet = []

  private var options: Migrator.Options { migrator.options }
  /// Whether the destination is the old registry.
  var isInPlace: Bool {
    present.catalog.map { $0.source == source.bucket.root.document.source } ?? false
  }

  /// Creates a migration.
  init(
    _ migrator: Migrator, source: MigrationSource, destination: StoragePlace
  ) async throws(PublishingError) {
    self.migrator = migrator
    self.source = source
    do throws(ReadingError) {
      present = try await PresentRegistry.read(
        migrator.destination, endpoint: source.endpoint, storage: migrator.options.storage,
        over: destination)
    } catch {
      throw PublishingError(.destination, from: error)
    }
    mission = Mission(path: source.bucket.catalogAddress, endpoint: source.endpoint)
    let root = source.bucket.root
    let detection = DialectDetection(root: root, entries: source.entries.map(\.node))
    plan = MigrationPlan(
      source: source.bucket.catalogAddress, version: detection.declared,
      dialect: detection.dialect.versions, endpoint: source.endpoint,
      policy: migrator.options.policy.text)
    plan.notices = source.notices
    let catalog = CatalogMigration(root, setting: migrator.options.fields)
    plan.changes = catalog.changes
    mission.bucketFields = catalog.members.fields()
  }

  /// Makes the draft.
  mutating func draft() async throws(PublishingError) -> MigrationDraft {
    try checkNames()
    var sorter = FileSorter(memory: options.memory)
    for entry in source.entries {
      try await read(entry.node, dataset: entry.dataset, into: &sorter)
    }
    var drafting = Drafting(migrator.publisher(of: mission), present: present)
    if !isInPlace { drafting.refuseForeign() }
    drafting.plan.refusals += refusals
    for loss in losses {
      drafting.plan.refuse(unless: loss.opening, dataset: loss.dataset, reason: loss.reason)
    }
    if datasets.isEmpty { drafting.plan.refuse(unless: .empty, reason: "no dataset remains") }
    var draft = try await stage(drafting, sorter: sorter)
    if !draft.plan.isEmpty { _ = try await draft.validate(at: options.now) }
    return MigrationDraft(registry: draft, plan: plan)
  }

  private func checkNames() throws(PublishingError) {
    let known = Set(source.entries.compactMap { $0.dataset?.id })
    for (old, new) in options.names.sorted(by: { $0.key < $1.key }) {
      guard known.contains(old) else {
        throw PublishingError(
          .mission, address: plan.source, detail: "there is no dataset \(old) to rename")
      }
      guard Self.isID(new) else {
        throw PublishingError(
          .mission, address: plan.source, detail: "\(new) is not an id: \(Self.alphabet)")
      }
    }
  }

  private static let alphabet = "an id has only letters, digits, hyphens and underscores"

  private static func isID(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        byte | 0x20 &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F || byte == 0x2D
      }
  }
}

// MARK: - Datasets

extension Migration {
  /// Reads one entry and its rows.
  private mutating func read(
    _ node: Node, dataset: Dataset?, into sorter: inout FileSorter
  ) async throws(PublishingError) {
    let former = dataset?.id ?? CatalogEntry(node).id ?? ""
    var found = MigrationPlan.Dataset(
      id: options.names[former] ?? former, formerID: former, place: source.place(of: node))
    let entry = EntryMigration(node, indexType: options.indexFormat.indexType ?? "csv")
    found.changes = entry.changes
    if let problem = problem(with: dataset, found: found) {
      found.problems.append(problem)
    } else if let dataset, let index = source.index(of: dataset) {
      if index != dataset.index { found.changes.append("index fixed") }
      do throws(PublishingError) {
        try await read(dataset, entry: entry, index: index, found: &found, sorter: &sorter)
      } catch  where options.skipsBadDatasets && error.code == .source {
        found.problems.append("\(error)")
      }
    }
    if !found.isMigrated, !options.skipsBadDatasets {
      refuse(&found, reason: found.problems.joined(separator: "; "))
    }
    plan.datasets.append(found)
  }

  private mutating func refuse(_ dataset: inout MigrationPlan.Dataset, reason: String) {
    dataset.isRefused = true
    refusals.append(.init(dataset: dataset.id.isEmpty ? nil : dataset.id, reason: reason))
  }

  /// Why an entry can't be migrated, judged by its fields.
  private mutating func problem(
    with dataset: Dataset?, found: MigrationPlan.Dataset
  ) -> String? {
    guard let dataset else {
      return "\(found.place): the entry has no \(found.formerID.isEmpty ? "id" : "index")"
    }
    guard !found.formerID.contains("/"), Self.isID(found.id) else {
      return "\(found.place): \(Self.alphabet); pass --rename OLD=NEW"
    }
    guard ids.insert(found.id).inserted else {
      return "\(found.place): an earlier entry has the same id"
    }
    guard let index = source.index(of: dataset) else {
      return "\(found.place): its index \(dataset.index) leads out of the bucket"
    }
    if ObjectAddress(index)?.key.utf8.first == UInt8(ascii: "/") {
      return "\(found.place): the key of its index \(index) begins with a slash; "
        + "write one slash after the bucket"
    }
    guard BucketIdentity.key(of: index, below: source.endpoint) != nil else {
      return "\(found.place): its index \(index) is not below \(source.endpoint); "
        + "pass --endpoint for another bucket"
    }
    return nil
  }

  private mutating func read(
    _ dataset: Dataset, entry: EntryMigration, index: String,
    found: inout MigrationPlan.Dataset, sorter: inout FileSorter
  ) async throws(PublishingError) {
    var rows = RowMigration(
      dataset, as: datasets.count, below: options.base?.directoryAddress ?? source.root,
      isInPlace: isInPlace)
    try await rows.run(into: &sorter)
    let outcome = rows.outcome
    rowsBefore[datasets.count] = outcome.before
    emptyYears[datasets.count] = outcome.emptyYears
    take(outcome, into: &found)
    guard outcome.rows > 0 else {
      found.problems.append("\(found.place): it has no rows in \(index)")
      return
    }
    found.isMigrated = true
    let information = try await InformationMigration(of: dataset)
    found.notices += information.notices
    var pattern = DatasetPattern(
      id: TextTemplate(found.id), index: TextTemplate(index), stop: options.policy.stop, line: 1)
    pattern.versions = .all
    pattern.indexFormat = options.indexFormat
    pattern.estimatesLastStop = true
    pattern.precision = precision(of: outcome)
    pattern.columns = Self.columns(of: outcome, described: information.names)
    pattern.information = information.information
    pattern.fields = entry.members.fields()
    modifications[found.id] = entry.modification
    datasets.append(.init(pattern: mission.datasets.count, id: found.id, captures: [:]))
    mission.datasets.append(pattern)
    positions.append(plan.datasets.count)
  }

  /// Notes the outcome of the rows, and which problems cause a refusal.
  private mutating func take(
    _ outcome: RowMigration.Outcome, into found: inout MigrationPlan.Dataset
  ) {
    found.rows = outcome.rows
    found.assumedStops = outcome.withoutStop + outcome.reversed
    found.leftOut = outcome.leftOut
    found.notices += outcome.notices
    found.missingYears = outcome.missingYears
    for year in outcome.lostYears { noteLoss(of: year, words: "is absent", in: found) }
    if outcome.rows > 0 {
      for year in emptyEdges(of: outcome, in: found) {
        noteLoss(of: year, words: "has no rows", in: found)
      }
    }
    if outcome.reversed > 0 {
      found.notices.append(
        "stops assumed because they were before their starts: \(outcome.reversed)"
          + (outcome.firstReversed.map { ", first \($0)" } ?? ""))
    }
    for problem in outcome.problems {
      found.problems.append(problem)
      if outcome.rows > 0 { refuse(&found, reason: problem) }
    }
    for problem in outcome.badRows {
      found.problems.append(problem)
      if !options.skipsBadRows {
        refuse(&found, reason: problem + "; pass --skip-bad-rows to skip such rows")
      }
    }
  }

  /// The years in which the dataset starts or stops, though their index files have no rows.
  private func emptyEdges(
    of outcome: RowMigration.Outcome, in dataset: MigrationPlan.Dataset
  ) -> [Int] {
    guard let entry = source.bucket.datasets.first(where: { $0.id == dataset.formerID }),
      let start = entry.start, let stop = entry.stop
    else { return [] }
    let isReached = entry.isMultiyear || outcome.before.stop >= stop.microseconds
    let isAtTurn = Int64.starts(ofYear: stop.year).lowerBound == stop.microseconds
    let years =
      isReached || isAtTurn || stop.year == start.year ? [start.year] : [start.year, stop.year]
    return years.filter(outcome.emptyYears.contains)
  }

  /// Notes that the first or last index file is absent or has no rows; without them the dataset
  /// would shrink.
  ///
  /// A year to come has no rows yet; old catalogs state it for datasets that grow.
  private mutating func noteLoss(
    of year: Int, words: String, in dataset: MigrationPlan.Dataset
  ) {
    guard year <= options.now.year else { return }
    let entry = source.bucket.datasets.first { $0.id == dataset.formerID }
    let isFirst = entry?.start?.year == year
    losses.append(
      (
        dataset.id, isFirst ? .laterStart : .earlierEnd,
        "its index file of \(year) \(words), though it \(isFirst ? "starts" : "stops") in that "
          + "year; restore the file, or correct start and stop in the catalog"
      ))
  }

  private func precision(of outcome: RowMigration.Outcome) -> SCRTime.Precision {
    let isAssumed = outcome.withoutStop + outcome.reversed > 0
    guard isAssumed, options.policy.isFine, outcome.precision == .second else {
      return outcome.precision
    }
    return .fraction(digits: 3)
  }

  private static func columns(
    of outcome: RowMigration.Outcome, described: [String]
  ) -> [DatasetPattern.Column] {
    let names = described.count == outcome.columns.count ? described : outcome.columns
    return zip(names, outcome.types).map { name, type in
      let plain = String(name.map { ",\"'\n\r#".contains($0) ? "_" : $0 })
      return .init(name: plain, source: plain, type: type.word, units: nil, description: nil)
    }
  }
}
