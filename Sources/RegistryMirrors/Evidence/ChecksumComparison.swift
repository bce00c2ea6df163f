internal import ObjectStorage

/// Compares the checksums that stores and lists state.
enum ChecksumComparison {
  /// The answer, and what equal values prove.
  struct Answer: Sendable, Hashable {
    /// The answer.
    var comparison: Comparison
    /// The level that is reached if the values are equal.
    var level: AssuranceLevel
    /// The algorithm that decided; nil if none did.
    var algorithm: ChecksumAlgorithm?
  }

  /// Compares the checksums over all bytes, then those over parts.
  ///
  /// - Parameters:
  ///   - source: The source's object.
  ///   - mirror: The mirror's object.
  /// - Returns: A difference if any algorithm shows one, else the strongest equality.
  static func compare(_ source: ObjectFacts, with mirror: ObjectFacts) -> Answer {
    let full = compareFull(source, with: mirror)
    if case .unknown = full.comparison {
      let parts = compareComposite(source, with: mirror)
      if case .unknown(let reason) = parts.comparison, reason.isEmpty { return full }
      return parts
    }
    return full
  }

  private static func compareFull(_ one: ObjectFacts, with other: ObjectFacts) -> Answer {
    let (source, mirror) = (one.attested, other.attested)
    var equal: ChecksumAlgorithm?
    for algorithm in ChecksumAlgorithm.byStrength
    where one.fullChecksum(algorithm) != nil || other.fullChecksum(algorithm) != nil {
      let ones = source.filter { $0.algorithm == algorithm }
      let others = mirror.filter { $0.algorithm == algorithm }
      guard let one = ones.first, let other = others.first else { continue }
      guard one.value == other.value else {
        return Answer(
          comparison: .differs(
            "\(algorithm.rawValue) \(one.hexadecimal) and \(other.hexadecimal)"),
          level: algorithm.level, algorithm: algorithm)
      }
      equal = equal ?? algorithm
    }
    if let equal { return Answer(comparison: .equal, level: equal.level, algorithm: equal) }
    // Only an unequal ETag of an object with another key proves nothing.
    if one.hasMD5(ofETag: other) || other.hasMD5(ofETag: one) {
      return Answer(comparison: .equal, level: .digest, algorithm: .md5)
    }
    let (hasOne, hasOther) = (
      one.checksums.contains(where: \.isFull), other.checksums.contains(where: \.isFull)
    )
    let reason =
      !hasOne
      ? !hasOther ? "neither side states a checksum" : "the source states no checksum"
      : !hasOther ? "the mirror states no checksum" : "the checksums have other algorithms"
    return Answer(comparison: .unknown(reason), level: .unknown)
  }

  private static func compareComposite(
    _ source: ObjectFacts, with mirror: ObjectFacts
  ) -> Answer {
    for algorithm in ChecksumAlgorithm.byStrength {
      let ones = source.checksums.filter { $0.algorithm == algorithm && !$0.isFull }
      let others = mirror.checksums.filter { $0.algorithm == algorithm && !$0.isFull }
      guard let one = ones.first, let other = others.first else { continue }
      func answer(_ comparison: Comparison) -> Answer {
        Answer(comparison: comparison, level: .composite, algorithm: algorithm)
      }
      if one.value == other.value, one.kind == other.kind { return answer(.equal) }
      guard one.kind == other.kind else { return answer(.unknown("the numbers of parts differ")) }
      guard let size = source.partSize, size == mirror.partSize else {
        return answer(.unknown("the composite checksums differ, and the part sizes may too"))
      }
      return answer(.differs("the composite \(algorithm.rawValue) of equal parts differ"))
    }
    return Answer(comparison: .unknown(""), level: .unknown)
  }
}

extension ObjectFacts {
  /// Whether the MD5 that is stated about this object is the ETag of another one.
  fileprivate func hasMD5(ofETag other: ObjectFacts) -> Bool {
    guard let own = fullChecksum(.md5), let etag = other.etag, case .digest(let text) = ETag(etag)
    else { return false }
    return own.hexadecimal == text
  }
}
