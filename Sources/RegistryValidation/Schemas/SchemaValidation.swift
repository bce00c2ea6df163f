internal import Formats
internal import JSONSchema

/// A JSON Schema, ready to check documents.
package struct SchemaValidation: Sendable {
  /// Where the schema comes from.
  package enum Source: Sendable {
    /// It is in a file or standard input.
    case text(SchemaText)
    /// It is built in.
    case builtIn(BuiltInSchema)
  }

  /// The findings in one document.
  package struct Outcome: Sendable {
    /// The name of the document for people.
    package let name: String
    /// The findings in the order of the document; empty if it is valid.
    package var findings: [SchemaFinding]
    /// Whether there may be more findings than are listed.
    package var isCutOff = false
  }

  /// The maximum number of findings for one document.
  private static let findingLimit = 1000

  private let schemas: SchemaTexts
  private let uri: String
  private var options: SchemaOptions
  private let schema: Schema
  /// The same schema with more preparation, for large documents.
  private var preparedSchema: Schema?

  /// Reads and compiles a schema.
  ///
  /// - Parameters:
  ///   - source: The schema.
  ///   - resources: Other schemas that it refers to, by URIs or by references relative to it.
  ///   - assertsFormat: Whether standard formats are asserted; `scr-time` always is.
  /// - Throws: The faults of a schema.
  package init(
    _ source: Source, resources: [(uri: String, text: SchemaText)] = [],
    assertsFormat: Bool = false
  ) throws(SchemaProblem) {
    var schemas = SchemaTexts()
    switch source {
    case .text(let text): uri = try schemas.add(text, uri: text.uri)
    case .builtIn(let schema): uri = schema.uri
    }
    for (reference, text) in resources {
      try schemas.add(text, uri: SchemaCollection.resolve(reference, against: uri))
    }
    try schemas.addLibrary()
    try schemas.checkByMetaschema()
    options = SchemaOptions(
      assertsFormat: assertsFormat, formats: ["scr-time": FormatCheck { TimeFormat.check($0) }],
      usesTables: false)
    schema = try schemas.compile(uri, options: options)
    self.schemas = schemas
  }

  /// The unknown formats in the schema, in order.
  package var unknownFormats: [String] { schema.unknownFormats.sorted() }

  /// Checks a document.
  ///
  /// - Parameter text: JSON or YAML; if it is neither, that is the one finding.
  /// - Returns: Its findings.
  /// - Throws: A problem if the document exceeds the limits, so it is not checked.
  package mutating func check(_ text: SchemaText) throws(SchemaProblem) -> Outcome {
    var outcome = Outcome(name: text.name, findings: [])
    do throws(SyntaxFault) {
      let document = try text.parsed()
      let schema = schema(for: text)
      guard !schema.isValid(document.root) else { return outcome }
      let failures = schema.failures(in: document.root, limit: Self.findingLimit)
      let places = DocumentPlaces(document)
      outcome.findings = failures.filter { !Self.isAccepted($0) }
        .map { SchemaFinding($0, in: text.name, places) }
      outcome.isCutOff = failures.count >= Self.findingLimit
    } catch {
      guard error.code != .tooLarge else { throw SchemaProblem(text.name, error.message) }
      outcome.findings = [SchemaFinding(error, in: text)]
    }
    return outcome
  }

  private mutating func schema(for text: SchemaText) -> Schema {
    guard text.bytes.count > 256 << 10 else { return schema }
    if let preparedSchema { return preparedSchema }
    options.usesTables = true
    let prepared = (try? schemas.compile(uri, options: options)) ?? schema
    preparedSchema = prepared
    return prepared
  }

  /// Whether the built-in schemas accept a remark on a time: they give no rule for it.
  private static func isAccepted(_ failure: SchemaFailure) -> Bool {
    failure.keyword == "format" && failure.rule == nil
      && failure.schemaLocation.hasPrefix("tag:scregistry,")
  }
}
