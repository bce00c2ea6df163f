internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// One validation: goes through the targets and collects the findings.
package struct ValidationRun {
  /// The settings and rules.
  package let validator: Validator
  /// Where stores and the facts of index files come from.
  let evidence: any Evidence
  /// How to check and report.
  package let options: CheckOptions
  var documents: DocumentCheck
  /// The findings by file.
  package var reporters: [FileReporter] = []
  /// The coverage of the present source.
  var coverage = Coverage()
  var notices: [Notice] = []
  var targets: [Report.Target] = []
  /// The paths of the listings that were used.
  var usedListings: Set<String> = []
  /// The name of the present source.
  var target = ""
  /// The paths and addresses of the gaps that were noted.
  var notedGaps: ExactSet = []
  /// The number of gaps of the present source by kind.
  var gapCounts: [ListingGap.Kind: Int] = [:]
  /// Whether a global registry could not be read.
  var hasUnreadRegistry = false
  /// The number of rows of this target whose start was read.
  var rowsWithStart = 0
  /// The number of rows of this target whose filesize was compared with the size of an object.
  var sizesCompared = 0
  /// The index files that were read, with their summaries.
  package var indexFiles: [IndexFile] = []
  /// The index files whose rows could not be read.
  var unreadIndexFiles: [IndexJob] = []
  /// The datasets whose index files were looked for.
  var plannedDatasets: [PlannedDataset] = []

  /// The rows of the present source whose objects do not exist, by dataset.
  var absentObjects: [ExactText: AbsentObjects] = [:]

  /// An index file that was read.
  package struct IndexFile {
    /// The file, and what is known of it.
    package var job: IndexJob
    /// What its rows say.
    package var summary: IndexSummary
  }
  /// What the index files list over time.
  var timelines: [Timeline] = []
  /// The files that were read as documents or index files.
  var readFiles: [BucketTree.File] = []
  /// The catalogs and registries seen, for comparing them with one another.
  var catalogs: [DocumentResult] = []
  var registries: [DocumentResult] = []

  /// Begins without targets.
  package init(_ validator: Validator) { self.init(validator, evidence: nil) }

  /// Begins a run over facts that may come from elsewhere.
  ///
  /// - Parameters:
  ///   - validator: The validator.
  ///   - evidence: Where stores and facts come from; nil for the storages of the targets.
  init(_ validator: Validator, evidence: (any Evidence)?) {
    self.validator = validator
    self.evidence = evidence ?? LiveEvidence(validator)
    options = CheckOptions(validator.options)
    documents = DocumentCheck(options: options, dialect: validator.dialect)
  }

  /// The coverage before anything is checked.
  private var freshCoverage: Coverage {
    var coverage = Coverage()
    if validator.depth == .metadata {
      coverage.exclude([.index, .row, .bucket, .object], because: "--depth metadata")
    } else if validator.depth == .index {
      coverage.exclude([.object], because: "--depth index")
    }
    return coverage
  }

  /// Checks one target.
  package mutating func check(_ source: TargetSource) async throws(TargetError) {
    guard !hasRead(source) else { return }
    coverage = freshCoverage
    (rowsWithStart, sizesCompared) = (0, 0)
    target = source.name
    absentObjects = [:]
    let ownTarget = targets.count
    let ownReporters = reporters.count
    let ownIndexFiles = indexFiles.count
    let ownUnread = unreadIndexFiles.count
    let ownPlanned = plannedDatasets.count
    let ownCatalogs = catalogs.count
    try await checkContent(of: source)
    noteUnlistedGaps()
    leaveRulesOfRowsOpen()
    if targets.count == ownTarget {
      // It could not be read; the notice says why.
      targets.append(Report.Target(uri: source.name, kind: source.kind))
    }
    targets[ownTarget].coverage = coverage
    let maker = TimelineMaker(
      target: source.name, catalogs: catalogs[ownCatalogs...],
      planned: plannedDatasets[ownPlanned...], absent: absentObjects)
    timelines += maker.timelines(
      of: indexFiles[ownIndexFiles...], unread: unreadIndexFiles[ownUnread...])
    addDigests(from: ownTarget, indexFiles[ownIndexFiles...])
    CauseLinks(validator.rules).link(&reporters[ownReporters...])
  }

  private mutating func checkContent(of source: TargetSource) async throws(TargetError) {
    switch source.content {
    case .tree(let store): try await checkTree(store, name: source.name)
    case .document(let store, let key, let kind):
      try await checkDocument(store, at: key, kind: kind, name: source.name)
    case .index(let store, let key): await checkLoneIndex(store, at: key)
    }
  }
}

extension ValidationRun {
  /// Compares catalogs and registries that were given together.
  package mutating func compareAcross() {
    reporters += CrossChecks(options: options).check(
      catalogs: catalogs, registries: hasUnreadRegistry ? [] : registries)
  }

  /// Leaves the rules open that compare values of rows, if there was nothing to compare.
  private mutating func leaveRulesOfRowsOpen() {
    if coverage.rows > 0, rowsWithStart == 0 {
      coverage.tolerate(
        [],
        rules: [.rowOutOfOrder, .rowStopBeforeStart, .rowOfAnotherYear, .rowTimeInTheFuture],
        because: "no row has a start that is certain")
    } else if coverage.rows > 0, validator.now == nil {
      coverage.tolerate(
        [], rules: [.rowTimeInTheFuture], because: UnreadableTimes.clockReason)
    }
    if coverage.objects > 0, sizesCompared == 0 {
      coverage.tolerate(
        [], rules: [.objectSizeDiffers], because: "no row and object have sizes to compare")
    }
  }

  /// Makes the report.
  package func report() -> Report {
    let places = ParquetPlaces(indexFiles)
    let reporters = reporters.map { reporter in
      var reporter = reporter
      reporter.change { places.place(&$0) }
      return reporter
    }
    return ReportAssembly(
      validator: validator, reporters: reporters, notices: notices, targets: targets,
      timelines: timelines,
      datasets: Set(catalogs.flatMap { $0.entries.compactMap(\.id) })
    ).report()
  }
}

extension ValidationRun {
  /// Whether a target is a file that this run has read as a part of another target.
  func hasRead(_ source: TargetSource) -> Bool {
    guard !source.isTree, !readFiles.isEmpty, let identity = source.identity else { return false }
    return readFiles.contains { TargetIdentity($0.store, at: $0.key) == identity }
  }
}
