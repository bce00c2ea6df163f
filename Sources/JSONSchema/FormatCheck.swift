/// What decides whether the text of a string conforms to a format.
package struct FormatCheck: Sendable {
  // A closure in a struct is called directly; one in a dictionary goes through two others.
  private let check: @Sendable (Span<UInt8>) -> FormatFault?

  /// Makes a check of a function that returns nil for text that conforms.
  package init(_ check: @escaping @Sendable (Span<UInt8>) -> FormatFault?) { self.check = check }

  /// Returns how a text departs from the format; nil if it conforms.
  package func fault(in text: Span<UInt8>) -> FormatFault? { check(text) }
}

/// How a string departs from a format.
package struct FormatFault: Sendable, Hashable {
  /// The sort of fault, by which `x-rule` may choose a rule, such as `malformed`.
  package var kind: String
  /// What is wrong, in one line without a final period.
  package var message: String
  /// What the format asks for, when that can be written down.
  package var expected: String?

  package init(kind: String, message: String, expected: String? = nil) {
    self.kind = kind
    self.message = message
    self.expected = expected
  }
}

/// What a schema leaves to whoever uses it.
package struct SchemaOptions: Sendable {
  /// Whether the formats that this module knows are asserted; otherwise they are comments.
  package var assertsFormat = false
  /// More formats by name, which are always asserted and go before those known here.
  package var formats: [String: FormatCheck] = [:]

  /// Whether patterns are made into tables, which costs more once and less for each text.
  ///
  /// Worth it for instances of more than some hundred kilobytes.
  package var usesTables = true

  package init(
    assertsFormat: Bool = false, formats: [String: FormatCheck] = [:], usesTables: Bool = true
  ) {
    self.assertsFormat = assertsFormat
    self.formats = formats
    self.usesTables = usesTables
  }
}
