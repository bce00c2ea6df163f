internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

extension ValidationRun {
  mutating func checkTree(
    _ store: ObjectTree, name: String
  ) async throws(TargetError) {
    if store.kind == .published {
      return try await checkPublishedTree(store, name: name)
    }
    guard let files = try await listing(of: store, name) else { return }
    let hasCatalog = files.objects.contains { $0.key == "catalog.json" }
    let hasRegistry = files.objects.contains { $0.key == "HelioDataRegistry.json" }
    let gaps = ["catalog.json", "HelioDataRegistry.json"].map(files.gaps.covering)
    if let gap = gaps[0] { note(gap, in: store, scopes: Self.everything) }
    if let gap = gaps[1] { note(gap, in: store, scopes: [.document, .registry]) }
    if gaps[1] != nil { hasUnreadRegistry = true }
    guard hasCatalog || hasRegistry || gaps.contains(where: { $0 != nil }) else {
      let isDirectory = files.objects.contains { $0.key.utf8.starts(with: "catalog.json/".utf8) }
      throw TargetError(
        name,
        isDirectory
          ? "catalog.json is a directory, not a file; is it the root of a bucket copy?"
          : "there is no catalog.json in it; is it the root of a bucket copy?")
    }
    if hasRegistry, let registry = await read(store, at: "HelioDataRegistry.json", kind: .registry)
    {
      take(registry)
    }
    guard hasCatalog, let catalog = await readCatalog(of: store), takeWithBucket(catalog)
    else { return }
    let tree = try await tree(of: catalog, in: store, files: files)
    await checkBucket(catalog, tree: tree)
  }

  /// The scopes of everything in a bucket.
  static var everything: [Rule.Scope] {
    [.document, .registry, .catalog, .dataset, .index, .row, .bucket, .object]
  }

  /// Reads the catalog of a bucket; if it can't be read, nothing is known about the bucket.
  mutating func readCatalog(
    of store: ObjectTree, expecting size: Int? = nil
  ) async -> DocumentResult? {
    let catalog = await read(store, at: "catalog.json", kind: .catalog, expecting: size)
    if let catalog { return catalog }
    if validator.depth != .metadata {
      let uri = store.displayName(of: "catalog.json")
      coverage.obstruct([.index, .row, .bucket, .object], because: "\(uri) can't be read")
    }
    return nil
  }

  /// Takes a catalog, and returns whether to check its bucket too.
  mutating func takeWithBucket(_ catalog: DocumentResult) -> Bool {
    take(catalog)
    guard validator.depth != .metadata else { return false }
    guard catalog.isCertain else {
      coverage.obstruct(
        [.index, .row, .bucket, .object],
        because: "\(catalog.reporter.file.uri) \(catalog.obstacle), so no index file was read")
      return false
    }
    return true
  }

  /// Lists a directory; nil if it exists but can't be listed.
  private mutating func listing(
    of store: ObjectTree, _ name: String
  ) async throws(TargetError) -> TreeFiles? {
    do throws(StoreError) {
      return TreeFiles(try await store.list())
    } catch {
      guard error.code != .notFound else { throw TargetError(name, error.detail) }
      unreadable(error, uri: name, scopes: Self.everything)
      return nil
    }
  }

  /// The directories that the user mapped to addresses.
  mutating func mountsOfRoots() async throws(TargetError) -> [BucketTree.Mount] {
    var mounts: [BucketTree.Mount] = []
    for root in validator.roots {
      let store = evidence.directory(root.path)
      let error = StoreError(.accessDenied, address: root.path, detail: "it can't be listed")
      let unseen = ObjectListing(objects: [], gaps: [ListingGap("", error: error)])
      let files = try await listing(of: store, root.path) ?? TreeFiles(unseen)
      mounts.append(.init(prefix: root.prefix, store: store, files: files))
    }
    return mounts
  }

