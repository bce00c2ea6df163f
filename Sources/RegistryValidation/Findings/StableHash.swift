/// A 64-bit hash that is the same in every run and on every machine (FNV-1a).
package struct StableHash {
  private var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Begins without bytes.
  package init() {}

  /// Adds a string and a separator.
  package mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    add(0)
  }

  /// Adds bytes and a separator.
  package mutating func add(_ bytes: [UInt8]) {
    for byte in bytes { add(byte) }
    add(0)
  }

  private mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  /// The hash as 16 hexadecimal digits.
  package var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
