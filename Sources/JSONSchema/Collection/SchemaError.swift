package import Formats

/// Why a schema could not be compiled.
package struct SchemaError: Error, Sendable {
  /// The kinds of fault.
  package enum Code: String, Sendable, Hashable {
    /// A keyword has an invalid value.
    case malformedKeyword
    /// A pattern is not a regular expression, or uses something unsupported.
    case malformedPattern
    /// A reference leads to something that was not added.
    case unknownReference
    /// A metaschema was not added, or requires an unknown vocabulary.
    case unknownDialect
    /// Two resources or anchors have the same name.
    case duplicateIdentifier
    /// A schema refers to itself without going deeper into the instance.
    case endlessRecursion
  }
  /// The kind of fault.
  package let code: Code
  /// Where in the schema, as a URI with a JSON pointer.
  package let location: String
  /// The value at fault; nil if the fault is not in a value.
  package let node: Node?
  /// What is wrong, in one line without a final period.
  package let message: String

  init(_ code: Code, at location: String, _ node: Node?, _ message: String) {
    self.code = code
    self.location = location
    self.node = node
    self.message = message
  }
}

extension SchemaError: CustomStringConvertible {
  /// Names the place and the fault.
  package var description: String { "\(location): \(message)" }
}
