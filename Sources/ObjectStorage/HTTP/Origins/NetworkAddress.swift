internal import Files
internal import Formats

/// An address of the Internet Protocol, version 4 or 6.
struct NetworkAddress: Sendable, Hashable {
  /// The 4 or 16 bytes of the address.
  let bytes: [UInt8]

  /// Creates an address.
  ///
  /// - Parameter bytes: Its 4 or 16 bytes; the result is nil for another number.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  /// Reads a host that is an address, in any spelling that a resolver takes: decimal, octal or
  /// hexadecimal numbers, fewer than four of them, percent-encoded, or IPv6 with a zone.
  ///
  /// - Parameter host: The host without a port; the result is nil if it is a name.
  init?(literal host: String) {
    guard var text = PercentEncoding.decode(host), !text.utf8.contains(0) else { return nil }
    if text.hasPrefix("["), text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
    while text.hasSuffix(".") { text.removeLast() }
    if let four = POSIX.addressOfVersion4(text) {
      self.init(four)
      return
    }
    guard let six = POSIX.addressOfVersion6(String(text.prefix { $0 != "%" })) else { return nil }
    self.init(six)
  }

  /// The address as text.
  var text: String {
    guard bytes.count == 16 else { return bytes.map(String.init).joined(separator: ".") }
    return stride(from: 0, to: 16, by: 2)
      .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
      .joined(separator: ":")
  }

  /// Whether the address begins with the same bits as a prefix.
  ///
  /// - Parameters:
  ///   - prefix: The bytes of the prefix; bytes that are absent are zero.
  ///   - bits: The number of bits to compare.
  /// - Returns: Whether they are the same.
  func begins(with prefix: [UInt8], bits: Int) -> Bool {
    (0..<(bits + 7) / 8).allSatisfy { index in
      let mask = UInt8(truncatingIfNeeded: 0xFF00 >> Swift.min(8, bits - index * 8))
      let expected = index < prefix.count ? prefix[index] : 0
      return (bytes[index] ^ expected) & mask == 0
    }
  }
}
