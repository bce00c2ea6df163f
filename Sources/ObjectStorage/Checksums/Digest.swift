internal import COpenSSL

/// Checksums of bytes that are all in memory.
struct Digest: Sendable {
  /// Finds OpenSSL.
  ///
  /// - Throws: ``StoreError`` if it is not on this machine.
  init() throws(StoreError) {
    guard let problem = unsafe registry_crypto_load() else { return }
    throw StoreError(.unavailable, address: "", detail: unsafe String(cString: problem))
  }

  /// The SHA-256 of bytes: 32 bytes.
  func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    unsafe _ = registry_crypto_sha256(bytes, bytes.count, &digest)
    return digest
  }

  /// The keyed SHA-256 (HMAC) of bytes: 32 bytes.
  func authentication(of bytes: [UInt8], key: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    unsafe _ = registry_crypto_hmac_sha256(key, Int32(key.count), bytes, bytes.count, &digest)
    return digest
  }

  /// Writes bytes as lower-case hexadecimal digits, two per byte.
  static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
