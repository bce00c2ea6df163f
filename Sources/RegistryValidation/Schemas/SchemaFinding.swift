internal import Formats
internal import JSONSchema

/// One fault found by a JSON Schema, or in a schema.
package struct SchemaFinding: Sendable {
  /// The fault and its place; its rule is empty unless the schema gives one.
  package var finding: Finding
  /// The keyword that failed; `syntax` for a document that can't be parsed.
  package var keyword: String
  /// The place of the keyword: a URI with a JSON pointer.
  package var schemaLocation: String?
  /// Further information.
  package var note: String?

  /// Makes a finding about a whole document.
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

  /// Makes a finding of a syntax fault in JSON or YAML.
  init(_ fault: SyntaxFault, in text: SchemaText) {
    self.init("syntax", fault.message, in: text.name)
    DocumentPlaces(source: text.bytes).place(&finding, at: fault.offset..<fault.offset)
    finding.expected = fault.expected
    finding.actual = fault.found
  }
}

/// Why nothing can be checked: an unreadable file, or faults in a schema.
package struct SchemaProblem: Error, Sendable {
  /// The faults, at least one.
  package let findings: [SchemaFinding]
  /// Whether a schema refers to one that was not given.
  package let isMissingSchema: Bool

  /// Makes a problem about a whole file.
  init(_ name: String, _ message: String) {
    self.init([SchemaFinding("", message, in: name)])
  }

  init(_ findings: [SchemaFinding], isMissingSchema: Bool = false) {
    self.findings = findings
    self.isMissingSchema = isMissingSchema
  }
}
