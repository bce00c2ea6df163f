internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// Judges whether datakeys are in the bucket of their index file, whichever address names it.
///
/// Few prefixes occur in a file, so each is judged once.
struct DatakeyBuckets: Sendable {
  /// Whether a datakey is in the bucket.
  enum Verdict: Sendable, Hashable {
    case same, other
    /// The host may serve any bucket.
    case unknown
  }

  private let bucket: BucketIdentity?
  private var judged: [(prefix: [UInt8], verdict: Verdict)] = []
  private static let mostJudged = 16

  /// The start of the first datakey whose bucket is not known, and why; nil if all are known.
  private(set) var unknown: (prefix: String, reason: String)?

  init(bucket: String) { self.bucket = BucketIdentity(bucket) }

  /// Judges a datakey that has a scheme.
  mutating func verdict(on key: Span<UInt8>) -> Verdict {
    for (prefix, verdict) in judged where key.begins(with: prefix) { return verdict }
    let address = key.text
    guard let own = BucketIdentity(address), let bucket else { return .other }
    guard let prefix = BucketIdentity.prefix(of: address), !own.key.isEmpty else {
      // The bucket itself; another rule says that this is not a file.
      if case .known(true, _) = own.isSame(as: bucket) { return .same }
      return .other
    }
    let verdict: Verdict
    switch own.isSame(as: bucket) {
    case .known(let isSame, _): verdict = isSame ? .same : .other
    case .unknown(let reason):
      verdict = .unknown
      if unknown == nil { unknown = (prefix, reason) }
    }
    if judged.count < Self.mostJudged { judged.append((Array(prefix.utf8), verdict)) }
    return verdict
  }
}
