/// Why compressed bytes could not be decoded, and where.
package struct ArchiveFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of fault that callers can act on.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The bytes don't begin like the format.
    case notAnArchive
    /// The bytes end before the archive does.
    case truncated
    /// The bytes contradict themselves.
    case damaged
    /// The archive may be sound, but its kind is not supported.
    case unsupported
    /// It contains more than the limits allow.
    case tooLarge
  }
  /// The kind of fault.
  package let kind: Kind
  /// The place in the compressed bytes, counted from 0.
  package let offset: Int
  /// What is wrong, in one line.
  package let message: String

  /// Makes a fault.
  ///
  /// - Parameters:
  ///   - kind: The kind of fault.
  ///   - offset: The place in the compressed bytes, counted from 0.
  ///   - message: What is wrong, in one line.
  package init(_ kind: Kind, at offset: Int, _ message: String) {
    self.kind = kind
    self.offset = offset
    self.message = message
  }

  /// What is wrong and where.
  package var description: String { "\(message) (at byte \(offset))" }
}
