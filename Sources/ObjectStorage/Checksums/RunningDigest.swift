internal import COpenSSL

/// A digest of bytes that arrive piece by piece.
package final class RunningDigest {
  /// The kinds of digest.
  package enum Kind: Sendable, Hashable {
    /// 32 bytes.
    case sha256
    /// 64 bytes, to compare with sums that others made.
    case sha512
    /// 20 bytes, to compare with sums that others made.
    case sha1
    /// 16 bytes, to compare with sums that others made.
    case md5

    /// The name in C, and the number of bytes.
    fileprivate var code: (kind: registry_digest_kind, length: Int) {
      switch self {
      case .sha256: (registry_digest_sha256, 32)
      case .sha512: (registry_digest_sha512, 64)
      case .sha1: (registry_digest_sha1, 20)
      case .md5: (registry_digest_md5, 16)
      }
    }
  }

  private let length: Int
  private var state = registry_digest()

  /// Begins a digest.
  ///
  /// - Parameter kind: Which one.
  package init(_ kind: Kind) {
    length = kind.code.length
    unsafe registry_digest_begin(&state, kind.code.kind)
  }

  /// Adds bytes.
  package func add(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes {
      unsafe registry_digest_add(&state, $0.baseAddress, $0.count)
    }
  }

  /// The digest of all bytes, in hexadecimal digits; no more bytes may be added.
  package func finish() -> String { Digest.hexadecimal(finishedBytes()) }

  /// The digest of all bytes; no more bytes may be added.
  package func finishedBytes() -> [UInt8] {
    var result = [UInt8](repeating: 0, count: length)
    unsafe registry_digest_finish(&state, &result)
    return result
  }
}
