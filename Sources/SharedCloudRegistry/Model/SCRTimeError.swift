/// Why a string is not a time of the spec.
public struct SCRTimeError: Error, Sendable, Hashable {
  /// The kinds of fault.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The form is not one of the spec.
    case malformed
    /// The form is right, but there is no such day or time of day.
    case impossible
    /// The time zone is absent, or not an upper-case Z.
    case missingZone = "missing-zone"
    /// A period instead of the colon before the seconds, as in the samples of the spec:
    /// `T00:00.00Z`.
    case pointForColon = "point-for-colon"
  }
  /// The kind of fault.
  public let kind: Kind
  /// The offset of the byte that shows the fault.
  public let offset: Int

  init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
  }
}
