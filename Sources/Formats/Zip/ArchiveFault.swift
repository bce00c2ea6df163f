/// Why compressed bytes could not be decoded, and where.
package struct ArchiveFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, in kinds that callers can act on.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The bytes don't begin as those of the format do.
    case notAnArchive
    /// The bytes end before the archive does.
    case truncated
    /// What the bytes say contradicts itself.
    case damaged
    /// The archive may be sound, but is of a kind that is not read.
    case unsupported
    /// There is more in it than the limits allow.
    case tooLarge
  }
  /// The kind of fault.
  package let kind: Kind
  /// Where in the compressed bytes it shows, counted from 0.
  package let offset: Int
  /// What is wrong, in one line.
  package let message: String

  /// Makes a fault.
  ///
  /// - Parameters:
  ///   - kind: The kind of fault.
  ///   - offset: Where in the compressed bytes it shows, counted from 0.
  ///   - message: What is wrong, in one line.
  package init(_ kind: Kind, at offset: Int, _ message: String) {
    self.kind = kind
    self.offset = offset
    self.message = message
  }

  /// What is wrong and where.
  package var description: String { "\(message) (at byte \(offset))" }
}
