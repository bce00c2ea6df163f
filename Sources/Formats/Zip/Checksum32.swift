internal import CZlib

/// The CRC-32 of ZIP and GZIP, computed piece by piece.
package struct Checksum32 {
  /// The checksum of the bytes so far.
  package private(set) var value: UInt32

  /// Starts a checksum.
  ///
  /// - Parameter value: The checksum of the bytes before.
  package init(_ value: UInt32 = 0) { self.value = value }

  /// Adds bytes.
  package mutating func add(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { unsafe add($0) }
  }

  /// Adds bytes.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    value = unsafe UInt32(truncatingIfNeeded: crc32_z(UInt(value), start, bytes.count))
  }
}

extension UInt32 {
  /// As eight hexadecimal digits.
  package var hexadecimal: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
