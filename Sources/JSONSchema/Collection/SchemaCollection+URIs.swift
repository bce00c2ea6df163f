extension SchemaCollection {
  /// Tells whether a URI names a schema, either a document or one bundled in a document.
  ///
  /// - Parameter uri: An absolute URI without fragment.
  /// - Returns: Whether such a schema was added.
  package func contains(_ uri: String) -> Bool { resource(uri) != nil }

  /// Returns the URI that a reference means in a schema, without its fragment.
  ///
  /// Spec: RFC 3986, 5.2.2.
  ///
  /// - Parameters:
  ///   - reference: An absolute URI or a relative reference.
  ///   - base: The absolute URI of the schema that contains it.
  /// - Returns: An absolute URI.
  package static func resolve(_ reference: String, against base: String) -> String {
    URIReference(reference).resolved(against: URIReference(base)).resource
  }
}
