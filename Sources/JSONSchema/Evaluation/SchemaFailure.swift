package import Formats

/// One violation of a schema by a value.
package struct SchemaFailure: Sendable {
  /// The value at fault; the key if a key is at fault, the object if a key is missing.
  package var instance: Node
  /// The pointer to the value or member at fault, by RFC 6901.
  package var pointer: String
  /// The keyword that failed.
  package var keyword: String
  /// The place of the keyword: a URI with a JSON pointer.
  package var schemaLocation: String
  /// What is wrong, in one line without a final period.
  package var message: String
  /// What the schema expects, if that can be written down.
  package var expected: String?
  /// What was found instead.
  package var actual: String?
  /// The code in the innermost `x-rule` around the keyword, on the path that reached it.
  package var rule: String?
  /// The kind of fault, if a format found it.
  package var faultKind: String?
  /// The alternative that the failure is about, if only the closest one is reported.
  package var note: String?
}

extension SchemaFailure: CustomStringConvertible {
  /// Names the place and the fault.
  package var description: String { (pointer.isEmpty ? "" : pointer + ": ") + message }
}
