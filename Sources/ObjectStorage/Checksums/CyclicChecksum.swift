/// A cyclic redundancy check of bytes that arrive piece by piece.
///
/// Source: the NVM Command Set's CRC64NVME, Castagnoli's CRC32C, and the CRC32 of zip; all
/// reflected. The check of "123456789" is `ae8b14860a799888`, `e3069283` and `cbf43926`.
package struct CyclicChecksum: Sendable {
  /// The kinds of checksum.
  package enum Kind: Sendable, Hashable {
    /// 8 bytes; Amazon computes it for every new object.
    case crc64nvme
    /// 4 bytes, with Castagnoli's polynomial.
    case crc32c
    /// 4 bytes, as in zip and gzip.
    case crc32
  }

  private let tables: [UInt64]
  private let mask: UInt64
  private var state: UInt64
  private let length: Int

  /// Begins a checksum.
  ///
  /// - Parameter kind: Which one.
  package init(_ kind: Kind) {
    switch kind {
    case .crc64nvme: (tables, mask, length) = (Self.nvme, .max, 8)
    case .crc32c: (tables, mask, length) = (Self.castagnoli, 0xFFFF_FFFF, 4)
    case .crc32: (tables, mask, length) = (Self.zip, 0xFFFF_FFFF, 4)
    }
    state = mask
  }

  private static let nvme = makeTables(0x9A6C_9329_AC4B_C9B5)
  private static let castagnoli = makeTables(0x82F6_3B78)
  private static let zip = makeTables(0xEDB8_8320)

  /// Eight tables, so that eight bytes are taken at once.
  private static func makeTables(_ polynomial: UInt64) -> [UInt64] {
    var tables = [UInt64](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var value = UInt64(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1 }
      tables[byte] = value
    }
    for index in 256..<tables.count {
      let before = tables[index - 256]
      tables[index] = before >> 8 ^ tables[Int(before & 0xFF)]
    }
    return tables
  }

  /// Adds bytes.
  package mutating func add(_ bytes: Span<UInt8>) {
    var state = state
    unsafe tables.withUnsafeBufferPointer { tables in
      unsafe bytes.withUnsafeBytes { bytes in
        var index = 0
        while index + 8 <= bytes.count {
          let word = unsafe UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
          let mixed = state ^ word
          state = unsafe tables[1792 + Int(mixed & 0xFF)] ^ tables[1536 + Int(mixed >> 8 & 0xFF)]
          unsafe state ^= tables[1280 + Int(mixed >> 16 & 0xFF)]
          unsafe state ^= tables[1024 + Int(mixed >> 24 & 0xFF)]
          unsafe state ^= tables[768 + Int(mixed >> 32 & 0xFF)]
          unsafe state ^= tables[512 + Int(mixed >> 40 & 0xFF)]
          unsafe state ^= tables[256 + Int(mixed >> 48 & 0xFF)]
          unsafe state ^= tables[Int(mixed >> 56)]
          index += 8
        }
        while index < bytes.count {
          state = unsafe state >> 8 ^ tables[Int((state ^ UInt64(bytes[index])) & 0xFF)]
          index += 1
        }
      }
    }
    self.state = state
  }

  /// The checksum of all bytes, with the highest byte first.
  package var value: [UInt8] {
    let value = state ^ mask
    return (0..<length).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }
}
