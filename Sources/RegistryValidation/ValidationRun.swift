internal import Formats
internal import SharedCloudRegistry

/// One validation: goes through the targets and gathers what is found.
struct ValidationRun {
  let validator: Validator
  let options: CheckOptions
  var documents: DocumentCheck
  var reporters: [FileReporter] = []
  var coverage = Coverage()
  var notices: [Notice] = []
  var targets: [Report.Target] = []
  /// The catalogs and registries seen, for comparing them with one another.
  var catalogs: [DocumentResult] = []
  var registries: [DocumentResult] = []

  init(_ validator: Validator) {
    self.validator = validator
    var options = CheckOptions(rules: validator.rules, profile: validator.profile)
    options.listedPerRule = validator.listedPerRule
    options.usesFastTest = validator.usesFastTest
    self.options = options
    documents = DocumentCheck(options: options, dialect: validator.dialect)
    if validator.depth == .metadata {
      coverage.exclude([.index, .row, .bucket, .object], because: "--depth metadata")
    } else if validator.depth == .index {
      coverage.exclude([.object], because: "--depth index")
    }
  }

  /// Checks one target.
  mutating func check(_ source: TargetSource) async throws(TargetError) {
    switch source.content {
    case .tree(let store): try await checkTree(store, name: source.name)
    case .document(let store, let key, let kind):
      try await checkDocument(store, key, kind, source.name)
    case .index(let store, let key): await checkLoneIndex(store, key)
    }
  }
}

<<<<<<< HEAD
// MARK: - Documents

extension ValidationRun {
  private mutating func checkDocument(
    _ store: any ObjectStore, _ key: String, _ kind: DocumentKind?, _ name: String
  ) throws(TargetError) {
    guard let result = read(store, key, kind) else { return }
    guard result.kind != nil || result.document == nil else {
      throw TargetError(
        name,
        "the document is no registry, catalog, dataset entry or info document; say which "
          + "with --kind")
    }
    take(result)
    if result.kind == .catalog || result.kind == .dataset {
      coverage.exclude([.bucket], because: "no tree of index files was given")
    }
  }

  /// Reads and checks a document; nil, with a notice, when it can't be read.
  private mutating func read(
    _ store: any ObjectStore, _ key: String, _ kind: DocumentKind?
  ) -> DocumentResult? {
    let location = Location(uri: store.displayName(of: key), key: key)
    do throws(StoreError) {
      let bytes = try store.read(key, limit: options.documentSize)
      coverage.bytes += bytes.count
      coverage.files += 1
      let result = documents.check(bytes, file: location, kind: kind)
      targets.append(
        Report.Target(
          uri: location.uri, kind: (result.kind ?? kind)?.rawValue ?? "document",
          size: bytes.count, declared: result.detection?.declared, dialect: result.dialect))
      if result.hasMoreFailures { noteUncounted(location.uri, Self.scopes(of: result.kind)) }
      return result
    } catch {
      unreadable(error, location.uri, Self.scopes(of: kind))
      return nil
    }
  }

  private mutating func noteUncounted(_ uri: String, _ scopes: [Rule.Scope]) {
    let detail = "more than \(options.documentFailures) faults; they may not all be counted"
    notices.append(Notice("INT002", detail, uri: uri))
    coverage.obstruct(scopes.filter { $0 != .document }, because: "\(uri) has \(detail)")
  }

  private static func scopes(of kind: DocumentKind?) -> [Rule.Scope] {
    switch kind {
    case .registry: [.document, .registry]
    case .catalog: [.document, .catalog, .dataset]
    case .dataset: [.document, .dataset]
    case .info: [.document, .info]
    case nil: [.document]
    }
  }

  /// Counts a document, adds what needs more than its schema, and keeps it for comparison.
  private mutating func take(_ result: DocumentResult) {
    var result = result
    coverage.note(.document)
    guard result.document != nil else {
      // What is not JSON can't be looked at further; the syntax finding says why.
      coverage.obstruct(
        Self.scopes(of: result.kind).filter { $0 != .document },
        because: "\(result.reporter.file.uri) is not JSON")
      reporters.append(result.reporter)
      return
    }
    switch result.kind {
    case .registry:
      coverage.note(.registry)
      result.reporter = RegistryChecks.check(result)
      registries.append(result)
    case .catalog, .dataset:
      coverage.note(.catalog, result.kind == .catalog ? 1 : 0)
      coverage.note(.dataset, result.entries.count)
      result.reporter = CatalogChecks.check(result, now: validator.now)
      catalogs.append(result)
    case .info:
      coverage.note(.info)
      result.reporter = InfoChecks.check(result)
    case nil: break
    }
    reporters.append(result.reporter)
  }

