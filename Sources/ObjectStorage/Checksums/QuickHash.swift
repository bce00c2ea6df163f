/// A hash of 64 bits that shows accidental differences (FNV-1a).
struct QuickHash: Sendable, Hashable {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Adds bytes.
  mutating func add(_ bytes: Span<UInt8>) {
    var state = state
    for index in bytes.indices { state = (state ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
    self.state = state
  }
}
