package import Formats

/// Why a schema could not be compiled.
package struct SchemaError: Error, Sendable {
  /// The sorts of fault that are told apart.
  package enum Code: String, Sendable, Hashable {
    /// A keyword has a value that it cannot have.
    case malformedKeyword
    /// A pattern is not a regular expression, or none that is supported.
    case malformedPattern
    /// A reference leads to nothing that was given.
    case unknownReference
    /// A metaschema was not given, or asks for a vocabulary that is not known.
    case unknownDialect
    /// Two resources or anchors have one name.
    case duplicateIdentifier
    /// A schema refers to itself without going deeper into the instance.
    case endlessRecursion
  }
  /// The sort of fault.
  package let code: Code
  /// Where in the schema, as a URI with a JSON pointer.
  package let location: String
  /// The value at fault; nil if no value of a schema is.
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