  private mutating func tree(
    of catalog: DocumentResult, in store: ObjectTree, files: TreeFiles
  ) async throws(TargetError) -> BucketTree {
    var mounts = try await mountsOfRoots()
    let bucket = BucketPlan.bucket(of: catalog)
    if let bucket, let mapped = mounts.first(where: { $0.prefix == bucket }) {
      try requireIndexes(of: catalog, in: mapped, ifIn: files, bucket: bucket)
    } else if let bucket {
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

  /// Refuses a mapped directory that lacks the index files which the target has, since every dataset
  /// would seem to have none.
  private func requireIndexes(
    of catalog: DocumentResult, in mapped: BucketTree.Mount, ifIn files: TreeFiles, bucket: String
  ) throws(TargetError) {
    guard mapped.files.gaps.all.isEmpty else { return }
    let directories = catalog.entries.compactMap { $0.index?.rest(after: bucket) }
    let lost = directories.first { directory in
      !directory.isEmpty && files.hasAny(below: directory)
        && !mapped.files.hasAny(below: directory)
    }
    guard let lost else { return }
    throw TargetError(
      mapped.store.displayName(of: ""),
      "it is mapped to all of \(bucket), but lacks the index files in \(lost), which the target has; "
        + "map a directory that has both, or only the addresses of its data")
  }

  mutating func checkBucket(_ catalog: DocumentResult, tree: BucketTree) async {
    coverage.note(.bucket)
    var catalog = catalog
    catalog.reporter = FileReporter(file: catalog.reporter.file, dataset: nil, options: options)
    var bucket = BucketCheck(
      plan: BucketPlan(catalog: catalog, tree: tree, reporter: CatalogReporter(catalog)),
      options: options, documents: documents)
    evidence.note(bucket.plan)
    plannedDatasets += bucket.plan.datasets.map { PlannedDataset($0) }
    for address in bucket.plan.outside.sorted() {
      notices.append(
        Notice(.outsideTree, "is outside the tree; map it with --map", uri: address))
      coverage.obstruct([.index, .row, .bucket], because: "\(address) is outside the tree")
    }
    noteGaps(of: bucket.plan)
    for (index, reason) in bucket.plan.unknownBuckets {
      // An index outside the tree has its own notice.
      if !bucket.plan.outside.contains(index) {
        notices.append(Notice(.unknownBucket, "may be in another bucket: \(reason)", uri: index))
      }
      coverage.obstruct(rule: .indexInAnotherBucket, because: "\(index): \(reason)")
    }
    await bucket.checkNames()
    for (file, error) in bucket.unreadInfos {
      unreadable(error, uri: file.location.uri, scopes: [.info])
      for rule in Self.rulesOnInfos {
        coverage.obstruct(rule: rule, because: "\(file.location.uri) can't be read")
      }
    }
    for info in bucket.infos { take(info) }
    let files = await run(bucket.jobs)
    await checkRepeatedKeys(bucket.compare(files))
    for (rule, reason) in bucket.obstacles { coverage.obstruct(rule: rule, because: reason) }
    for (rule, reason) in bucket.openRules { coverage.tolerate([], rules: [rule], because: reason) }
    if validator.depth == .objects { await checkObjects(bucket, files: files, tree: tree) }
    reporters += bucket.reporters
  }

  private mutating func checkObjects(
    _ bucket: BucketCheck, files: [DatasetAgreement.YearFile], tree: BucketTree
  ) async {
    var check = await ObjectCheck(
      tree: tree, listed: listedBuckets(bucket.plan.catalog), options: options)
    for file in bucket.registryFiles { check.exclude(file) }
    var areAllCompared = true
    for file in files {
      guard let layout = file.summary.layout else { continue }
      do throws(StoreError) {
        let found = try await check.compare(file.file, layout: layout, dataset: file.name?.id)
        reporters.append(found)
      } catch {
        areAllCompared = false
        unreadable(error, uri: error.address, scopes: [.object])
      }
    }
    if bucket.isEveryRowKnown(files), areAllCompared {
      reporters.append(check.unnamed(in: bucket.plan.catalog.reporter.file))
    } else {
      // A row that was not read may list any object.
      coverage.obstruct(rule: .objectNotIndexed, because: "some rows are not known")
    }
    noteGaps(of: tree, check)
    note(check.obstacles)
    note(
      check.unlisted.sorted().map {
        (path: $0, reason: "rows have objects in it, but it was not listed")
      })
    noteAsked(check)
    absentObjects.merge(check.absent) { one, other in
      var sum = one
      sum.add(other)
      return sum
    }
    usedListings.formUnion(check.usedListings)
    coverage.note(.object, count: check.compared)
    coverage.objects += check.compared
    sizesCompared += check.sizesCompared
  }
}
