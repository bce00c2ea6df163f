internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry
internal import Synchronization

/// Checking a registry where it is published: in a bucket, or on a web server.
///
/// A bucket may hold any number of objects. Only the directories in the catalog are listed; the
/// whole bucket only at the depth of objects.
extension ValidationRun {
  mutating func checkPublishedTree(
    _ store: ObjectTree, name: String
  ) async throws(TargetError) {
    let names = ["catalog.json", "HelioDataRegistry.json"]
    let answers = await store.heads(of: names)
    guard answers.contains(where: { (try? $0.get()) != .some(nil) }) else {
      throw TargetError(name, "there is no catalog.json in it; is it the root of a bucket?")
    }
    if case (.failure(let error), .failure) = (answers[0], answers[1]) {
      // One notice says it: the server answers none of the requests.
      return unreadable(error, uri: store.displayName(of: names[0]), scopes: Self.everything)
    }
    let hasRegistry = isPresent(
      answers[1], in: store, key: names[1], scopes: [.document, .registry])
    if hasRegistry,
      let registry = await read(
        store, at: names[1], kind: .registry, expecting: Self.size(in: answers[1]))
    {
      take(registry)
    }
    // A catalog that is refused hides everything, so it never counts as absent.
    guard
      isPresent(answers[0], in: store, key: names[0], scopes: Self.everything, isOptional: false),
      let catalog = await readCatalog(of: store, expecting: Self.size(in: answers[0])),
      takeWithBucket(catalog)
    else { return }
    let tree = try await publishedTree(of: catalog, name, own: store.displayName(of: ""))
    if !hasRegistry {
      noteListedRegistry(in: tree, at: store.displayName(of: names[1]), answers[1])
    }
    await checkBucket(catalog, tree: tree)
  }

  /// The size that a server says; nil if it says none that must be that of the bytes.
  private static func size(in answer: Result<ObjectInfo?, StoreError>) -> Int? {
    guard case .success(let info?) = answer, info.isSizeKnown, info.contentEncoding == nil else {
      return nil
    }
    return info.size
  }

  /// Notes a global registry that the listing shows and the server does not give.
  private mutating func noteListedRegistry(
    in tree: BucketTree, at uri: String, _ answer: Result<ObjectInfo?, StoreError>
  ) {
    guard let (mount, key) = tree.locate(uri), mount.isWhole,
      mount.files.objects.contains(where: { $0.key == key })
    else { return }
    let error: StoreError =
      if case .failure(let error) = answer { error } else {
        StoreError(
          .notFound, address: uri, detail: "the server lists it and says that it is absent")
      }
    unreadable(error, uri: uri, scopes: [.document, .registry])
  }

  /// Tells whether a document exists, and notes if that is not known.
  ///
  /// Where listing is forbidden, S3 refuses requests for absent objects too.
  private mutating func isPresent(
    _ answer: Result<ObjectInfo?, StoreError>, in store: ObjectTree, key: String,
    scopes: [Rule.Scope], isOptional: Bool = true
  ) -> Bool {
    switch answer {
    case .success(let info?) where info.isPage && isOptional:
      noteWithheld(
        store.displayName(of: key), error: .page(store.displayName(of: key)),
        scopes: scopes.filter { $0 != .document })
    case .success(let info): return info != nil
    case .failure(let error) where error.code == .accessDenied && isOptional:
      noteWithheld(
        store.displayName(of: key), error: error, scopes: scopes.filter { $0 != .document })
      if scopes.contains(.registry) { hasUnreadRegistry = true }
    case .failure(let error): unreadable(error, uri: store.displayName(of: key), scopes: scopes)
    }
    return false
  }

