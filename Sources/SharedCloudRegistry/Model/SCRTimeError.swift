/// Why a text is not a time of the spec.
public struct SCRTimeError: Error, Sendable, Hashable {
  /// The sorts of fault that are told apart.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The text is in no form that the spec knows.
    case malformed
    /// The form is right, but there is no such day or time of day.
    case impossible
    /// The time zone is absent, or something other than an upper-case Z.
    case missingZone = "missing-zone"
    /// A point stands before the seconds, as in the samples of the spec: `T00:00.00Z`.
    case pointForColon = "point-for-colon"
  }
  /// The sort of fault.
  public let kind: Kind
  /// The byte of the text at which it shows, counted from 0.
  public let offset: Int

  init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
  }
}