  private mutating func unreadable(_ error: StoreError, _ uri: String, _ scopes: [Rule.Scope]) {
    notices.append(
      Notice(
        "NET001", "can't be read: \(error.detail)", uri: uri,
        isTransient: error.code == .unavailable))
    coverage.obstruct(scopes, because: "\(uri) can't be read: \(error.detail)")
  }
}

// MARK: - Index files

extension ValidationRun {
  private mutating func checkLoneIndex(_ store: any ObjectStore, _ key: String) async {
    let file = BucketTree.File(store: store, key: key, size: 0)
    let name = IndexFileName(String(file.name))
    guard validator.depth != .metadata else { return }
    targets.append(Report.Target(uri: file.location.uri, kind: "index", dialect: validator.dialect))
    if let name, name.format != .csv, key != "-" { return formatNotRead(name.format, file) }
    let info = loneInfo(beside: file, id: name?.id)
    let job = IndexJob(
      file: file, name: name,
      expectation: IndexExpectation(
        dataset: name?.id, year: name?.year, dialect: validator.dialect ?? .spec10,
        isDialectCertain: validator.dialect != nil, bucket: nil, parameters: info,
        isInfoKnown: key != "-"))
    let results = await run([job])
    guard let result = results.first, let name else { return }
    checkRepeatedKeys(dataset: name.id, [result])
  }

  private mutating func loneInfo(beside file: BucketTree.File, id: String?) -> [String]? {
    guard let id else { return nil }
    let directory = file.key.dropLast(file.name.count)
    for ending in [".json", ".info"] {
      guard let bytes = try? file.store.read(directory + id + ending, limit: options.documentSize)
      else { continue }
      let place = Location(
        uri: file.store.displayName(of: directory + id + ending), key: id + ending)
      return InfoChecks.parameters(of: documents.check(bytes, file: place, kind: .info))
    }
    return nil
  }

  private mutating func formatNotRead(_ format: IndexFileName.Format, _ file: BucketTree.File) {
    let uri = file.location.uri
    notices.append(
      Notice("INT001", "index files of the format \(format.rawValue) are not read yet", uri: uri))
    coverage.obstruct(
      [.index, .row], because: "\(uri): the format \(format.rawValue) is not read yet")
  }

  /// Runs index checks in parallel and gathers what they find.
  private mutating func run(_ jobs: [IndexJob]) async -> [DatasetAgreement.YearFile] {
    let options = options
    let progress = validator.progress
    progress.expect(files: jobs.count, bytes: jobs.reduce(0) { $0 + $1.file.size })
    let outcomes = await jobs.parallelMap(width: validator.jobs) { job in
      job.run(options, progress)
    }
    var files: [DatasetAgreement.YearFile] = []
    for (job, outcome) in zip(jobs, outcomes) {
      switch outcome {
      case .success(let (reporter, summary)):
        reporters.append(reporter)
        coverage.note(.index)
        coverage.note(.row, summary.rows)
        coverage.rows += summary.rows
        coverage.bytes += summary.bytes
        coverage.files += 1
        files.append(.init(file: job.file, name: job.name, summary: summary))
      case .failure(let error): unreadable(error, job.file.location.uri, [.index, .row])
      }
    }
    return files
  }

  private mutating func checkRepeatedKeys(
    dataset: String?, _ files: [DatasetAgreement.YearFile]
  ) {
    do throws(StoreError) {
      reporters += try RepeatedKeys(dataset: dataset, files: files, options: options).check()
    } catch {
      unreadable(error, error.address, [.index])
    }
  }
}

// MARK: - Trees