  private mutating func publishedTree(
    of catalog: DocumentResult, _ name: String, own: String
  ) async throws(TargetError) -> BucketTree {
    var mounts = try await mountsOfRoots()
    let known = mounts.map(\.prefix)
    var buckets: ExactDictionary<[PublishedIndex]> = [:]
    for entry in catalog.entries {
      guard let index = PublishedIndex(entry, ownBucket: BucketPlan.bucket(of: catalog)),
        !known.contains(where: { (index.bucket + index.directory).hasPrefix($0) })
      else { continue }
      buckets[index.bucket, default: []].append(index)
    }
    for (bucket, indexes) in buckets {
      do throws(StoreError) {
        let place = try evidence.place(of: bucket, namedIn: name)
        var store = ObjectTree(place.storage)
        let progress = validator.progress
        store.noteListed = { progress.listed.add($0, ordering: .relaxed) }
        var mount = BucketTree.Mount(
          prefix: bucket, store: store, files: TreeFiles(.init(objects: [])))
        if let objects = await allObjects(in: store, &mount.canAsk) {
          mount.files = TreeFiles(objects)
        } else {
          mount.files = TreeFiles(await listing(of: indexes, in: store, own: own))
          mount.isWhole = false
        }
        mounts.append(mount)
      } catch {
        unreadable(error, uri: bucket, scopes: [.index, .row, .bucket, .object])
        let gap = ListingGap("", error: error)
        mounts.append(
          BucketTree.Mount(
            prefix: bucket, store: ObjectTree(memory: [String: [UInt8]]()),
            files: TreeFiles(ObjectListing(objects: [], gaps: [gap])), isWhole: false))
      }
    }
    return BucketTree(mounts)
  }

  /// Lists a whole bucket; nil if that is not wanted or not possible.
  ///
  /// - Parameters:
  ///   - store: The bucket.
  ///   - canAsk: Set if objects must be requested one by one instead.
  /// - Returns: The objects.
  private mutating func allObjects(
    in store: ObjectTree, _ canAsk: inout Bool
  ) async -> ObjectListing? {
    guard validator.depth == .objects, validator.listings.isEmpty else { return nil }
    do throws(StoreError) {
      return try await store.list()
    } catch {
      if [.accessDenied, .unsupported].contains(error.code) {
        canAsk = true
        return nil
      }
      unreadable(error, uri: store.displayName(of: ""), scopes: [.object])
      return nil
    }
  }

  /// Lists the registry's files in a bucket.
  private mutating func listing(
    of indexes: [PublishedIndex], in store: ObjectTree, own: String
  ) async -> ObjectListing {
    var objects: ExactDictionary<Int> = [:]
    var gaps: [ListingGap] = []
    var unlisted: ExactSet = []
    let directories = Array(ExactSet(indexes.map(\.directory)))
    for (directory, answer) in zip(
      directories, await store.list(directories, delimiter: "/"))
    {
      switch answer {
      case .success(let listing):
        for object in listing.objects { objects[object.key] = object.size }
        gaps += listing.gaps
      case .failure(let error) where [.accessDenied, .unsupported].contains(error.code):
        unlisted.insert(directory)
      // The catalog was read from its own bucket, so that exists.
      case .failure(let error) where error.code == .notFound && store.displayName(of: "") != own:
        break
      case .failure(let error): gaps.append(ListingGap(directory, error: error))
      }
    }
    noteUnlisted(unlisted.map { store.displayName(of: $0) })
    // Files in directories that can't be listed are requested by their expected names.
    let hidden = indexes.filter { unlisted.contains($0.directory) }
    await request(hidden.flatMap(\.expectedKeys), in: store, objects: &objects, gaps: &gaps)
    // A year in another format than the catalog says is not missing.
    let known = ExactSet(objects.keys + gaps.map(\.key))
    let others = hidden.flatMap { $0.otherKeys(known.contains) }
    await request(others, in: store, objects: &objects, gaps: &gaps)
    // A file of many years may begin before the years that the catalog says.
    let found = ExactSet(objects.keys)
    let earlier = hidden.flatMap { $0.earlierKeys(found.contains) }
    await request(earlier, in: store, objects: &objects, gaps: &gaps)
    for index in hidden where index.years == nil {
      let error = StoreError(
        .unsupported, address: store.displayName(of: index.directory),
        detail: "it can't be listed, and start and stop don't tell the names of the index files")
      gaps.append(ListingGap(index.directory, error: error))
    }
    return ObjectListing(
      objects: objects.map { .init(key: $0.key, size: $0.value) }, gaps: gaps)
  }

  /// Notes that files with unexpected names were not seen, which leaves the run complete: a web
  /// server or a bucket may have no listing.
  private mutating func noteUnlisted(_ directories: [String]) {
    guard let first = directories.min() else { return }
    coverage.tolerate(
      [], rules: [.indexFileName, .indexOfNoDataset, .yearFileOutsideRange, .indexFormatDiffers],
      because: "\(first) can't be listed, so that only the expected names of files were tried")
  }

