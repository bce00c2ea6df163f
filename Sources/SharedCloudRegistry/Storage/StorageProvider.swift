internal import Glibc
internal import Synchronization

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
  public func place(of address: String) throws(StoreError) -> StoragePlace {
    guard let parts = ObjectAddress(address) else {
      return try Self.localPlace(of: address)
    }
    switch parts.scheme {
    case "s3":
      let client = try clients.s3()
      if case .unsupported(let reason) = BucketKind(
        parts.bucket, isAmazon: client.endpoint.host == nil)
      {
        throw StoreError(.unsupported, address: address, detail: reason)
      }
      return StoragePlace(S3Storage(client, bucket: parts.bucket), parts.key)
    case "http", "https":
      guard let web = WebAddress("\(parts.bucketAddress)") else {
        throw StoreError(.forbiddenAddress, address: address, detail: "it is not a web URL")
      }
      let storage = HTTPStorage(
        try clients.http(), scheme: web.scheme, host: web.host, retries: clients.retries)
      return StoragePlace(storage, parts.key)
    default:
      throw StoreError(
        .unsupported, address: address,
        detail: "the scheme \(parts.scheme) is not supported")
    }
  }

  /// Finds the storage of an address in a document.
  ///
  /// A document from a server must not lead to files, or into the network of this machine.
  ///
  /// - Parameters:
  ///   - address: The address as in the document.
  ///   - document: The address of the document.
  /// - Returns: The storage, and the key in it.
  /// - Throws: ``StoreError``, with code `forbiddenAddress` if the address is not allowed.
  public func place(
    of address: String, namedIn document: String
  ) throws(StoreError) -> StoragePlace {
    if let source = ObjectAddress(document), source.scheme != "file", !options.allowsLocalNames {
      guard let target = ObjectAddress(address), target.scheme != "file" else {
        throw StoreError(
          .forbiddenAddress, address: address,
          detail: "a document on a server must not name files on this machine")
      }
      let isLocal = target.scheme != "s3" && LocalNames.contain(target.bucket)
      guard !isLocal || LocalNames.contain(source.bucket) else {
        throw StoreError(
          .forbiddenAddress, address: address,
          detail: "a document on a server must not lead into the network of this machine")
      }
    }
    return try place(of: address)
  }

  private static func localPlace(of address: String) throws(StoreError) -> StoragePlace {
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
      return StoragePlace(FileStorage(path), "")
    }
    let slash = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
    return StoragePlace(FileStorage(String(path[..<slash])), String(path[slash...]))
  }
}

/// A storage and a key in it.
public struct StoragePlace: Sendable {
  /// The storage.
  public let storage: any Storage
  /// The key; empty for the root.
  public let key: String

  /// Creates a place.
  package init(_ storage: any Storage, _ key: String) {
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
  private let made = Mutex<(http: HTTPClient?, s3: S3Client?)>((nil, nil))

  init(_ options: StorageOptions) {
    self.options = options
    var retries = RetryPolicy()
    retries.tries = options.tries
    retries.deadline = options.deadline.map { SteadyClock.seconds + Double($0) }
    self.retries = retries
  }

  func http() throws(StoreError) -> HTTPClient {
    if let http = made.withLock({ $0.http }) { return http }
    var settings = HTTPOptions(environment: Environment.variable)
    settings.connectTimeout = options.connectTimeout * 1000
    settings.stallTimeout = options.stallTimeout
    settings.connectionsPerHost = options.connections
    settings.deadline = retries.deadline
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
    // The host of one of Amazon's servers tells its region.
    let host = (options.endpointURL ?? settings.endpointURL).flatMap { ObjectAddress($0)?.bucket }
    let region =
      options.region ?? settings.region ?? host.flatMap { AmazonHost($0)?.region } ?? "us-east-1"
    var endpoint = S3Endpoint(region: region)
    if let url = options.endpointURL ?? settings.endpointURL {
      guard let other = S3Endpoint(url: url, region: region) else {
        throw StoreError(.unsupported, address: url, detail: "it is not the URL of a server")
      }
      endpoint = other
    } else {
      endpoint = try Self.amazonEndpoint(region: region, settings)
    }
    if let style = settings.style { endpoint.style = style }
    let takesOwn = !options.isAnonymous && options.credentials == nil && !options.usesMetadata
    if takesOwn, let refusal = settings.refusal { throw refusal }
    var s3 = S3Client(
      http: try http(), endpoint: endpoint,
      credentials: options.isAnonymous ? nil : options.credentials ?? settings.credentials)
    s3.paysForRequests = options.paysForRequests
    if s3.credentials == nil, options.usesMetadata, !options.isAnonymous {
      s3.metadata = try MetadataCredentials()
    }
    s3.retries = retries
    s3.parts = UploadParts(largestWhole: options.largestUpload, size: options.uploadPartSize)
    return made.withLock { made in
      if made.s3 == nil { made.s3 = s3 }
      return made.s3 ?? s3
    }
  }
}

extension Clients {
  /// Amazon's endpoint of a region, as the settings ask for it.
  private static func amazonEndpoint(
    region: String, _ settings: S3Settings
  ) throws(StoreError) -> S3Endpoint {
    var endpoint = S3Endpoint(region: region)
    let partition = AmazonPartition(region: region)
    for (isAsked, exists, name) in [
      (settings.usesFIPS, partition.hasFIPS, "FIPS"),
      (settings.usesDualStack, partition.hasDualStack, "dual-stack"),
    ] where isAsked && !exists {
      throw StoreError(
        .unsupported, address: "s3.\(region).\(partition.suffix)",
        detail: "Amazon has no \(name) endpoints in \(region)")
    }
    endpoint.usesFIPS = settings.usesFIPS
    endpoint.usesDualStack = settings.usesDualStack
    return endpoint
  }
}

/// The environment of the process.
enum Environment {
  /// The value of a variable; nil if it is unset.
  static func variable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// The text of a small file; nil if it does not exist.
  static func file(_ path: String) -> String? {
    guard PathKind(path) == .file,
      let bytes = try? DirectoryStore(root: "").read(path, limit: 1 << 20)
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Names and numbers of this machine and of private networks.
enum LocalNames {
  /// Returns whether a server, with or without port, is one of them.
  static func contain(_ host: String) -> Bool {
    if host.hasPrefix("[") {
      let address = host.dropFirst().prefix { $0 != "]" }.lowercased()
      return address == "::1" || address == "::"
        || ["fe8", "fe9", "fea", "feb", "fc", "fd", "::ffff:"]
          .contains { address.hasPrefix($0) }
    }
    let name = host.prefix { $0 != ":" }.lowercased()
    if name == "localhost" || name.hasSuffix(".localhost") { return true }
    let numbers = name.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    guard numbers.count == 4, let first = numbers[0], let second = numbers[1] else {
      // A single number is an address too, in an unusual form.
      return UInt64(name) != nil || name.hasPrefix("0x")
    }
    return [0, 10, 127].contains(first) || first == 172 && (16...31).contains(second)
      || first == 192 && second == 168 || first == 169 && second == 254
      || first == 100 && (64...127).contains(second)
  }
}
