/// The form of an ETag, which decides with which others it can be compared.
///
/// Source: Amazon's "Checking object integrity"; the table in docs/guide/mirrors.md.
package enum ETag: Sendable, Hashable {
  /// 32 hexadecimal digits: the MD5 of the bytes, unless the object is encrypted with a key of KMS
  /// or of the customer.
  case digest(String)
  /// 32 hexadecimal digits, `-` and the number of parts: the MD5 of the MD5s of the parts.
  case parts(String, count: Int)
  /// Anything else, such as that of another store or a proxy.
  case opaque(String)

  /// Reads an ETag.
  ///
  /// - Parameter text: The ETag, with or without its quotes.
  package init(_ text: String) {
    var bytes = Array(text.utf8)
    if bytes.starts(with: "W/".utf8) {
      self = .opaque(text)
      return
    }
    if bytes.count >= 2, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"") {
      bytes = Array(bytes.dropFirst().dropLast())
    }
    let plain = String(decoding: bytes, as: UTF8.self)
    let digest = bytes.prefix(32)
    guard digest.count == 32, digest.allSatisfy(Self.isHexadecimal) else {
      self = .opaque(plain)
      return
    }
    let name = String(decoding: digest, as: UTF8.self).lowercased()
    let rest = bytes.dropFirst(32)
    if rest.isEmpty {
      self = .digest(name)
    } else if rest.first == UInt8(ascii: "-"), rest.count <= 6,
      let count = Int(String(decoding: rest.dropFirst(), as: UTF8.self)), (1...10_000) ~= count
    {
      self = .parts(name, count: count)
    } else {
      self = .opaque(plain)
    }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6
  }
}
