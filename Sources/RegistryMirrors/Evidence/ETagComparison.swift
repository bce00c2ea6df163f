internal import ObjectStorage

/// Compares ETags, and says "differs" only if the bytes are known to differ.
enum ETagComparison {
  /// One side of the comparison.
  struct Side: Sendable, Hashable {
    /// The ETag.
    var etag: ETag
    /// How the object is encrypted.
    var encryption = Encryption.unknown
    /// The size of every part but the last in bytes; nil if it is not known of each.
    var partSize: Int?
  }

  /// Compares the ETags of two objects of equal size.
  ///
  /// - Parameters:
  ///   - source: The source's object.
  ///   - mirror: The mirror's object.
  /// - Returns: The answer.
  static func compare(_ source: Side, with mirror: Side) -> Comparison {
    switch (source.etag, mirror.etag) {
    case (.digest(let one), .digest(let other)):
      if one == other { return .equal }
      guard source.encryption != .keyed, mirror.encryption != .keyed else {
        return .unknown(
          "the ETag of an object encrypted with a key of KMS or of the customer is not a digest of it"
        )
      }
      guard source.encryption == .plain, mirror.encryption == .plain else {
        return .unknown("the ETags differ, and it is not known whether the objects are encrypted")
      }
      return .differs("the ETags are MD5s and differ")
    case (.parts(let one, let count), .parts(let other, let number)):
      if one == other, count == number { return .equal }
      guard count == number else { return .unknown("the numbers of parts differ") }
      guard let size = source.partSize, let another = mirror.partSize else {
        return .unknown("the part sizes are not known")
      }
      guard size == another else { return .unknown("part sizes differ") }
      guard source.encryption == .plain, mirror.encryption == .plain else {
        return .unknown("the ETags differ, and it is not known whether the objects are encrypted")
      }
      return .differs("the ETags differ although the part sizes are equal")
    case (.parts, .digest), (.digest, .parts):
      return .unknown("one object was uploaded in parts and the other was not")
    case (.opaque, _), (_, .opaque):
      return .unknown("an ETag is not an MD5")
    }
  }
}
