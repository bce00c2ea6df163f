/// How a store encrypts an object, as far as it matters for ETags.
public enum Encryption: UInt8, Sendable, Hashable {
  /// Not known, as in a plain listing.
  case unknown
  /// Not encrypted, or with the store's own keys: the ETag is a digest of the bytes.
  case plain
  /// With a key of KMS or of the customer: the ETag is not a digest of the bytes.
  case keyed

  /// Reads the words of S3: `NOT-SSE`, `SSE-S3` and `SSE-KMS` of inventories, `AES256` and
  /// `aws:kms` of responses.
  ///
  /// - Parameter text: The word.
  public init(word text: String) {
    switch text.uppercased() {
    case "NOT-SSE", "SSE-S3", "AES256", "NONE": self = .plain
    case "SSE-KMS", "SSE-C", "DSSE-KMS", "AWS:KMS", "AWS:KMS:DSSE": self = .keyed
    default: self = .unknown
    }
  }
}

extension ObjectInfo {
  /// How the store encrypts the object, as its response says; unknown if it says nothing.
  package var encryption: Encryption {
    if details["x-amz-server-side-encryption-customer-algorithm"] != nil { return .keyed }
    return details["x-amz-server-side-encryption"].map { Encryption(word: $0) } ?? .unknown
  }
}
