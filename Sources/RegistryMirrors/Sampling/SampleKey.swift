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
  /// - Throws: ``StoreError`` if OpenSSL is missing.
  init(of key: [UInt8], seed: Int) throws(StoreError) {
    let bytes = Array("\(seed)\0".utf8) + key
    let running = try RunningDigest(.sha256)
    running.add(bytes.span)
    digest = running.finishedBytes()
  }

  /// Orders places by their digests.
  static func < (left: SampleKey, right: SampleKey) -> Bool {
    left.digest.lexicographicallyPrecedes(right.digest)
  }
}
