internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Assigns the files of a bucket to the datasets of its catalog, before any is read.
struct BucketPlan {
  /// The catalog.
  let catalog: DocumentResult
  /// The local copies of buckets.
  let tree: BucketTree
  /// The datasets whose index directory is in the tree.
  private(set) var datasets: [DatasetFiles] = []
  /// Index files that belong to no dataset or are misnamed.
  private(set) var strays: [StrayFile] = []
  /// Index directories outside the tree.
  private(set) var outside: ExactSet = []
  /// Index directories that may be in the bucket of the catalog, or not, and why.
  private(set) var unknownBuckets: [(index: String, reason: String)] = []
  /// The entries whose id or index is there twice, or can't be read: nobody knows which files are theirs.
  private(set) var doubtful: [String] = []
  /// The addresses of the index directories.
  private(set) var directoryAddresses: [String] = []
  /// Where findings on the catalog go.
  var reporter: CatalogReporter
  /// The bucket that a relative index means.
  private let ownBucket: String?

  init(catalog: DocumentResult, tree: BucketTree, reporter: CatalogReporter) {
    self.catalog = catalog
    self.tree = tree
    self.reporter = reporter
    ownBucket = Self.bucket(of: catalog)
    var directories = IndexDirectories(tree)
    var seen: Set<ExactText> = []
    for (position, entry) in catalog.entries.enumerated() {
      let isIDKnown = entry.id != nil && !hasForeignBytes(.id, of: entry)
      guard let id = entry.id, isIDKnown, !hasForeignBytes(.index, of: entry),
        let (address, isBucketKnown) = address(of: entry, position)
      else {
        let name = isIDKnown ? "index" : "id"
        doubtful.append("the \(name) of catalog[\(position)] can't be used to find index files")
        continue
      }
      if let names = Self.repeatedNames(in: entry, of: catalog) {
        for name in names { directories.add(id: name, directory: address) }
        doubtful.append("catalog[\(position)] has \"id\" or \"index\" twice")
        continue
      }
      directories.add(id: id, directory: address)
      let known = directories.files(of: id, in: address)
      // What is not in this bucket may be in the one that the address names.
      let isHere = isBucketKnown || tree.locate(address)?.mount.store.kind == .published
      guard let files = known, isHere || !files.years.isEmpty || !files.statics.isEmpty
      else {
        outside.insert(address.clipped)
        continue
      }
      // A repeated entry has its own finding; its files are read once.
      guard seen.insert(ExactText(address + id)).inserted else { continue }
      let bucket = BucketIdentity.prefix(of: address) ?? address
      var dataset = DatasetFiles(
        entry: entry.withoutContradictions, position: position, id: id, years: files.years,
        statics: files.statics, infos: files.infos, bucket: bucket)
      directories.addGaps(to: &dataset, in: address)
      datasets.append(dataset)
    }
    if Self.hasTwoLists(catalog) {
      doubtful.append("the catalog has its list of datasets twice")
    }
    strays = directories.strays()
    directoryAddresses = directories.addresses
  }

  /// Whether the catalog has a list twice, so that nobody knows which entries are meant.
  private static func hasTwoLists(_ catalog: DocumentResult) -> Bool {
    guard let document = catalog.document else { return false }
    let repeated = document.remarks.compactMap { remark -> Int? in
      if case .duplicateKey = remark.kind { remark.offset } else { nil }
    }
    return !repeated.isEmpty
      && document.root.members.contains {
        $0.value.kind == .array && repeated.contains($0.key.sourceRange.lowerBound)
      }
  }

  /// Whether a value has bytes that are not UTF-8, so that nobody knows which file it means.
  private func hasForeignBytes(_ field: Field, of entry: CatalogEntry) -> Bool {
    guard let document = catalog.document, !document.remarks.isEmpty,
      let range = entry.value(field)?.sourceRange
    else { return false }
    return document.remarks.contains { remark in
      guard case .invalidUTF8 = remark.kind else { return false }
      return range.contains(remark.offset)
    }
  }

