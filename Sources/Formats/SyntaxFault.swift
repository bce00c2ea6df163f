/// Why a text could not be read, and where.
package struct SyntaxFault: Error, Sendable, Hashable {
  /// The kinds of fault.
  package enum Code: String, Sendable, Hashable {
    /// The text violates the grammar.
    case grammar
    /// Two values are side by side without a comma.
    case missingComma
    /// There is a comma before a closing bracket.
    case trailingComma
    /// There is a comment, but the format has none.
    case comment
    /// The text ends inside a value.
    case unexpectedEnd
    /// Bytes outside strings are not UTF-8.
    case encoding
    /// Values are nested deeper than allowed.
    case tooDeep
    /// The text, or what its aliases expand to, is larger than allowed.
    case tooLarge
    /// A key repeats in one YAML mapping.
    case duplicateKey
  }
  /// The kind of fault.
  package var code: Code
  /// Where, as a byte offset into the text.
  package var offset: Int
  /// What is wrong, in one line without a final period.
  package var message: String
  /// What was expected there.
  package var expected: String?
  /// What was found instead.
  package var found: String?

  package init(
    _ code: Code, offset: Int, _ message: String, expected: String? = nil, found: String? = nil
  ) {
    self.code = code
    self.offset = offset
    self.message = message
    self.expected = expected
    self.found = found
  }
}

extension SyntaxFault {
  /// Throws a fault if a text has more bytes than allowed.
  static func requireSize(of text: [UInt8], atMost limit: Int) throws(SyntaxFault) {
    guard text.count > limit else { return }
    throw SyntaxFault(
      .tooLarge, offset: limit, "the document has more than \(limit) bytes",
      expected: "at most \(limit) bytes", found: "\(text.count) bytes")
  }

  /// Says that a text has more values than allowed.
  static func tooManyValues(at offset: Int, limit: Int) -> SyntaxFault {
    SyntaxFault(
      .tooLarge, offset: offset, "the document has more than \(limit) values and keys",
      expected: "at most \(limit) values and keys")
  }

  /// Says that a container is nested in more containers than allowed.
  static func tooDeep(at offset: Int, limit: Int) -> SyntaxFault {
    SyntaxFault(
      .tooDeep, offset: offset, "values are nested more than \(limit) deep",
      expected: "at most \(limit) levels")
  }
}
