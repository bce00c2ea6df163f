internal import Formats
internal import JSONSchema
internal import ObjectStorage
internal import SharedCloudRegistry

/// Checks one JSON document: its syntax, its version, then its content by the schema of its
/// dialect.
struct DocumentCheck: Sendable {
  /// The schemas, compiled as they are needed.
  let schemas = DocumentSchemas()
  let options: CheckOptions
  /// The requested dialect; nil to detect it.
  let dialect: Dialect?

  init(options: CheckOptions, dialect: Dialect?) {
    self.options = options
    self.dialect = dialect
  }

  /// Checks a text.
  ///
  /// - Parameters:
  ///   - source: The bytes of the document.
  ///   - file: Its place.
  ///   - kind: The kind, if it is known.
  /// - Returns: The findings.
  mutating func check(_ source: [UInt8], file: Location, kind: DocumentKind?) -> DocumentResult {
    var result = DocumentResult(
      reporter: FileReporter(file: file, dataset: nil, options: options), kind: kind)
    let limits = TextLimits(depth: options.documentDepth, size: options.documentSize)
    do throws(SyntaxFault) {
      let document = try JSONParser.parse(source, limits: limits)
      result.document = document
      report(document.remarks, of: document, in: &result)
      checkContent(of: document, in: &result)
    } catch {
      recover(source, after: error, limits: limits, in: &result)
    }
    return result
  }

  /// Reports all faults of syntax, and checks what can be read in spite of them.
  private mutating func recover(
    _ source: [UInt8], after first: SyntaxFault, limits: TextLimits,
    in result: inout DocumentResult
  ) {
    if let foreign = Self.foreign(source) {
      result.reporter.report(.jsonSyntax, "document \(foreign), not JSON") {
        DocumentPlaces(source: source).place(&$0, at: 0..<0)
        $0.identity = foreign
        $0.expected = "a JSON document"
      }
      return
    }
    let recovery = JSONRecovery(source, after: first, limits: limits)
    let places = DocumentPlaces(source: source)
    for fault in recovery.faults { report(fault, in: source, places, first, &result) }
    guard let document = recovery.document else { return }
    result.recovery = recovery
    result.document = document
    report(document.remarks, of: document, in: &result)
    checkContent(of: document, in: &result)
    if result.kind == nil { result.document = nil }
  }

