internal import Files
package import Formats
public import ObjectStorage

/// A dataset of a bucket, read in any version of the spec.
///
/// Spec: SCR 1.1 §3.1.
public struct Dataset: Sendable {
  /// The id.
  public let id: String
  /// The address of the directory of its index files, as in the catalog.
  public let index: String
  /// A title in a few words; empty if the catalog has no title.
  public let title: String
  /// The start of its first file; nil if the catalog has no valid start.
  public let start: SCRTime?
  /// The end of its last file; often years old; nil if the catalog has no valid stop.
  public let stop: SCRTime?
  /// When it was last changed; nil if the catalog has no valid time.
  public let modification: SCRTime?
  /// The first instant at which it was certainly not changed any more, for evidence that must be
  /// newer: after the second, minute or day that the catalog names; nil if the catalog has no time of
  /// certain meaning.
  package let modificationEnd: SCRTime?
  /// The format of its index files: `csv`, `csv-zip` or `parquet`; nil if the catalog does not say.
  public let indexType: String?
  /// The formats of its files, such as `fits`.
  public let fileTypes: [String]
  /// Whether a file may cover a year in which it does not start.
  public let isMultiyear: Bool
  /// Whether its files have no time (versions 0.3.1 to 0.6).
  public let isStatic: Bool
  /// The collections it belongs to.
  public let collections: [String]
  /// The entry in its document.
  package let node: Node
  private let place: CatalogPlace

  init(_ entry: CatalogEntry, id: String, index: String, place: CatalogPlace) {
    self.id = id
    self.index = index
    self.place = place
    node = entry.node
    title = entry.value(.title)?.string ?? ""
    start = entry.start
    stop = entry.stop
    let modified = entry.value(.modification)?.string
    modification = modified.flatMap { TimeText.time($0) }
    modificationEnd = modified.flatMap { TimeText.certain($0)?.end }
    indexType = entry.indexType
    fileTypes = Self.list(entry.value(.fileType), separator: ",")
    isMultiyear = entry.isMultiyear
    isStatic = entry.value(.start)?.string == "static"
    collections = Self.list(entry.node["collections"], separator: nil)
  }

  /// Reads a list of strings, which some catalogs write as one string.
  private static func list(_ node: Node?, separator: Character?) -> [String] {
    guard let node else { return [] }
    if node.kind == .array { return node.elements.compactMap(\.string) }
    guard let text = node.string, !text.isEmpty else { return [] }
    guard let separator else { return [text] }
    return text.split(separator: separator).map { String($0.drop { $0 == " " }) }
  }

  /// The version of the spec that its catalog follows.
  public var dialect: Dialect { place.dialect }

  /// The address of its catalog.
  public var catalogAddress: String { place.address }

  /// The string of a field of the entry, such as `description`; nil if it is not a string.
  ///
  /// - Parameter field: The name of the field.
  public subscript(field: String) -> String? {
    guard let value = node[field], value.kind == .string || value.kind == .number else {
      return nil
    }
    return value.text
  }

  /// The strings of a field that is a list, such as `tags`; empty if there is no list.
  ///
  /// - Parameter field: The name of the field.
  /// - Returns: The strings.
  public func texts(_ field: String) -> [String] { Self.list(node[field], separator: nil) }

  /// The entry as published, as JSON.
  public var json: String { node.json }

  /// The reader that read the dataset.
  var reader: RegistryReader { place.reader }
}

// MARK: - Files

extension Dataset {
  /// Selects the files of a time range, in time order.
  ///
  /// A file belongs to it if it stops at `from` or later and starts before `to`, so also one that
  /// began in an earlier year.
  ///
  /// - Parameters:
  ///   - from: The start of the time range, inclusive; nil for no limit.
  ///   - to: The end of the time range, exclusive; nil for no limit.
  /// - Returns: The files, read on demand.
  public func files(from: SCRTime? = nil, to: SCRTime? = nil) -> FileSequence {
    files(FileQuery(from: from, to: to))
  }

  /// Selects files.
  ///
  /// - Parameter query: Which files to read, and how.
  /// - Returns: The files, read on demand.
  public func files(_ query: FileQuery) -> FileSequence {
    FileSequence(batches: FileBatches(dataset: self, query: query))
  }

  /// Finds the directory of the index files.
  ///
  /// - Returns: The storage, and the key of their directory in it.
  /// - Throws: ``ReadingError`` if their address is not supported or not allowed.
  package func indexPlace() throws(ReadingError) -> StoragePlace {
    try reader.place(of: location(of: indexDirectory), namedIn: place.address)
  }

  /// The directory of the index files in a copy of the bucket that does not have it, so that the
  /// bucket is asked; nil for all others.
  var absentIndexDirectory: String? {
    let address = indexDirectory
    guard place.isLocal, reader.options.mapped(address) == nil,
      location(of: address).hasSameBytes(as: address), let parts = ObjectAddress(address),
      parts.scheme != "file"
    else { return nil }
    return place.bucket + BucketIdentity(parts).key
  }

  /// The address of the directory of the index files, with a scheme and a final slash.
  private var indexDirectory: String {
    absolute(index.directoryAddress)
  }

  /// Finds a data file.
  ///
  /// - Parameter record: The record of the file.
  /// - Returns: The storage, and the key in it.
  /// - Throws: ``ReadingError`` if its address is not supported or not allowed.
  public func place(of record: FileRecord) throws(ReadingError) -> StoragePlace {
    if ObjectAddress(record.datakey) == nil, ObjectAddress.hasScheme(record.datakey) {
      throw ReadingError(
        .unsupported, address: record.datakey,
        detail: "its address has no bucket; an address such as s3://bucket/key is expected")
    }
    let place = try reader.place(
      of: location(of: absolute(record.datakey)), namedIn: self.place.address, isKept: false)
    guard reader.options.cache?.mode == .offline, !place.storage.isLocal else {
      return place
    }
    throw ReadingError(
      StoreError(
        .notCached, address: record.datakey,
        detail: "the cache keeps no data files, and nothing is fetched offline"))
  }

  /// An address with a scheme: a relative address starts at the root of the bucket.
  package func absolute(_ address: String) -> String {
    guard ObjectAddress(address) == nil else { return address }
    let endpoint = place.endpoint.flatMap { BucketIdentity.prefix(of: $0.directoryAddress) }
    return (endpoint ?? place.bucket) + address.relativeKey
  }

  /// The place of an address: in a copy of a bucket, the copy of the file if it exists.
  private func location(of address: String) -> String {
    guard place.isLocal, let parts = ObjectAddress(address), parts.scheme != "file",
      reader.options.mapped(address) == nil, !parts.leadsOut,
      !ObjectAddress.isUnsafe(key: String(BucketIdentity(parts).key.drop { $0 == "/" }))
    else { return address }
    let identity = BucketIdentity(parts)
    let name = identity.name ?? parts.bucket
    // A directory has no empty names.
    // The key that the address means comes first: a web address writes %20 for a space.
    let keys = (parts.key.hasSameBytes(as: identity.key) ? [parts.key] : [identity.key, parts.key])
      .map { String($0.drop { $0 == "/" }) }
    for local in keys.flatMap({ [place.bucket + $0, place.bucket + name + "/" + $0] })
    where PathKind(local.isEmpty ? "." : local) != .absent {
      return local
    }
    return address
  }
}