  /// Requests files by their names.
  private func request(
    _ names: [String], in store: ObjectTree, objects: inout ExactDictionary<Int>,
    gaps: inout [ListingGap]
  ) async {
    let names = Array(ExactSet(names))
    for (name, answer) in zip(names, await store.heads(of: names)) {
      switch answer {
      case .success(let info?) where info.isPage && IndexFileName(name) == nil:
        gaps.append(ListingGap(name, .withheld, error: .page(store.displayName(of: name))))
      case .success(let info?) where info.isPage && !name.hasSuffix(".csv"):
        // The content of an archive would be a damaged archive; that of CSV tells by itself.
        gaps.append(ListingGap(name, .failed, error: .page(store.displayName(of: name))))
      case .success(let info): if let info { objects[name] = info.size }
      case .failure(let error):
        let isOptional = IndexFileName(name) == nil && error.code == .accessDenied
        gaps.append(ListingGap(name, isOptional ? .withheld : .failed, error: error))
      }
    }
  }
}

/// Where the index files of a dataset should be.
private struct PublishedIndex {
  /// The address of the bucket or server, with its final slash.
  let bucket: String
  /// The directory in it, with its final slash.
  let directory: String
  private let id: String
  /// The years whose files are expected; nil if the entry does not tell.
  let years: ClosedRange<Int>?
  /// The declared format.
  private let format: IndexFileName.Format
  private let isStatic: Bool
  private let isMultiyear: Bool

  /// The maximum number of years to request one by one.
  private static let mostYears = 200

  /// Reads an entry; nil if it has no usable index.
  init?(_ entry: CatalogEntry, ownBucket: String?) {
    guard let id = entry.id, let index = entry.index else { return nil }
    let slashed = index.directoryAddress
    guard
      let address = ObjectAddress(slashed)
        ?? ownBucket.flatMap({ ObjectAddress($0 + slashed.relativeKey) }),
      address.hasBucketName, !address.leadsOut
    else { return nil }
    bucket = address.bucketAddress
    directory = address.key
    self.id = id
    format =
      IndexFileName.Format.allCases.first { $0.indexType == entry.indexType ?? "csv" } ?? .csv
    isStatic = entry.value(.start)?.string == "static"
    isMultiyear = entry.isMultiyear
    if let start = entry.start, let stop = entry.stop, start.year <= stop.year,
      stop.year - start.year < Self.mostYears
    {
      years = start.year...stop.year
    } else {
      // A dataset without times has one file.
      years = isStatic ? 0...0 : nil
    }
  }

  /// The keys that the index files and the info document should have.
  var expectedKeys: [String] {
    [".json", ".info"].map { directory + id + $0 } + parts.map { key(of: $0, in: format) }
  }

  /// The keys in other formats of the index files that were not found.
  func otherKeys(_ isKnown: (String) -> Bool) -> [String] {
    let others = IndexFileName.Format.allCases.filter { $0 != format }
    return parts.filter { !isKnown(key(of: $0, in: format)) }.flatMap { part in
      others.map { key(of: part, in: $0) }
    }
  }

  /// The keys that the first index file of a dataset of many years may have, if none was found.
  func earlierKeys(_ isFound: (String) -> Bool) -> [String] {
    guard isMultiyear, !isStatic, let first = years?.lowerBound else { return [] }
    let formats = IndexFileName.Format.allCases
    let isAny = parts.contains { part in formats.contains { isFound(key(of: part, in: $0)) } }
    guard !isAny else { return [] }
    return (max(1, first - IndexFileName.mostEarlierYears)..<first).flatMap { year in
      formats.map { key(of: .year(year), in: $0) }
    }
  }

  private func key(of part: IndexFileName.Part, in format: IndexFileName.Format) -> String {
    directory + IndexFileName(id: id, part: part, format: format).text
  }

  private var parts: [IndexFileName.Part] {
    isStatic ? [.static] : years.map { $0.map { .year($0) } } ?? []
  }
}

extension StoreError {
  /// The answer to a request for a document was an HTML page, as some servers send for every path.
  fileprivate static func page(_ address: String) -> StoreError {
    StoreError(
      .malformed, address: address, detail: "the server answers with an HTML page")
  }
}