  /// What a text is if nothing in it can be JSON; nil if something may be.
  private static func foreign(_ source: [UInt8]) -> String? {
    let start = source.span.extracting(0..<min(source.count, 512))
    if let content = ForeignContent(signatureOf: start), !content.words.hasPrefix("UTF-") {
      return content.statement
    }
    guard source.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) == UInt8(ascii: "<"),
      let content = ForeignContent(textOf: start), ["an HTML page", "XML"].contains(content.words)
    else { return nil }
    return content.statement
  }

  private mutating func checkContent(of document: Document, in result: inout DocumentResult) {
    let kind = result.kind ?? DocumentKind(of: document.root)
    result.kind = kind
    guard let kind, let root = content(of: document, as: kind, in: &result) else { return }
    let list = root.kind == .array ? root : kind.list.flatMap { root[$0.name] }
    let elements = kind == .dataset ? [root] : list.map { Array($0.elements) } ?? []
    let enclosed = enclosedElements(of: root, as: kind, in: &result)
    let isList = kind == .catalog || kind == .dataset
    result.elements = elements.enumerated().map { enclosed[$0.offset]?.content ?? $0.element }
    let entries = isList ? result.elements : []
    let detection = DialectDetection(root: root, entries: entries)
    result.detection = detection
    result.dialect = dialect ?? detection.dialect
    if isList { result.entries = entries.map(CatalogEntry.init) }
    let schema = schemas.schema(of: kind, in: result.dialect, size: document.source.count)
    // The same failure found in two ways counts once, so the limit for the schema is higher.
    let limit = 2 * options.documentFailures
    var failures = schema.failures(in: root, limit: limit)
    if !enclosed.isEmpty {
      failures.removeAll { failure in
        enclosed.keys.contains { elements[$0].contains(failure.instance) }
      }
    }
    if kind == .catalog, root.kind == .array {
      failures += self.failures(ofList: entries.enumerated().map { $0 }, in: result, limit: limit)
    } else if kind == .catalog {
      let inner = entries.enumerated().filter { enclosed[$0.offset] != nil }
      failures += self.failures(ofList: inner.map { $0 }, in: result, limit: limit)
    }
    result.hasMoreFailures = failures.count > options.documentFailures
    report(failures, entries: entries, in: &result)
  }

  /// Checks entries one by one: those of a bare list, which is not a catalog, and those that the
  /// schema of the catalog does not reach.
  private mutating func failures(
    ofList entries: [(offset: Int, element: Node)], in result: DocumentResult, limit: Int
  ) -> [SchemaFailure] {
    let size = entries.first?.element.document.source.count ?? 0
    let schema = schemas.schema(of: .dataset, in: result.dialect, size: size)
    let base = result.content?.kind == .array ? "" : "/catalog"
    var failures: [SchemaFailure] = []
    for (index, entry) in entries where failures.count < limit {
      failures += schema.failures(in: entry, limit: limit - failures.count).map { failure in
        var failure = failure
        failure.pointer =
          "\(base)/\(index)\(result.entryPointers[index] ?? "")" + failure.pointer
        return failure
      }
    }
    return failures
  }

  private func report(
    _ failures: [SchemaFailure], entries: [Node], in result: inout DocumentResult
  ) {
    guard !failures.isEmpty, let document = result.document else { return }
    let places = DocumentPlaces(document)
    let ids = EntryIDs(entries)
    let message = DocumentMessage(titles: options.titles, dialect: result.dialect)
    let dialect = result.dialect
    let sorted = failures.sorted {
      ($0.instance.sourceRange.lowerBound, $0.rule ?? "", $0.message)
        < ($1.instance.sourceRange.lowerBound, $1.rule ?? "", $1.message)
    }
    for failure in sorted {
      guard let rule = failure.rule.flatMap(RuleID.init(code:)),
        !isConsequence(failure, of: result.recovery)
      else { continue }
      let id = ids.id(around: failure.instance)
      let base = result.contentPointer
      result.reporter.report(rule, message.text(of: failure, rule), dataset: id) { finding in
        let place = Self.rulesOnKeys.contains(rule) ? failure.instance.key : failure.instance
        places.place(&finding, at: place, pointer: base + failure.pointer)
        finding.expected = DocumentMessage.expectation(of: failure)
        finding.actual = failure.actual
        finding.identity = ids.stable(failure.pointer, for: id) + failure.message
        finding.fix = DocumentRecipes.fix(
          FaultyValue(
            rule: rule, node: failure.instance, dialect: dialect, now: options.now,
            expected: failure.expected))
      }
    }
  }
}

extension DocumentCheck {
  /// Whether a failure may follow from a fault of syntax.
  private func isConsequence(_ failure: SchemaFailure, of recovery: JSONRecovery?) -> Bool {
    guard let recovery else { return false }
    if recovery.isNestingDoubtful, ["additionalProperties", "type"].contains(failure.keyword) {
      return true
    }
    return recovery.isDoubtful(failure.instance, isAbsence: failure.keyword == "required")
  }

  /// The rules that a member breaks by its key, not its value.
  private static let rulesOnKeys: Set<RuleID> = [
    .catalogVersionKeyOfAnotherVersion, .fieldOfAnotherVersion, .registryVersionKeyOfAnotherVersion,
    .modificationForModificationDate,
  ]
}

extension Node {
  /// The key of the member whose value this is.
  fileprivate var key: Node { index > 0 ? Node(document: document, index: index - 1) : self }
}

/// Finds the dataset of a place in a catalog.
private struct EntryIDs {
  private let entries: [Node]

  init(_ entries: [Node]) { self.entries = entries }

  /// The id of the entry that has a value.
  func id(around node: Node) -> String? {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].index <= node.index { low = middle + 1 } else { high = middle }
    }
    guard low > 0, node.index < entries[low - 1].nextIndex else { return nil }
    return entries[low - 1]["id"]?.string
  }

  /// The pointer with the id in place of the entry's number.
  func stable(_ pointer: String, for id: String?) -> String {
    guard let id else { return pointer }
    let parts = pointer.split(separator: "/", omittingEmptySubsequences: false)
    return id + "/" + parts.drop { Int($0) == nil }.dropFirst().joined(separator: "/")
  }
}
