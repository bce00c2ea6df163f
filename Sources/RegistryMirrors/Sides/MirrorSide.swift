internal import Files
internal import Formats
internal import Listings
internal import ObjectStorage
internal import RegistryValidation

/// One side of a comparison: a bucket, a web server, a directory, or a listing of one.
struct MirrorSide: Sendable {
  /// Where the objects are.
  enum Content: Sendable {
    /// A bucket or a web server; the keys of the side are below the prefix.
    case storage(any Storage, prefix: String, isListable: Bool)
    /// A directory.
    case directory(String, any Storage)
    /// A snapshot, a listing or an inventory in a file.
    case listing(ListingFile)
  }

  /// The side as the user named it.
  let name: String
  /// Where the objects are.
  let content: Content
  /// The address that the name is, or that the listing gives; nil for a path.
  let address: String?

  /// Opens a side; nothing is requested of a server.
  ///
  /// - Parameters:
  ///   - name: An address or a path.
  ///   - options: Finds storages, and knows which addresses a document names.
  /// - Throws: ``MirrorError`` if there is no such path, or the address is not supported.
  init(_ name: String, _ options: MirrorOptions) throws(MirrorError) {
    self.name = name
    let provider = options.storages
    let document = options.namingDocuments[name]
    if let parts = ObjectAddress(name), parts.scheme != "file" {
      let slashed = name.hasSuffix("/") ? name : name + "/"
      let place = try Self.reading(name) { () throws(StoreError) in
        guard let document else { return try provider.place(of: slashed) }
        return try provider.place(of: slashed, namedIn: document)
      }
      content = .storage(place.storage, prefix: place.key, isListable: parts.scheme == "s3")
      address = slashed
      return
    }
    guard document == nil else {
      throw MirrorError(
        .usage,
        saying: "\(name): a document must not name files on this machine; pass --source and "
          + "--mirror")
    }
    switch PathKind(name) {
    case .directory:
      content = .directory(name, FileStorage(name))
      address = nil
    case .file:
      let file = ListingFile(path: name)
      content = .listing(file)
      address = file.target.flatMap { ObjectAddress($0) == nil ? nil : $0 }
    case .absent:
      throw MirrorError(
        .usage,
        saying: "\(name): there is no such file or directory; give an address such as "
          + "s3://bucket/, a directory, or a listing")
    case .other(let detail): throw MirrorError(.usage, saying: "\(name): \(detail)")
    }
  }

  private static func reading<Value>(
    _ name: String, _ body: () throws(StoreError) -> Value
  ) throws(MirrorError) -> Value {
    do throws(StoreError) {
      return try body()
    } catch {
      throw MirrorError(.usage, saying: "\(name): \(error.detail)")
    }
  }

  /// The storage with its prefix; nil for a listing, which has no documents.
  var storage: (storage: any Storage, prefix: String)? {
    switch content {
    case .storage(let storage, let prefix, _): (storage, prefix)
    case .directory(_, let storage): (storage, "")
    case .listing: nil
    }
  }

  /// Where the lists of sites of this side can be read; nil for a listing.
  var sites: SiteCandidates.Place? {
    switch content {
    case .storage(let storage, _, _), .directory(_, let storage): .init(ObjectTree(storage))
    case .listing: nil
    }
  }

  /// Where the lists of sites of a listing of the other side can be read: the copies on this side.
  var sitesOfListing: SiteCandidates.Place? {
    storage.map { .init(ObjectTree($0.storage, prefix: $0.prefix)) }
  }

  /// The key in the storage of a key below the side's root: of a web server, as a URL has it.
  func storageKey(_ key: String) -> String {
    guard case .storage(_, let prefix, let isListable) = content else { return key }
    return prefix + (isListable ? key : PercentEncoding.encode(path: key))
  }

  /// Whether a request for an object tells more than its entry in a listing; of a file it does not.
  var answersRequests: Bool {
    if case .storage = content { true } else { false }
  }

  /// Whether its objects can be listed.
  var isListable: Bool {
    if case .storage(_, _, let isListable) = content { isListable } else { true }
  }

  /// Whether it may change while it is looked at.
  var isLive: Bool {
    if case .listing = content { false } else { true }
  }

  /// Whether its ETags are those of a store; a directory has none.
  var hasETags: Bool {
    if case .directory = content { false } else { true }
  }

  /// A key of the side, for people.
  func name(of key: String) -> String {
    switch content {
    case .storage(let storage, let prefix, _): storage.address + prefix + key
    case .directory(let path, _): (path.hasSuffix("/") ? path : path + "/") + key
    // A listing without an address has at least its own name.
    case .listing: key.isEmpty ? address ?? name : (address ?? "") + key
    }
  }
}
