internal import Formats

/// A checksum of bytes that arrive piece by piece, by an algorithm that others named.
package struct NamedChecksum {
  private enum Sum {
    case digest(RunningDigest)
    case cyclic(CyclicChecksum)
  }

  private var sum: Sum

  /// Begins a checksum; nil if the algorithm is not supported.
  ///
  /// - Parameter name: The algorithm in any usual spelling, such as `SHA-256` or `crc64_nvme`.
  package init?(_ name: String) {
    switch Self.plain(name) {
    case "md5": sum = .digest(RunningDigest(.md5))
    case "sha1": sum = .digest(RunningDigest(.sha1))
    case "sha256": sum = .digest(RunningDigest(.sha256))
    case "sha512": sum = .digest(RunningDigest(.sha512))
    case "crc32": sum = .cyclic(CyclicChecksum(.crc32))
    case "crc32c": sum = .cyclic(CyclicChecksum(.crc32c))
    case "crc64nvme": sum = .cyclic(CyclicChecksum(.crc64nvme))
    default: return nil
    }
  }

  /// The names of the algorithms, for messages.
  package static let names = "MD5, SHA-1, SHA-256, SHA-512, CRC32, CRC32C, CRC64NVME"

  /// Whether an algorithm is supported.
  ///
  /// - Parameter name: The algorithm in any usual spelling.
  /// - Returns: Whether it is.
  package static func supports(_ name: String) -> Bool {
    names.split(separator: ", ").contains { plain(String($0)) == plain(name) }
  }

  /// Whether a text can be a checksum by an algorithm, in hexadecimal digits or in Base64.
  ///
  /// - Parameters:
  ///   - text: The text, such as `n/a`.
  ///   - name: The algorithm, a supported one.
  /// - Returns: Whether it has the right length and only digits of one of the two forms.
  package static func isValue(_ text: String, of name: String) -> Bool {
    let count =
      switch plain(name) {
      case "md5": 16
      case "sha1": 20
      case "sha256": 32
      case "sha512": 64
      case "crc64nvme": 8
      default: 4
      }
    let bytes = text.utf8
    if bytes.count == 2 * count, text.allSatisfy(\.isHexDigit) { return true }
    guard bytes.count == (count + 2) / 3 * 4 else { return false }
    let padding = (3 - count % 3) % 3
    let letters = bytes.dropLast(padding)
    return bytes.suffix(padding).allSatisfy { $0 == UInt8(ascii: "=") }
      && letters.allSatisfy { byte in
        let isLetter = (0x41...0x5A).contains(byte & 0xDF)
        let isDigit = (0x30...0x39).contains(byte)
        return isLetter || isDigit || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
      }
  }

  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
  }

  /// Adds bytes.
  package mutating func add(_ bytes: Span<UInt8>) {
    switch sum {
    case .digest(let digest): digest.add(bytes)
    case .cyclic(var checksum):
      checksum.add(bytes)
      sum = .cyclic(checksum)
    }
  }

  /// Compares the checksum of all bytes with a value; no more bytes may be added.
  ///
  /// - Parameter text: The value in hexadecimal digits, or in Base64 as stores write it.
  /// - Returns: The right value in the same form; nil if they are equal.
  package func difference(from text: String) -> String? {
    let value =
      switch sum {
      case .digest(let digest): digest.finishedBytes()
      case .cyclic(let checksum): checksum.value
      }
    let hexadecimal = Digest.hexadecimal(value)
    if text.lowercased() == hexadecimal { return nil }
    let base64 = Base64.encode(value)
    if text == base64 { return nil }
    // Eight characters may be four bytes in either form.
    let isHexadecimal = text.utf8.count == hexadecimal.utf8.count && text.allSatisfy(\.isHexDigit)
    return text.utf8.count == base64.utf8.count && !isHexadecimal ? base64 : hexadecimal
  }
}
