public import ObjectStorage
public import SharedCloudRegistry

/// The facts known about one object on one side.
public struct ObjectFacts: Sendable, Hashable {
  /// The size in bytes; nil if it is not known.
  public var size: Int?
  /// The ETag as the store writes it; nil if absent, or it is no property of the bytes.
  public var etag: String?
  /// How the object is encrypted.
  public var encryption = Encryption.unknown
  /// The checksums that the store or a list states.
  public var checksums: [Checksum] = []
  /// The size of every part but the last in bytes, if the object was uploaded in such parts and that
  /// is known of each.
  public var partSize: Int?
  /// The modification time; never a reason for a difference.
  public var modified: SCRTime?

  /// Creates facts.
  ///
  /// - Parameters:
  ///   - size: The size in bytes; nil if it is not known.
  ///   - etag: The ETag as the store writes it.
  public init(size: Int? = nil, etag: String? = nil) {
    self.size = size
    self.etag = etag
  }

  /// Adds the facts that a later look found; what is known already stays.
  mutating func add(_ other: ObjectFacts) {
    size = other.size ?? size
    etag = etag ?? other.etag
    if other.encryption != .unknown { encryption = other.encryption }
    for checksum in other.checksums where !checksums.contains(checksum) {
      checksums.append(checksum)
    }
    partSize = partSize ?? other.partSize
    modified = modified ?? other.modified
  }

  /// The checksum over all bytes by an algorithm; nil if none is known.
  func fullChecksum(_ algorithm: ChecksumAlgorithm) -> Checksum? {
    checksums.first { $0.algorithm == algorithm && $0.isFull }
  }

  /// The checksums over all bytes, with the MD5 that an ETag is.
  var attested: [Checksum] {
    let all = checksums.filter(\.isFull)
    guard fullChecksum(.md5) == nil, let digest = digestOfETag else { return all }
    return all + [digest]
  }

  /// All checksums, and the MD5 that an ETag is, also if another MD5 is stated.
  var stated: [Checksum] {
    guard let digest = digestOfETag, !checksums.contains(digest) else { return checksums }
    return checksums + [digest]
  }

  /// The MD5 that the ETag is; nil if it is not known to be one.
  private var digestOfETag: Checksum? {
    guard encryption == .plain, let etag, case .digest(let text) = ETag(etag) else { return nil }
    return Checksum(.md5, text: text)
  }

  /// The strongest checksum; nil if none is known.
  var strongest: Checksum? {
    ChecksumAlgorithm.byStrength.lazy.compactMap { algorithm in
      checksums.first { $0.algorithm == algorithm }
    }.first
  }
}
