/// The positions of ascending hashes, found by their first bits.
struct HashSlots {
  private let hashes: [UInt64]
  /// For each value of the first bits, the position of the first hash that has it or a greater one.
  private let starts: [UInt32]
  private let shift: UInt64

  /// Indexes hashes.
  ///
  /// - Parameter hashes: The hashes, in ascending order, each once.
  init(_ hashes: [UInt64]) {
    self.hashes = hashes
    // About one hash for each value.
    let bits = Swift.min(28, Swift.max(1, Int.bitWidth - hashes.count.leadingZeroBitCount))
    let shift = UInt64(64 - bits)
    var starts: [UInt32] = []
    starts.reserveCapacity(1 << bits)
    for (position, hash) in hashes.enumerated() {
      while starts.count <= hash >> shift { starts.append(UInt32(position)) }
    }
    while starts.count < 1 << bits { starts.append(UInt32(hashes.count)) }
    self.starts = starts
    self.shift = shift
  }

  /// Finds a hash; nil if it is not one of them.
  func position(of hash: UInt64) -> Int? { position(of: hash, from: start(of: hash)) }

  /// Where the search for a hash begins.
  @inline(__always)
  func start(of hash: UInt64) -> Int { Int(starts[Int(hash >> shift)]) }

  /// Finds a hash from where its search begins; nil if it is not one of them.
  @inline(__always)
  func position(of hash: UInt64, from start: Int) -> Int? {
    var position = start
    while position < hashes.count, hashes[position] < hash { position += 1 }
    return position < hashes.count && hashes[position] == hash ? position : nil
  }
}
