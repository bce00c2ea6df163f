/// Which addresses everybody reaches, and which belong to a machine or its network.
///
/// Source: IANA's registries of special-purpose addresses of IPv4 and IPv6.
extension NetworkAddress {
  /// Whether it is a public address.
  ///
  /// Addresses of this machine, of private networks and links, and for groups, documentation and
  /// future use are not. Addresses that hold another one are judged by that one.
  var isPublic: Bool {
    if let inner = embedded { return inner.isPublic }
    let special = bytes.count == 4 ? Self.special4 : Self.special6
    guard !special.contains(where: { begins(with: $0.prefix, bits: $0.bits) }) else { return false }
    return bytes.count == 4 || begins(with: [0x20], bits: 3)
  }

  /// Whether it is an address of a link, where clouds keep the credentials of their machines.
  var isLinkLocal: Bool {
    if let inner = embedded { return inner.isLinkLocal }
    guard bytes.count == 16 else { return begins(with: [169, 254], bits: 16) }
    return begins(with: [0xFE, 0x80], bits: 10) || self == Self.amazonMetadata
  }

  private static let amazonMetadata = NetworkAddress([
    0xFD, 0, 0x0E, 0xC2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54,
  ])

  /// The IPv4 address that an IPv6 address holds: mapped, compatible, translated (NAT64), 6to4 or
  /// ISATAP; nil if it holds none.
  private var embedded: NetworkAddress? {
    guard bytes.count == 16 else { return nil }
    let last = NetworkAddress(Array(bytes[12...]))
    if begins(with: [], bits: 96) { return last }
    if begins(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], bits: 96) { return last }
    if begins(with: [0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], bits: 96) { return last }
    if begins(with: [0, 0x64, 0xFF, 0x9B], bits: 96) { return last }
    if bytes[8] & 0xFD == 0, bytes[9...11].elementsEqual([0, 0x5E, 0xFE]) { return last }
    if begins(with: [0x20, 0x02], bits: 16) { return NetworkAddress(Array(bytes[2..<6])) }
    return nil
  }

  private static let special4: [(prefix: [UInt8], bits: Int)] = [
    ([0], 8), ([10], 8), ([100, 64], 10), ([127], 8), ([169, 254], 16), ([172, 16], 12),
    ([192, 0, 0], 24), ([192, 0, 2], 24), ([192, 88, 99], 24), ([192, 168], 16), ([198, 18], 15),
    ([198, 51, 100], 24), ([203, 0, 113], 24), ([224], 4), ([240], 4),
  ]

  /// Within 2000::/3: protocol assignments with Teredo, and documentation.
  private static let special6: [(prefix: [UInt8], bits: Int)] = [
    ([0x20, 0x01], 23), ([0x20, 0x01, 0x0D, 0xB8], 32), ([0x3F, 0xFF], 20),
  ]
}
