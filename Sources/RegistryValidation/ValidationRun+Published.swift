internal import SharedCloudRegistry

/// Checking a registry where it is published: in a bucket, or on a web server.
///
/// A bucket may hold any number of objects. Only the directories in the catalog are listed; the
/// whole bucket only at the depth of objects.
extension ValidationRun {
  mutating func checkPublishedTree(
    _ store: StorageStore, name: String
  ) async throws(TargetError) {
    let names = ["catalog.json", "HelioDataRegistry.json"]
    let found = store.present(names)
    let keys = Set(found.objects.map(\.key))
    if keys.isEmpty {
      guard let failure = found.failures.first else {
        throw TargetError(name, "there is no catalog.json in it; is it the root of a bucket?")
      }
      return unreadable(
        failure, failure.address,
        [.document, .registry, .catalog, .dataset, .index, .row, .bucket, .object])
    }
    // Without permission to list, a missing file gives "access denied", so only other errors count.
    for failure in found.failures where failure.code != .accessDenied {
      unreadable(failure, failure.address, [.document, .registry, .catalog])
    }
    if keys.contains(names[1]), let registry = read(store, names[1], .registry) { take(registry) }
    guard keys.contains(names[0]), let catalog = read(store, names[0], .catalog),
      takeWithBucket(catalog)
    else { return }
    await checkBucket(catalog, try publishedTree(of: catalog, name))
  }

  private mutating func publishedTree(
    of catalog: DocumentResult, _ name: String
  ) throws(TargetError) -> BucketTree {
    var mounts = try mountsOfRoots()
    let known = mounts.map(\.prefix)
    var buckets: [String: [PublishedIndex]] = [:]
    for entry in catalog.entries {
      guard let index = PublishedIndex(entry, ownBucket: BucketPlan.bucket(of: catalog)),
        !known.contains(where: { (index.bucket + index.directory).hasPrefix($0) })
      else { continue }
      buckets[index.bucket, default: []].append(index)
    }
    for (bucket, indexes) in buckets.sorted(by: { $0.key < $1.key }) {
      do throws(StoreError) {
        let place = try validator.storages.place(of: bucket, namedIn: name)
        let store = StorageStore(place.storage, prefix: "")
        var mount = BucketTree.Mount(
          prefix: bucket, store: store, files: TreeFiles(.init(objects: [])))
        if let objects = allObjects(in: store, &mount.canAsk) {
          mount.files = TreeFiles(objects)
        } else {
          mount.files = TreeFiles(listing(of: indexes, in: store))
          mount.isWhole = false
        }
        mounts.append(mount)
      } catch {
        unreadable(error, bucket, [.index, .row, .bucket, .object])
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
    in store: StorageStore, _ canAsk: inout Bool
  ) -> ObjectListing? {
    guard validator.depth == .objects, validator.listings.isEmpty else { return nil }
    do throws(StoreError) {
      return try store.list()
    } catch {
      if [.accessDenied, .unsupported].contains(error.code) {
        canAsk = true
        return nil
      }
      unreadable(error, store.displayName(of: ""), [.object])
      return nil
    }
  }

  /// Lists the registry's files in a bucket.
  private mutating func listing(
    of indexes: [PublishedIndex], in store: StorageStore
  ) -> ObjectListing {
    var objects: [String: Int] = [:]
    var unlisted: Set<String> = []
    let directories = Set(indexes.map(\.directory)).sorted()
    for (directory, answer) in zip(directories, store.list(directories, delimiter: "/")) {
      switch answer {
      case .success(let listing):
        for object in listing.objects { objects[object.key] = object.size }
      case .failure(let error) where [.accessDenied, .unsupported].contains(error.code):
        unlisted.insert(directory)
      case .failure(let error):
        unreadable(error, store.displayName(of: directory), [.index, .row, .bucket])
      }
    }
    // Files in directories that can't be listed are requested by their expected names.
    let names = indexes.filter { unlisted.contains($0.directory) }.flatMap(\.expectedKeys)
    let present = store.present(Set(names).sorted())
    for object in present.objects { objects[object.key] = object.size }
    for failure in present.failures {
      unreadable(failure, failure.address, [.index, .row, .bucket])
    }
    return ObjectListing(
      objects: objects.map { .init(key: $0.key, size: $0.value) }
        .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
  }
}

/// Where the index files of a dataset should be.
private struct PublishedIndex {
  /// The address of the bucket or server, with its final slash.
  let bucket: String
  /// The directory in it, with its final slash.
  let directory: String
  /// The keys that the index files and the info document should have.
  let expectedKeys: [String]

  /// The maximum number of years to request one by one.
  private static let mostYears = 200

  /// Reads an entry; nil if it has no usable index.
  init?(_ entry: CatalogEntry, ownBucket: String?) {
    guard let id = entry.id, let index = entry.index else { return nil }
    let slashed = index.hasSuffix("/") ? index : index + "/"
    let relative = slashed.hasPrefix("./") ? String(slashed.dropFirst(2)) : slashed
    guard
      let address = ObjectAddress(slashed) ?? ownBucket.flatMap({ ObjectAddress($0 + relative) }),
      address.hasBucketName, !address.hasUnsafeKey
    else { return nil }
    bucket = address.bucketAddress
    directory = address.key
    let base = address.key + id
    let ending =
      IndexFileName.Format.allCases.first { $0.indexType == entry.indexType ?? "csv" }?.rawValue
      ?? ".csv"
    var keys = [base + ".json", base + ".info"]
    if let start = entry.start, let stop = entry.stop, start.year <= stop.year,
      stop.year - start.year < Self.mostYears
    {
      keys += (start.year...stop.year).map { "\(base)_\(Self.fourDigits($0))\(ending)" }
    }
    expectedKeys = keys
  }

  private static func fourDigits(_ year: Int) -> String {
    let digits = String(year)
    return String(repeating: "0", count: Swift.max(0, 4 - digits.count)) + digits
  }
}
