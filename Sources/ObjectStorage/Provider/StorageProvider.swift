internal import Files
internal import Formats
internal import Locks

/// Finds the storage of an address: `s3://`, `https://`, `http://`, `file://`, or a path.
///
/// Storages of the same provider share their connections.
public struct StorageProvider: Sendable {
  private let clients: Clients
  private let options: StorageOptions

  /// Creates a provider; it sends no request before something is read.
  ///
  /// - Parameter options: How to access storages.
  public init(_ options: StorageOptions = StorageOptions()) {
    self.options = options
    clients = Clients(options)
  }

  /// Finds the storage of an address.
  ///
  /// - Parameter address: An address or a path.
  /// - Returns: The storage, and the key in it.
  /// - Throws: ``StoreError`` for other schemes, and for faulty credentials or certificates.
  ///
  /// The user named the address, so its server may be at any address.
  public func place(of address: String) throws(StoreError) -> StoragePlace {
    allow(address)
    return try anyPlace(of: address)
  }

  /// Finds the storage of a file in a directory or bucket that the user named.
  ///
  /// - Parameters:
  ///   - name: The name of the file, which the user did not give.
  ///   - directory: An address or a path, with its final slash.
  /// - Returns: The storage, and the key in it. Links must not lead out of a directory.
  /// - Throws: ``StoreError``, as for other addresses.
  package func place(of name: String, in directory: String) throws(StoreError) -> StoragePlace {
    allow(directory)
    let isAddress = ObjectAddress(directory) != nil
    return try anyPlace(
      of: directory + name, within: isAddress ? nil : try Self.localPlace(of: directory).address)
  }

  /// Allows the server of an address, wherever it is.
  ///
  /// - Parameter address: An address that the user named; nothing happens unless it is of the web.
  package func allow(_ address: String) {
    guard let parts = ObjectAddress(address), ["http", "https"].contains(parts.scheme),
      let origin = Origin(scheme: parts.scheme, authority: parts.bucket)
    else { return }
    clients.origins.add(origin)
  }

  /// Finds the storage of an address that a mapping leads to.
  ///
  /// - Parameters:
  ///   - target: The address or path that the user named.
  ///   - rest: The rest of the address that was mapped.
  /// - Returns: The storage, and the key in it.
  /// - Throws: ``StoreError``, as for other addresses.
  package func place(mappedTo target: String, rest: String) throws(StoreError) -> StoragePlace {
    let isDirectory = target.hasSuffix("/") || PathKind(target) == .directory
    return try anyPlace(
      of: target + rest, within: isDirectory ? target : AtomicFile.directory(of: target))
  }

  /// Finds a storage.
  ///
  /// - Parameters:
  ///   - address: An address or a path.
  ///   - boundary: The directory that links of a path must not lead out of; nil for its own.
  /// - Returns: The storage, and the key in it.
  /// - Throws: ``StoreError`` for other schemes, and for faulty credentials or certificates.
  private func anyPlace(
    of address: String, within boundary: String? = nil
  ) throws(StoreError) -> StoragePlace {
    guard let parts = ObjectAddress(address) else {
      return try Self.localPlace(of: address, within: boundary)
    }
    switch parts.scheme {
    case "s3":
      let client = try clients.s3()
      if case .unsupported(let reason) = BucketKind(
        parts.bucket, isAmazon: client.endpoint.host == nil)
      {
        throw StoreError(.unsupported, address: address, detail: reason)
      }
      guard S3Names.isBucket(parts.bucket) else {
        let shown = Redaction.of("s3://\(parts.bucket)").dropFirst(5)
        throw StoreError(
          .forbiddenAddress, address: address, detail: "\(shown) is not the name of a bucket")
      }
      return StoragePlace(S3Storage(client, bucket: parts.bucket), at: parts.key)
    case "http", "https":
      guard let web = WebAddress("\(parts.bucketAddress)") else {
        throw StoreError(.forbiddenAddress, address: address, detail: "it is not a web URL")
      }
      let storage = HTTPStorage(
        try clients.http(), scheme: web.scheme, host: web.host, retries: clients.retries)
      return StoragePlace(storage, at: parts.key)
    default:
      throw StoreError(
        .unsupported, address: address,
        detail: "the scheme \(parts.scheme) is not supported")
    }
  }

