internal import ObjectStorage

/// The place of a key in the order by which samples are drawn: SHA-256 of the seed and the key.
///
/// The order does not depend on the machine, on the order of the keys, or on how they are divided
/// into shards: the first *n* of all shards together are the first *n* of the whole.
struct SampleKey: Sendable, Hashable, Comparable {
  /// The digest.
  let digest: [UInt8]

  /// Computes the place.
  ///
  /// - Parameters:
  ///   - key: The key below the mirror's root.
  ///   - seed: The seed.
  init(of key: [UInt8], seed: Int) {
    digest = Digest.sha256(Array("\(seed)\0".utf8) + key)
  }

  /// Orders places by their digests.
  static func < (left: SampleKey, right: SampleKey) -> Bool {
    left.digest.lexicographicallyPrecedes(right.digest)
  }
}
