internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Checks that a catalog and the files of its bucket belong together.
struct BucketCheck {
  /// Which files belong to which dataset.
  private(set) var plan: BucketPlan
  let options: CheckOptions
  var documents: DocumentCheck
  /// The info documents that were read.
  private(set) var infos: [DocumentResult] = []
  /// The info documents that could not be read.
  private(set) var unreadInfos: [(BucketTree.File, StoreError)] = []
  /// The index files to read.
  private(set) var jobs: [IndexJob] = []
  /// The findings.
  private(set) var reporters: [FileReporter] = []
  /// Why single rules could not be evaluated.
  private(set) var obstacles: [(rule: RuleID, reason: String)] = []
  /// Why single rules could not be evaluated, since values in index files can't be read, which
  /// leaves the run complete: the values have findings.
  private(set) var openRules: [RuleID: String] = [:]
  /// The files that belong to the registry itself.
  private(set) var registryFiles: [BucketTree.File] = []

  init(plan: BucketPlan, options: CheckOptions, documents: DocumentCheck) {
    self.plan = plan
    self.options = options
    self.documents = documents
  }

  /// Checks the names of the files, and finds the files to read.
  mutating func checkNames() async {
    let dialect = plan.catalog.dialect
    let names = FileNameChecks(options: options, dialect: dialect)
    for dataset in plan.datasets {
      YearFileChecks.check(dataset, dialect: dialect, strays: plan.strays, to: &plan.reporter)
      reporters += names.check(dataset)
      let parameters = await parameters(of: dataset)
      registryFiles += dataset.infos + (dataset.years + dataset.statics).map(\.file)
      for (file, name) in dataset.filesToRead {
        jobs.append(
          IndexJob(
            file: file, name: name,
            expectation: IndexExpectation(
              dataset: dataset.id, year: name.year, dialect: dialect,
              isDialectCertain: isDialectCertain, bucket: dataset.bucket,
              parameters: parameters.value ?? nil,
              isInfoKnown: parameters.reason == nil)))
      }
    }
    for reason in plan.doubtful {
      obstacles +=
        ([.datasetWithoutIndexFiles, .indexOfNoDataset] + DatasetAgreement.rulesOnAllRows).map {
          ($0, reason)
        }
    }
    for stray in plan.strays {
      // It may be of an entry that can't be read.
      if plan.doubtful.isEmpty || stray.isNamed { reporters.append(names.check(stray)) }
      registryFiles.append(stray.file)
    }
  }

  /// Whether the rows of every index file are known, if these files were read.
  func isEveryRowKnown(_ files: [DatasetAgreement.YearFile]) -> Bool {
    files.count == jobs.count && plan.outside.isEmpty && plan.doubtful.isEmpty
      && plan.datasets.allSatisfy { !$0.gaps.hasUnseenFiles }
  }

  private var isDialectCertain: Bool {
    documents.dialect != nil || plan.catalog.detection?.isCertain ?? false
  }

  /// The columns that the info documents declare: a value of nil if there is no document.
  private mutating func parameters(of dataset: DatasetFiles) async -> Known<[String]?> {
    var declared: Known<[String]?> = .known(nil, evidence: "no info document")
    if dataset.gaps.hasUnseenInfo { declared = .unknown(because: "an info document may exist") }
    for file in dataset.infos {
      do throws(StoreError) {
        let bytes = try await WebAnswer.document(
          at: file.key, of: file.store, limit: options.documentSize, expecting: file.size)
        let result = documents.check(bytes, file: file.location, kind: .info)
        infos.append(result)
        guard case .known(nil, _) = declared else { continue }
        declared = InfoChecks.parameters(of: result).map { $0 }
        if let reason = declared.reason {
          obstacles += [.extraColumnsUndeclared, .extraColumnsDiffer].map { ($0, reason) }
        }
      } catch {
        unreadInfos.append((file, error))
        declared = .unknown(because: error.detail)
      }
    }
    return declared
  }

  /// Compares entries with the rows of their files.
  ///
  /// - Parameter files: The index files that were read.
  /// - Returns: The files of each dataset, for the checks that need them again.
  mutating func compare(
    _ files: [DatasetAgreement.YearFile]
  ) -> [(id: String, files: [DatasetAgreement.YearFile])] {
    let byFile = Dictionary(
      files.map { (ExactText($0.file.location.uri), $0) }, uniquingKeysWith: { first, _ in first })
    var read: [(id: String, files: [DatasetAgreement.YearFile])] = []
    for dataset in plan.datasets {
      // Of two files of one year in different formats, one is read.
      let all = dataset.filesToRead
      let own = all.compactMap { byFile[ExactText($0.file.location.uri)] }
      if let reason = MissingYears(dataset, files: own, latest: options.latestTime).check(
        &plan.reporter)
      {
        obstacles.append((.yearFileMissing, reason))
      }
      if own.count < all.count {
        obstacles += DatasetAgreement.rulesOnAllRows.map {
          ($0, "not all index files of \(dataset.id) were read")
        }
      }
      ClientFileChecks.check(dataset, files: own, to: &plan.reporter)
      guard !own.isEmpty else { continue }
      DatasetAgreement.check(
        dataset, files: own,
        isEveryFileRead: own.count == all.count && !dataset.gaps.hasUnseenFiles,
        options: options,
        to: &plan.reporter)
      for (rule, reason) in UnreadableValues.openRules(
        of: dataset.entry, files: own, dialect: plan.catalog.dialect)
      {
        // One reason for each rule: a bucket may have thousands of such files.
        openRules[rule] = Swift.min(reason, openRules[rule] ?? reason)
      }
      reporters += DatasetAgreement.checkPrecision(own, id: dataset.id, options: options)
      read.append((dataset.id, own))
    }
    reporters.append(plan.reporter.file)
    return read
  }
}