extension ValidationRun {
  private mutating func checkTree(
    _ store: any ObjectStore, name: String
  ) async throws(TargetError) {
    let files = try listing(of: store, name)
    let hasCatalog = files.objects.contains { $0.key == "catalog.json" }
    let hasRegistry = files.objects.contains { $0.key == "HelioDataRegistry.json" }
    guard hasCatalog || hasRegistry else {
      throw TargetError(name, "there is no catalog.json in it; is it the root of a bucket copy?")
    }
    if hasRegistry, let registry = read(store, "HelioDataRegistry.json", .registry) {
      take(registry)
    }
    guard hasCatalog, let catalog = read(store, "catalog.json", .catalog) else { return }
    take(catalog)
    guard validator.depth != .metadata else { return }
    guard catalog.document != nil else {
      return coverage.obstruct(
        [.index, .row, .bucket, .object], because: "\(catalog.reporter.file.uri) is not JSON")
    }
    await checkBucket(catalog, try tree(of: catalog, store, files))
  }

  private mutating func listing(
    of store: any ObjectStore, _ name: String
  ) throws(TargetError) -> TreeFiles {
    do throws(StoreError) {
      let listing = try store.list()
      for failure in listing.failures {
        unreadable(failure, failure.address, [.bucket])
      }
      return TreeFiles(listing)
    } catch {
      throw TargetError(name, error.detail)
    }
  }

  private mutating func tree(
    of catalog: DocumentResult, _ store: any ObjectStore, _ files: TreeFiles
  ) throws(TargetError) -> BucketTree {
    var mounts: [BucketTree.Mount] = []
    for root in validator.roots {
      let store = DirectoryStore(root: root.path)
      mounts.append(
        .init(prefix: root.prefix, store: store, files: try listing(of: store, root.path)))
    }
    if let bucket = BucketPlan.bucket(of: catalog), !mounts.contains(where: { $0.prefix == bucket })
    {
      mounts.append(.init(prefix: bucket, store: store, files: files))
      // An endpoint with a path may mean that the tree begins there.
      if let endpoint = catalog.endpoint, !endpoint.key.isEmpty, !files.hasAny(below: endpoint.key)
      {
        let prefix = RegistryChecks.normalised(endpoint.description)
        mounts.append(.init(prefix: prefix, store: store, files: files))
      }
    }
    return BucketTree(mounts)
  }

  private mutating func checkBucket(_ catalog: DocumentResult, _ tree: BucketTree) async {
    coverage.note(.bucket)
    var catalog = catalog
    catalog.reporter = FileReporter(file: catalog.reporter.file, dataset: nil, options: options)
    var bucket = BucketCheck(
      plan: BucketPlan(catalog: catalog, tree: tree, reporter: CatalogReporter(catalog)),
      options: options, documents: documents)
    for address in bucket.plan.outside.sorted() {
      notices.append(
        Notice("NET002", "lies outside the tree; map it with --root", uri: address))
      coverage.obstruct([.index, .row, .bucket], because: "\(address) lies outside the tree")
    }
    bucket.checkNames()
    for info in bucket.infos { take(info) }
    for (file, format) in bucket.unreadFormats { formatNotRead(format, file) }
    let files = await run(bucket.jobs)
    for (dataset, read) in bucket.compare(files) {
      checkRepeatedKeys(dataset: dataset, read)
    }
    if validator.depth == .objects { checkObjects(bucket, files, tree) }
    reporters += bucket.reporters
  }

  private mutating func checkObjects(
    _ bucket: BucketCheck, _ files: [DatasetAgreement.YearFile], _ tree: BucketTree
  ) {
    var check = ObjectCheck(tree: tree, options: options)
    for file in bucket.registryFiles { check.exclude(file) }
    for file in files {
      guard let layout = file.summary.layout else { continue }
      do throws(StoreError) {
        reporters.append(try check.compare(file.file, layout, dataset: file.name?.id))
      } catch {
        unreadable(error, error.address, [.object])
      }
    }
    reporters.append(check.unnamed(in: bucket.plan.catalog.reporter.file))
    coverage.note(.object, check.compared)
    coverage.objects += check.compared
  }
}

// MARK: - Across targets

=======
>>>>>>> main
extension ValidationRun {
  /// Compares catalogs and registries that were given together.
  mutating func compareAcross() {
    reporters += CrossChecks(options: options).check(catalogs: catalogs, registries: registries)
  }

  /// Makes the report of what was gathered.
  func report() -> Report {
    ReportAssembly(
      validator: validator, reporters: reporters, coverage: coverage, notices: notices,
      targets: targets
    ).report()
  }
}
