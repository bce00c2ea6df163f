extension Span<UInt8> {
  /// A hash that is the same in every process: FNV-1a with 64 bits.
  package var stableHash: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in 0..<count { hash = (hash ^ UInt64(self[index])) &* 0x100_0000_01B3 }
    return hash
  }
}

extension [UInt8] {
  /// A hash that is the same in every process.
  package var stableHash: UInt64 { span.stableHash }
}
