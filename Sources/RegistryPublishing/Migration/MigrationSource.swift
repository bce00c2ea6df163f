internal import Files
internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// A registry of any version, read for migration.
struct MigrationSource {
  /// The catalog.
  let bucket: Bucket
  /// The entries of the catalog, each with its dataset; nil for those that can't be read.
  let entries: [(node: Node, dataset: Dataset?)]
  /// The address of the bucket, with its final slash; other addresses may be relative to it.
  let root: String
  /// The address of the new catalog.json's directory, with its final slash.
  let endpoint: String
  /// Further notes.
  private(set) var notices: [String] = []
  private let lines: LineIndex

  /// Reads a catalog.
  ///
  /// - Parameters:
  ///   - source: A directory, an address, or a catalog.
  ///   - endpoint: The address of the new catalog.json's directory; nil for the one that the
  ///     catalog states.
  ///   - storage: How storages are reached.
  ///   - observed: The storage of the destination.
  /// - Returns: The registry.
  /// - Throws: ``PublishingError`` when it can't be read, or does not name its bucket.
  static func read(
    _ source: String, endpoint: String?, storage: StorageOptions, observed: ObservedStorage
  ) async throws(PublishingError) -> MigrationSource {
    guard ObjectAddress(source) != nil || source.hasPrefix("file:") || PathKind(source) != .absent
    else {
      throw PublishingError(.source, address: source, detail: "there is no such file or directory")
    }
    var options = RegistryReader.Options()
    options.storage = storage
    options.readsUnavailableBuckets = true
    options.observed = observed
    let bucket: Bucket
    do throws(ReadingError) {
      let first = try await RegistryReader(options).bucket(at: source)
      if ObjectAddress(source) == nil, PathKind(source) == .directory {
        options.mappings = mappings(of: first)
      }
      bucket =
        options.mappings.isEmpty ? first : try await RegistryReader(options).bucket(at: source)
    } catch {
      throw PublishingError(.source, from: error)
    }
    return try MigrationSource(bucket, endpoint: endpoint)
  }

  /// Where a copy keeps the buckets that it names: in itself, or in directories of their names.
  private static func mappings(of bucket: Bucket) -> [AddressMapping] {
    let names = bucket.datasets.map { $0.absolute($0.index) } + [bucket["endpoint"] ?? ""]
    var found: [AddressMapping] = []
    for parts in names.compactMap({ ObjectAddress($0) }) where parts.scheme != "file" {
      guard !found.contains(where: { $0.prefix == parts.bucketAddress }) else { continue }
      let own = bucket.address + parts.bucket + "/"
      let isNamed = !parts.bucket.hasPrefix(".") && PathKind(own) == .directory
      let root = bucket.address.isEmpty ? "./" : bucket.address
      found.append(AddressMapping(parts.bucketAddress, to: isNamed ? own : root))
    }
    return found
  }

  private init(_ bucket: Bucket, endpoint: String?) throws(PublishingError) {
    self.bucket = bucket
    lines = LineIndex(bucket.root.document.source)
    entries = Self.entries(of: bucket)
    let stated = bucket["endpoint"]?.directoryAddress
    let indexes = Self.buckets(of: bucket)
    if let endpoint {
      self.endpoint = endpoint.directoryAddress
    } else if let parts = stated.flatMap({ ObjectAddress($0) }) {
      self.endpoint = parts.bucketAddress
      if !parts.key.isEmpty {
        notices.append(
          "the endpoint is taken to be the bucket \(parts.bucketAddress), not \(parts)")
      }
    } else if indexes.count == 1, let index = indexes.first {
      self.endpoint = index
      notices.append("the endpoint is taken to be \(index), where all index files are")
    } else {
      throw PublishingError(
        .mission, address: bucket.catalogAddress,
        detail: "it does not name its bucket; pass --endpoint s3://bucket/")
    }
    guard let parts = ObjectAddress(self.endpoint), !parts.hasUnsafeKey else {
      throw PublishingError(
        .mission, address: self.endpoint, detail: "it is not an address such as s3://bucket/")
    }
    root = parts.bucketAddress
  }

  /// One address of each bucket that has index files.
  private static func buckets(of bucket: Bucket) -> [String] {
    var found: [String] = []
    for address in bucket.datasets.compactMap({ BucketIdentity.prefix(of: $0.index) })
    where !found.contains(where: { BucketIdentity.key(of: address, below: $0) != nil }) {
      found.append(address)
    }
    return found
  }

  /// The entries and their datasets, in the same order.
  private static func entries(of bucket: Bucket) -> [(node: Node, dataset: Dataset?)] {
    var datasets = bucket.datasets[...]
    let list = bucket.root["catalog"] ?? bucket.root
    return list.elements.map { node in
      guard let dataset = datasets.first, dataset.node.index == node.index else {
        return (node, nil)
      }
      datasets.removeFirst()
      return (node, dataset)
    }
  }

  /// The place of a node in the catalog.
  func place(of node: Node) -> String {
    let place = lines.position(at: node.sourceRange.lowerBound)
    return "\(bucket.catalogAddress):\(place.line):\(place.column)"
  }

  /// The address of a directory of index files, with its final slash; nil if it leads out of its
  /// bucket.
  func index(of dataset: Dataset) -> String? {
    let slashed = dataset.index.directoryAddress
    let address = slashed.absoluteAddress(below: root)
    guard let parts = ObjectAddress(address), !parts.leadsOut else { return nil }
    return address
  }
}

extension String {
  /// The full address of a string that may lack a scheme.
  func absoluteAddress(below root: String) -> String {
    ObjectAddress(self) == nil ? root + relativeKey : self
  }
}