  /// Finds the storage of an address in a document.
  ///
  /// A document from a server must not lead to files, and no document into the network of this
  /// machine, except to servers that the user named.
  ///
  /// - Parameters:
  ///   - address: The address as in the document.
  ///   - document: The address of the document.
  /// - Returns: The storage, and the key in it.
  /// - Throws: ``StoreError``, with code `forbiddenAddress` if the address is not allowed.
  public func place(
    of address: String, namedIn document: String
  ) throws(StoreError) -> StoragePlace {
    let target = ObjectAddress(address)
    if let source = ObjectAddress(document), source.scheme != "file" {
      guard let target, target.scheme != "file" else {
        throw StoreError(
          .forbiddenAddress, address: address,
          detail: "a document on a server must not name files on this machine")
      }
    }
    // Names are judged when they are resolved; nothing needs to be resolved here.
    if let target, ["http", "https"].contains(target.scheme),
      let origin = Origin(scheme: target.scheme, authority: target.bucket), origin.isPlainlyLocal,
      clients.origins.reach(of: origin) == .publicOnly
    {
      throw StoreError(HTTPFailure.forbidden(host: origin.host, address: nil), address: address)
    }
    guard target == nil, ObjectAddress(document) == nil else { return try anyPlace(of: address) }
    // Beside the document, links must not lead out of its directory.
    let copy = document.contains("/") ? AtomicFile.directory(of: document) + "/" : ""
    let isBeside =
      copy.isEmpty
      ? !address.hasPrefix("/") && !address.hasPrefix("..") : address.utf8.starts(with: copy.utf8)
    return try anyPlace(of: address, within: isBeside ? (copy.isEmpty ? "." : copy) : nil)
  }

  private static func localPlace(
    of address: String, within boundary: String? = nil
  ) throws(StoreError) -> StoragePlace {
    var path = address
    if address.utf8.starts(with: "file:".utf8) {
      let rest = address.dropFirst(5)
      let bare = rest.hasPrefix("///") ? rest.dropFirst(2) : rest
      guard bare.hasPrefix("/"), !bare.hasPrefix("//"), let text = PercentEncoding.decode(bare)
      else {
        throw StoreError(
          .unsupported, address: address, detail: "only file:///path names a file")
      }
      path = text
    }
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw StoreError(.notFound, address: address, detail: "there is no such file or directory")
    }
    if path.hasSuffix("/") || PathKind(path) == .directory {
      return StoragePlace(FileStorage(path, boundary: boundary), at: "")
    }
    let slash = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
    let name = String(path[slash...])
    let storage = FileStorage(
      String(path[..<slash]), boundary: boundary, named: boundary == nil ? name : nil)
    return StoragePlace(storage, at: name)
  }
}

/// A storage and a key in it.
public struct StoragePlace: Sendable {
  /// The storage.
  public let storage: any Storage
  /// The key; empty for the root.
  public let key: String

  /// Creates a place.
  package init(_ storage: any Storage, at key: String) {
    self.storage = storage
    self.key = key
  }

  /// The address of the place.
  public var address: String { storage.address + key }
}

/// The clients that storages share, created on first use.
private final class Clients: Sendable {
  let options: StorageOptions
  let retries: RetryPolicy
  /// The servers that may be at any address.
  let origins: AllowedOrigins
  private let made = Lock<(http: HTTPClient?, s3: S3Client?)>((nil, nil))

  init(_ options: StorageOptions) {
    self.options = options
    var retries = RetryPolicy()
    retries.tries = options.tries
    retries.deadline = options.deadline.map { SteadyClock.seconds + Double($0) }
    self.retries = retries
    origins = AllowedOrigins(hosts: options.allowedHosts)
  }

  func http() throws(StoreError) -> HTTPClient {
    if let http = made.withLock({ $0.http }) { return http }
    var settings = HTTPOptions(environment: Environment.variable)
    settings.connectTimeout = options.connectTimeout * 1000
    settings.stallTimeout = options.stallTimeout
    settings.connectionsPerHost = options.connections
    settings.deadline = retries.deadline
    settings.origins = origins
    do throws(HTTPFailure) {
      let http = try HTTPClient(settings)
      return made.withLock { made in
        if made.http == nil { made.http = http }
        return made.http ?? http
      }
    } catch {
      throw StoreError(error, address: "")
    }
  }

  func s3() throws(StoreError) -> S3Client {
    if let s3 = made.withLock({ $0.s3 }) { return s3 }
    let settings = try S3Settings(
      profile: options.profile, environment: Environment.variable, file: Environment.file)
    let access = try S3Access(options, settings: settings)
    if let origin = access.endpoint.origin { origins.add(origin) }
    var s3 = S3Client(
      http: try http(), endpoint: access.endpoint, credentials: access.credentials)
    s3.paysForRequests = options.paysForRequests
    if access.usesMetadata { s3.metadata = try MetadataCredentials() }
    s3.retries = retries
    s3.parts = UploadParts(largestWhole: options.largestUpload, size: options.uploadPartSize)
    return made.withLock { made in
      if made.s3 == nil { made.s3 = s3 }
      return made.s3 ?? s3
    }
  }
}
