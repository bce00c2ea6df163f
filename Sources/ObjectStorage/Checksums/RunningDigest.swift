internal import COpenSSL

/// A checksum of bytes that arrive piece by piece.
@safe package final class RunningDigest {
  /// The kinds of checksum.
  package enum Kind: Sendable, Hashable {
    /// 32 bytes.
    case sha256
    /// 20 bytes, to check sums made by others.
    case sha1
    /// 16 bytes, to check sums made by others.
    case md5

    /// The number that COpenSSL gives it, and the number of its bytes.
    fileprivate var code: (number: Int32, length: Int) {
      switch self {
      case .sha256: (0, 32)
      case .md5: (1, 16)
      case .sha1: (2, 20)
      }
    }
  }

  private let kind: Kind
  private let context: UnsafeMutableRawPointer

  /// Begins a checksum.
  ///
  /// - Parameter kind: Which one.
  /// - Throws: ``StoreError`` if OpenSSL is not on this machine, or has no such checksum.
  package init(_ kind: Kind) throws(StoreError) {
    if let problem = unsafe registry_crypto_load() {
      throw StoreError(.unavailable, address: "", detail: unsafe String(cString: problem))
    }
    guard let context = unsafe registry_crypto_digest_new(kind.code.number) else {
      throw StoreError(.unavailable, address: "", detail: "OpenSSL does not provide this checksum")
    }
    self.kind = kind
    unsafe self.context = context
  }

  deinit { unsafe registry_crypto_digest_free(context) }

  /// Adds bytes.
  package func add(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes {
      unsafe _ = registry_crypto_digest_add(context, $0.baseAddress, $0.count)
    }
  }

  /// The checksum of all bytes, in hexadecimal digits; no more bytes may be added.
  package func finish() -> String { Digest.hexadecimal(finishedBytes()) }

  /// The checksum of all bytes; no more bytes may be added.
  package func finishedBytes() -> [UInt8] {
    var result = [UInt8](repeating: 0, count: kind.code.length)
    unsafe _ = registry_crypto_digest_finish(context, &result)
    return result
  }
}