  /// All ids of an entry that has its id or its index more than once; nil if each is there once.
  private static func repeatedNames(
    in entry: CatalogEntry, of catalog: DocumentResult
  ) -> [String]? {
    guard let document = catalog.document, !document.remarks.isEmpty else { return nil }
    let members = entry.node.members.filter { ["id", "index"].contains($0.key.string) }
    let repeated = document.remarks.contains { remark in
      guard case .duplicateKey = remark.kind else { return false }
      return members.contains { $0.key.sourceRange.lowerBound == remark.offset }
    }
    return repeated
      ? members.filter { $0.key.string == "id" }.compactMap { $0.value.string } : nil
  }

  /// The address of an entry's index directory, and whether it is known if that is in the bucket of
  /// the catalog; nil if it is missing or unusable.
  private mutating func address(
    of entry: CatalogEntry, _ position: Int
  ) -> (text: String, isBucketKnown: Bool)? {
    guard let index = entry.index else { return nil }
    let slashed = index.directoryAddress
    guard let address = ObjectAddress(slashed) else {
      guard let bucket = ownBucket else { return nil }
      // A relative index can only mean the bucket of the catalog.
      let relative = slashed.relativeKey
      return isSafe(relative, of: entry, at: position) ? (bucket + relative, true) : nil
    }
    // An address without a bucket has its own finding, and leads nowhere.
    guard address.hasBucketName, isSafe(address.key, of: entry, at: position) else { return nil }
    let isSame = catalog.endpoint.map { BucketIdentity(address).isSame(as: BucketIdentity($0)) }
    if case .unknown(let reason) = isSame { unknownBuckets.append((slashed.clipped, reason)) }
    if let endpoint = catalog.endpoint, isSame?.value == false {
      reporter.report(
        .indexInAnotherBucket, "index is in another bucket than the catalog", entry: entry,
        position: position,
        field: .index
      ) {
        $0.expected = "an address that begins with \(endpoint.bucketAddress)"
        $0.actual = index
      }
    }
    if case .unknown = isSame { return (slashed, false) }
    return (slashed, true)
  }

  private mutating func isSafe(_ key: String, of entry: CatalogEntry, at position: Int) -> Bool {
    guard ObjectAddress(scheme: "s3", bucket: "b", key: key).leadsOut else { return true }
    reporter.report(
      .indexPathUnsafe, "index leads out of its bucket", entry: entry, position: position,
      field: .index
    ) { $0.actual = entry.index }
    return false
  }

  /// The bucket of the catalog, as the indexes spell it: that of its endpoint; if the endpoint does
  /// not tell the bucket, the one with the most indexes.
  static func bucket(of catalog: DocumentResult) -> String? {
    let buckets = catalog.entries.compactMap(\.indexAddress).filter(\.hasBucketName)
      .compactMap { BucketIdentity.prefix(of: $0.description) }
    let endpoint = catalog.endpoint.flatMap {
      BucketIdentity.prefix(of: $0.description.directoryAddress)
    }
    if let endpoint, let own = BucketIdentity(endpoint), !contains(buckets, bucket: endpoint) {
      let answers = Set(buckets).sorted().map { bucket in
        (bucket, BucketIdentity(bucket).map { own.isSame(as: $0) })
      }
      if let same = answers.first(where: { $0.1?.value == true }) { return same.0 }
      // No index is in the bucket of the endpoint, so none of their buckets is the catalog's.
      if answers.allSatisfy({ $0.1?.value == false }) { return endpoint }
    } else if let endpoint {
      return endpoint
    }
    let counts = Dictionary(buckets.map { ($0, 1) }, uniquingKeysWith: +)
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// Whether a bucket is among others, whichever address names it.
  private static func contains(_ buckets: [String], bucket: String) -> Bool {
    let identity = BucketIdentity(bucket)
    return buckets.contains { other in
      other == bucket
        || identity.flatMap { mine in BucketIdentity(other)?.isSame(as: mine).value } == true
    }
  }
}
