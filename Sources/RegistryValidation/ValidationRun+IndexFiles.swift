internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

extension ValidationRun {
  mutating func checkLoneIndex(_ store: ObjectTree, at key: String) async {
    let file = BucketTree.File(store: store, key: key, size: 0)
    let name = IndexFileName(String(file.name))
    guard validator.depth != .metadata else { return }
    targets.append(Report.Target(uri: file.location.uri, kind: "index", dialect: validator.dialect))
    checkName(ofLone: file)
    let info = await loneInfo(beside: file, id: name?.id)
    let job = IndexJob(
      file: file, name: name,
      expectation: IndexExpectation(
        dataset: name?.id, year: name?.year, dialect: validator.dialect ?? .spec10,
        isDialectCertain: validator.dialect != nil, bucket: nil,
        parameters: info.value ?? nil, isInfoKnown: key != "-" && info.reason == nil))
    let results = await run([job])
    guard let result = results.first, let name else { return }
    await checkRepeatedKeys([(name.id, [result])])
  }

  /// The columns that the info document next to an index file declares: a value of nil if there is
  /// none.
  private mutating func loneInfo(
    beside file: BucketTree.File, id: String?
  ) async -> Known<[String]?> {
    let none = Known<[String]?>.known(nil, evidence: "no info document")
    guard let id, file.key != "-" else { return none }
    let directory = String(file.key.dropLast(file.name.count))
    for ending in [".json", ".info"] {
      let key = directory + id + ending
      let uri = file.store.displayName(of: key)
      do throws(StoreError) {
        let bytes = try await WebAnswer.document(
          at: key, of: file.store, limit: options.documentSize)
        let result = documents.check(bytes, file: Location(uri: uri, key: id + ending), kind: .info)
        return InfoChecks.parameters(of: result)
      } catch {
        if error.code == .notFound { continue }
        let rules: [RuleID] = [.extraColumnsUndeclared, .extraColumnsDiffer]
        if error.code == .accessDenied, file.store.kind == .published {
          noteWithheld(uri, error: error, scopes: [], rules: rules)
        } else {
          unreadable(error, uri: uri, scopes: [])
          for rule in rules { coverage.obstruct(rule: rule, because: "\(uri): \(error.detail)") }
        }
        return .unknown(because: error.detail)
      }
    }
    return none
  }

  /// Gets the facts of index files and collects their findings.
  mutating func run(_ jobs: [IndexJob]) async -> [DatasetAgreement.YearFile] {
    readFiles += jobs.map(\.file)
    var facts = await evidence.facts(of: jobs, options: options)
    FileFacts.settleTies(in: &facts, datasets: jobs.map(\.expectation.dataset))
    var files: [DatasetAgreement.YearFile] = []
    for (job, facts) in zip(jobs, facts) {
      if let findings = facts.findings { reporters.append(findings) }
      switch facts.reading {
      case .whole(let summary):
        indexFiles.append(IndexFile(job: job, summary: summary))
        coverage.note(.index)
        coverage.note(.row, count: summary.rows)
        coverage.rows += summary.rows
        rowsWithStart += summary.rows - summary.unreadableStarts
        coverage.bytes += summary.bytes
        coverage.files += 1
        files.append(.init(file: job.file, name: job.name, summary: summary))
        note(summary.unknownBucket, in: job.file)
      case .damaged(let reason):
        unreadIndexFiles.append(job)
        coverage.note(.index)
        coverage.files += 1
        coverage.obstruct([.row], because: reason)
      case .unreadable(let error):
        unreadIndexFiles.append(job)
        unreadable(error, uri: job.file.location.uri, scopes: [.index, .row])
      }
    }
    return files
  }

  /// Notes that some datakeys may be in the bucket of their index file, or in another one.
  private mutating func note(
    _ unknown: (prefix: String, reason: String)?, in file: BucketTree.File
  ) {
    let rule = RuleID.datakeyInAnotherBucket
    guard let unknown, options.settings.isOn(rule, inFile: file.key) else { return }
    let reason = "datakeys begin with \(unknown.prefix.clipped): \(unknown.reason.clipped)"
    notices.append(Notice(.unknownBucket, reason, uri: file.location.uri))
    coverage.obstruct(rule: rule, because: "\(file.location.uri): \(reason)")
  }

  /// Looks for repeated datakeys in each dataset, several datasets at a time.
  mutating func checkRepeatedKeys(
    _ datasets: [(id: String, files: [DatasetAgreement.YearFile])]
  ) async {
    let options = options
    let outcomes = await datasets.parallelMap(width: validator.jobs) {
      (dataset) -> Result<[FileReporter], StoreError> in
      do throws(StoreError) {
        let check = RepeatedKeys(dataset: dataset.id, files: dataset.files, options: options)
        return .success(try await check.check())
      } catch {
        return .failure(error)
      }
    }
    for outcome in outcomes {
      switch outcome {
      case .success(let found): reporters += found
      case .failure(let error): unreadable(error, uri: error.address, scopes: [.index])
      }
    }
  }
}
