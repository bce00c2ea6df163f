internal import Formats
internal import ObjectStorage
internal import SharedCloudRegistry

/// The findings in one JSON document, and its content.
struct DocumentResult: Sendable {
  /// The findings.
  var reporter: FileReporter
  /// The kind of the document; nil if it is unknown.
  var kind: DocumentKind?
  /// The document; nil if it is not JSON and too little of it can be read.
  var document: Document?
  /// The faults of syntax in spite of which the document was read; nil for JSON.
  var recovery: JSONRecovery?
  /// Its version.
  var detection: DialectDetection?
  /// The dialect it was checked in.
  var dialect = Dialect.spec10
  /// The entries of a catalog.
  var entries: [CatalogEntry] = []
  /// Whether it has more schema failures than are counted.
  var hasMoreFailures = false
  /// The value in the document that is the registry, catalog, entry or info document; nil if
  /// nothing is.
  var content: Node?
  /// The JSON pointer of the content.
  var contentPointer = ""
  /// The buckets of a registry, the entries of a catalog, or the parameters of an info document.
  var elements: [Node] = []
  /// The JSON pointers from the elements of the catalog's list to entries inside them, by position.
  var entryPointers: [Int: String] = [:]
  /// What it is instead, if nothing in it can be checked.
  var otherForm: String?

  /// Why nothing in it can be checked.
  var obstacle: String { otherForm.map { "is \($0)" } ?? "is not JSON" }

  /// The address of the bucket as the document gives it; nil if it names none.
  var endpoint: ObjectAddress? {
    let address = content?["endpoint"]?.string.flatMap(ObjectAddress.init)
    return address.flatMap { $0.hasBucketName ? $0 : nil }
  }
}

extension DocumentResult {
  /// Whether the document is JSON, so that conclusions may be drawn from what it lacks.
  var isJSON: Bool { document != nil && recovery == nil }

  /// Whether every value is known: the document is JSON, or its faults leave no value in doubt, as a
  /// trailing comma does.
  var isCertain: Bool { document != nil && recovery?.isCertain ?? true }
}
