/// Decides whether a string conforms to a format.
package struct FormatCheck: Sendable {
  // A closure in a struct is called directly; one in a dictionary is called through two others.
  private let check: @Sendable (Span<UInt8>) -> FormatFault?

  /// Makes a check of a function that returns nil for a string that conforms.
  package init(_ check: @escaping @Sendable (Span<UInt8>) -> FormatFault?) { self.check = check }

  /// Returns how a string violates the format; nil if it conforms.
  package func fault(in text: Span<UInt8>) -> FormatFault? { check(text) }
}

/// How a string violates a format.
package struct FormatFault: Sendable, Hashable {
  /// The kind of fault, by which `x-rule` may choose a rule, such as `malformed`.
  package var kind: String
  /// What is wrong, in one line without a final period.
  package var message: String
  /// What the format expects, if that can be written down.
  package var expected: String?

  package init(kind: String, message: String, expected: String? = nil) {
    self.kind = kind
    self.message = message
    self.expected = expected
  }
}
