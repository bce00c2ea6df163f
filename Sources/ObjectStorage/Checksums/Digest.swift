/// Digests of bytes that are all in memory.
package enum Digest {
  /// The SHA-256 of bytes: 32 bytes.
  package static func sha256(_ bytes: [UInt8]) -> [UInt8] { digest(.sha256, of: bytes) }

  /// A digest of bytes.
  ///
  /// - Parameters:
  ///   - kind: Which one.
  ///   - bytes: The bytes.
  /// - Returns: As many bytes as the kind has.
  package static func digest(_ kind: RunningDigest.Kind, of bytes: [UInt8]) -> [UInt8] {
    let digest = RunningDigest(kind)
    digest.add(bytes.span)
    return digest.finishedBytes()
  }

  /// The keyed SHA-256 of bytes: 32 bytes.
  ///
  /// Source: RFC 2104 (HMAC).
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - key: The key, of any length.
  /// - Returns: 32 bytes.
  static func authentication(of bytes: [UInt8], key: [UInt8]) -> [UInt8] {
    let blockSize = 64
    var block = key.count > blockSize ? sha256(key) : key
    block += [UInt8](repeating: 0, count: blockSize - block.count)
    let inner = sha256(block.map { $0 ^ 0x36 } + bytes)
    return sha256(block.map { $0 ^ 0x5C } + inner)
  }

  /// Writes bytes as lower-case hexadecimal digits, two per byte.
  package static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
