internal import COpenSSL

/// Checksums of bytes that are all at hand.
enum Digest {
  /// The SHA-256 of bytes: 32 bytes.
  static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    unsafe _ = SHA256(bytes, bytes.count, &digest)
    return digest
  }

  /// The keyed SHA-256 (HMAC) of bytes: 32 bytes.
  static func authentication(of bytes: [UInt8], key: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    var length: UInt32 = 0
    unsafe _ = HMAC(EVP_sha256(), key, Int32(key.count), bytes, bytes.count, &digest, &length)
    return digest
  }

  /// Writes bytes as hexadecimal digits, two a byte, in small letters.
  static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
