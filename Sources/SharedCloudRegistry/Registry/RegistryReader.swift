internal import Files
package import Formats
internal import Glibc
public import ObjectStorage

/// Reads registries in S3 buckets, on web servers and in directories.
///
/// This is the entry point for reading: it gives a ``GlobalRegistry`` or a ``Bucket``, a bucket
/// gives its datasets, and a ``Dataset`` gives its files.
///
/// ```swift
/// let reader = RegistryReader()
/// let bucket = try await reader.bucket(at: "s3://gov-nasa-hdrl-data1/")
/// let dataset = try bucket.dataset("aia_0094")
/// for try await file in dataset.files(from: start, to: stop) { print(file.datakey) }
/// ```
public struct RegistryReader: Sendable {
  /// How to read registries.
  public struct Options: Sendable {
    /// How to access buckets and servers.
    public var storage = StorageOptions()
    /// The cache for catalogs and index files; nil for no cache.
    public var cache: CacheOptions?
    /// Other places for addresses: `s3://a/` is read from `https://mirror/a/`.
    public var mappings: [AddressMapping] = []
    /// Whether to read buckets whose catalog says that they are not available (status 1400).
    public var readsUnavailableBuckets = false
    /// The largest catalog or registry that is read, in bytes.
    public var documentLimit = 1 << 30
    /// Used instead of the storage with the same address.
    package var observed: (any Storage)?

    /// Creates the default options.
    public init() {}
  }

  /// How to read registries.
  public let options: Options
  private let provider: StorageProvider
  private let cache: CacheDirectory?

  /// Creates a reader; it sends no request before something is read.
  ///
  /// - Parameter options: How to read registries.
  public init(_ options: Options = Options()) {
    self.options = options
    provider = StorageProvider(options.storage)
    cache = options.cache.map { CacheDirectory($0) }
    for mapping in options.mappings { provider.allow(mapping.target) }
  }

  /// The address of the global registry, unless the environment variable
  /// `ROOT_CATALOG_REGISTRY_URL` has another.
  public static let defaultRegistry = "https://heliocloud.org/catalog/HelioDataRegistry.json"

  /// The default address of the global registry.
  static func registryAddress(_ environment: (String) -> String?) -> String {
    let named = environment("ROOT_CATALOG_REGISTRY_URL") ?? ""
    return named.isEmpty ? defaultRegistry : named
  }

  /// Reads the global registry, which lists the buckets.
  ///
  /// - Parameter address: Its address; nil for the default.
  /// - Returns: The registry.
  /// - Throws: ``ReadingError`` when it can't be read, or is not a registry.
  public func globalRegistry(
    at address: String? = nil
  ) async throws(ReadingError) -> GlobalRegistry {
    let address = address ?? Self.registryAddress(Environment.variable)
    let place = try place(of: address, namedIn: nil)
    let document = try await document(at: place)
    return try GlobalRegistry(document.root, address: place.address)
  }

  /// Reads the catalog of a bucket.
  ///
  /// - Parameters:
  ///   - address: Its address: `s3://bucket/`, `https://host/path/`, a directory, or the name of a
  ///     bucket of S3. An address that ends in `.json` is that of the catalog itself.
  ///   - catalog: The file name of the catalog.
  /// - Returns: The bucket.
  /// - Throws: ``ReadingError`` when the catalog can't be read, is not a catalog, or says that the
  ///   bucket is not available.
  public func bucket(
    at address: String, catalog: String = "catalog.json"
  ) async throws(ReadingError) -> Bucket {
    try await bucket(at: address, catalog: catalog, namedIn: nil)
  }

  /// Takes a catalog that was read already.
  ///
  /// - Parameters:
  ///   - document: The catalog.
  ///   - place: Its place.
  /// - Returns: The bucket.
  /// - Throws: ``ReadingError`` when it is not a catalog.
  package func bucket(
    _ document: Document, at place: StoragePlace
  ) throws(ReadingError) -> Bucket {
    try Bucket(document, catalog: place, reader: self)
  }

  /// Reads the catalog of a bucket that a document names, or the user if `source` is nil.
  ///
  /// - Parameters:
  ///   - address: Its address.
  ///   - catalog: The file name of the catalog.
  ///   - source: The address of the document; its addresses must be public.
  /// - Returns: The bucket.
  /// - Throws: ``ReadingError``, as for an address of the user, and if the address is not allowed.
  package func bucket(
    at address: String, catalog: String = "catalog.json", namedIn source: String?
  ) async throws(ReadingError) -> Bucket {
    let word = address
    var address = Self.bucketAddress(address)
    let isName = word != address
    var isGiven = true
    if !address.hasSuffix(".json") {
      isGiven = false
      address += address.hasSuffix("/") ? catalog : "/" + catalog
    }
    let place = try place(of: address, namedIn: source, isGiven: isGiven)
    let document: Document
    do throws(ReadingError) {
      document = try await self.document(at: place)
    } catch {
      // The user may have meant a directory.
      guard isName, let code = error.storage else { throw error }
      throw ReadingError(
        StoreError(
          code, address: error.address,
          detail: "\(error.detail); there is no directory \(word) either"))
    }
    let bucket = try Bucket(document, catalog: place, reader: self)
    guard bucket.status.isAvailable || options.readsUnavailableBuckets else {
      throw ReadingError(
        .unavailable, address: place.address,
        detail: "the catalog says that the bucket is not available: "
          + (bucket.status.message ?? "status 1400"))
    }
    return bucket
  }

