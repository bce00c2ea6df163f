internal import Formats
internal import JSONSchema

/// One fault that a JSON Schema found, or one in a schema.
package struct SchemaFinding: Sendable {
  /// What is wrong and where; its rule is empty unless the schema names one.
  package var finding: Finding
  /// The keyword that says so; `syntax` for a text that can't be read.
  package var keyword: String
  /// Where the keyword stands: a URI with a JSON pointer.
  package var schemaLocation: String?
  /// What else is to be known.
  package var note: String?

  /// Makes a finding about a text as a whole.
  init(_ keyword: String, _ message: String, in name: String) {
    self.keyword = keyword
    finding = Finding(
      rule: "", severity: .error, message: message, location: Location(uri: name, key: name))
  }

  /// Makes a finding of a failure.
  init(_ failure: SchemaFailure, in name: String, _ places: DocumentPlaces) {
    self.init(failure.keyword, failure.message, in: name)
    places.place(&finding, at: failure.instance, pointer: failure.pointer)
    finding.rule = failure.rule ?? ""
    finding.expected = failure.expected
    finding.actual = failure.actual
    schemaLocation = failure.schemaLocation
    note = failure.note
  }

  /// Makes a finding of a fault that keeps a text from being JSON or YAML.
  init(_ fault: SyntaxFault, in text: SchemaText) {
    self.init("syntax", fault.message, in: text.name)
    DocumentPlaces(source: text.bytes).place(&finding, fault.offset..<fault.offset)
    finding.expected = fault.expected
    finding.actual = fault.found
  }
}

/// Why nothing can be checked: a file that can't be read, or faults of a schema.
package struct SchemaProblem: Error, Sendable {
  /// The faults, of which there is at least one.
  package let findings: [SchemaFinding]
  /// Whether a schema refers to one that was not given.
  package let isMissingSchema: Bool

  /// Makes a problem of a file as a whole.
  init(_ name: String, _ message: String) {
    self.init([SchemaFinding("", message, in: name)])
  }

  init(_ findings: [SchemaFinding], isMissingSchema: Bool = false) {
    self.findings = findings
    self.isMissingSchema = isMissingSchema
  }
}
