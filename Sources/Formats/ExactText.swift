/// A string that is compared by its bytes.
///
/// Swift's strings are equal if they are canonically equivalent: `é` as one scalar equals `e` with
/// a combining accent. Keys of objects, ids and names of files are bytes: those are two keys.
package struct ExactText: Sendable, Hashable, Comparable {
  /// The string.
  package let text: String

  /// Makes a string that is compared by its bytes.
  ///
  /// - Parameter text: The string.
  package init(_ text: some StringProtocol) { self.text = String(text) }

  /// Returns whether two strings have the same bytes.
  package static func == (left: ExactText, right: ExactText) -> Bool {
    left.text.hasSameBytes(as: right.text)
  }

  /// Orders strings by their bytes.
  package static func < (left: ExactText, right: ExactText) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  /// Hashes the bytes.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(bytes: text.utf8.span)
    hasher.combine(0xFF as UInt8)
  }
}

extension StringProtocol {
  /// Returns whether another string has the same bytes.
  ///
  /// - Parameter other: The other string.
  /// - Returns: Whether all bytes are equal; canonical equivalence does not suffice.
  package func hasSameBytes(as other: some StringProtocol) -> Bool {
    utf8.elementsEqual(other.utf8)
  }

  /// The string after a prefix.
  ///
  /// - Parameter prefix: The prefix.
  /// - Returns: The rest; nil if the string does not begin with the bytes of the prefix.
  package func rest(after prefix: some StringProtocol) -> String? {
    guard utf8.starts(with: prefix.utf8) else { return nil }
    return String(decoding: Array(utf8.dropFirst(prefix.utf8.count)), as: UTF8.self)
  }
}
