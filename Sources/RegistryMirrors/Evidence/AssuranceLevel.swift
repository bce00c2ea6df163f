/// How much is known about two copies of an object, from nothing to all bytes.
public enum AssuranceLevel: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Nothing is known, with a reason.
  case unknown
  /// Both sides have the key.
  case listed
  /// The sizes are equal too.
  case size
  /// The ETags are comparable and equal: the same bytes in the same upload layout.
  case etag
  /// The composite checksums and the numbers of parts are equal.
  case composite
  /// A cyclic redundancy check over the complete object is equal, which excludes accidents.
  case crc
  /// A digest over the complete object is equal, as a store or a list states it.
  case digest
  /// The bytes were read now.
  case content

  /// Orders levels from the weakest to the strongest.
  public static func < (left: AssuranceLevel, right: AssuranceLevel) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// The names of all levels, for messages.
  public static let names = allCases.map(\.rawValue).joined(separator: ", ")

  /// Whether the level takes a request for each object.
  var takesRequests: Bool { self >= .composite }
}