  /// The address of a bucket as people write it: a bare name is a directory if that exists, else an
  /// S3 bucket.
  static func bucketAddress(_ text: String) -> String {
    if ObjectAddress(text) != nil || text.utf8.starts(with: "file:".utf8) { return text }
    if text.isEmpty || text.contains("/") || text.hasPrefix(".") || PathKind(text) != .absent {
      return text
    }
    return "s3://\(text)/"
  }
}

extension RegistryReader.Options {
  /// Where the user has mapped an address, and what follows there; nil if it is not mapped.
  func mapped(_ address: String) -> (target: String, rest: String)? {
    for mapping in mappings {
      if let rest = address.rest(after: mapping.prefix) { return (mapping.target, rest) }
    }
    // Another address may name the same bucket; its decoded key must not lead out of the target.
    for mapping in mappings {
      if let rest = BucketIdentity.key(of: address, below: mapping.prefix),
        rest.isEmpty || !ObjectAddress.isUnsafe(key: rest)
      {
        return (mapping.target, rest)
      }
    }
    return nil
  }
}

/// Another place for addresses with a prefix.
public struct AddressMapping: Sendable, Hashable {
  /// The prefix of the addresses, such as `s3://bucket/`.
  public var prefix: String
  /// The replacement of the prefix: an address or a path.
  ///
  /// If the prefix ends with a slash, it does too.
  public var target: String

  /// Creates a mapping.
  ///
  /// - Parameters:
  ///   - prefix: The prefix of the addresses.
  ///   - target: The replacement of the prefix.
  public init(_ prefix: String, to target: String) {
    self.prefix = prefix
    let isOfDirectories = prefix.hasSuffix("/") && !target.isEmpty && !target.hasSuffix("/")
    self.target = isOfDirectories ? target + "/" : target
  }
}

// MARK: - Places

extension RegistryReader {
  /// Finds the storage of an address.
  ///
  /// - Parameters:
  ///   - address: Its address.
  ///   - document: The address of the document that names it; nil if the user named it.
  ///   - isKept: Whether it may be cached.
  ///   - isGiven: Whether the user may have named the file itself, so that it may be a link to
  ///     anywhere, or a pipe.
  /// - Returns: The storage, and the key in it.
  /// - Throws: ``ReadingError`` if the address is not allowed.
  package func place(
    of address: String, namedIn document: String?, isKept: Bool = true, isGiven: Bool = true
  ) throws(ReadingError) -> StoragePlace {
    do throws(StoreError) {
      if let place = observedPlace(of: address) { return place }
      let place: StoragePlace
      if let (target, rest) = options.mapped(address) {
        guard
          document == nil
            || !ObjectAddress.isUnsafe(key: rest.hasPrefix("/") ? String(rest.dropFirst()) : rest)
        else {
          throw StoreError(
            .forbiddenAddress, address: address, detail: "the key could lead outside its directory")
        }
        // The user chose the mapping, so it may lead to files and to the network of this machine.
        place = try provider.place(mappedTo: target, rest: rest)
      } else if let document {
        place = try provider.place(of: address, namedIn: document)
      } else if !isGiven, let slash = address.lastIndex(of: "/").map(address.index(after:)) {
        place = try provider.place(
          of: String(address[slash...]), in: String(address[..<slash]))
      } else {
        place = try provider.place(of: address)
      }
      if let observed = options.observed, observed.address == place.storage.address {
        return StoragePlace(observed, at: place.key)
      }
      guard isKept, let cache, !(place.storage is FileStorage) else { return place }
      return StoragePlace(CachedStorage(place.storage, cache: cache), at: place.key)
    } catch {
      throw ReadingError(error)
    }
  }

  /// The place of an address in the storage that the caller gave; nil if it is elsewhere.
  private func observedPlace(of address: String) -> StoragePlace? {
    guard let observed = options.observed else { return nil }
    let mapping = options.mappings.first { address.utf8.starts(with: $0.prefix.utf8) }
    let rest = String(address.utf8.dropFirst(mapping?.prefix.utf8.count ?? 0)) ?? ""
    let target = (mapping?.target ?? "") + rest
    let root = observed.address
    guard !root.isEmpty, target.utf8.starts(with: root.utf8) else { return nil }
    return String(target.utf8.dropFirst(root.utf8.count)).map { StoragePlace(observed, at: $0) }
  }

  private func document(at place: StoragePlace) async throws(ReadingError) -> Document {
    var bytes: [UInt8] = []
    do throws(StoreError) {
      let object = try await place.storage.read(place.key, .whole)
      bytes.reserveCapacity(Swift.min(object.info.size, options.documentLimit))
      while let part = try await object.next() {
        bytes += part
        guard bytes.count <= options.documentLimit else {
          throw StoreError(
            .tooLarge, address: place.address,
            detail: "it is larger than \(options.documentLimit) bytes")
        }
      }
    } catch {
      throw ReadingError(error)
    }
    do throws(SyntaxFault) {
      return try JSONParser.parse(bytes)
    } catch {
      let start = bytes.span.extracting(0..<Swift.min(bytes.count, 512))
      if let content = ForeignContent(textOf: start), content.isPage || content.words == "XML" {
        throw ReadingError(
          .malformed, address: place.address,
          detail: "it is \(content.words), not JSON; a server may ask for a login this way")
      }
      if let content = ForeignContent(signatureOf: start), !content.words.hasPrefix("UTF") {
        throw ReadingError(
          .malformed, address: place.address, detail: "it \(content.statement), not JSON")
      }
      let position = LineIndex(bytes).position(at: error.offset)
      throw ReadingError(
        .malformed, address: place.address,
        detail: "line \(position.line), column \(position.column): \(error.message)")
    }
  }
}
