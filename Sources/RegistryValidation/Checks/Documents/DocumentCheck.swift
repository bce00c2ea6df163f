internal import Formats
internal import JSONSchema
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

  /// The address of the bucket as the document gives it; nil if it names none.
  var endpoint: ObjectAddress? {
    let address = document?.root["endpoint"]?.string.flatMap(ObjectAddress.init)
    return address.flatMap { $0.hasBucketName ? $0 : nil }
  }
}

/// Checks one JSON document: its syntax, its version, then its content by the schema of its
/// dialect.
struct DocumentCheck: Sendable {
  /// The schemas, compiled as they are needed.
  var schemas = DocumentSchemas()
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
      recover(source, after: error, limits, in: &result)
    }
    return result
  }

  /// Reports all faults of syntax, and checks what can be read in spite of them.
  private mutating func recover(
    _ source: [UInt8], after first: SyntaxFault, _ limits: TextLimits,
    in result: inout DocumentResult
  ) {
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

  private func report(
    _ fault: SyntaxFault, in source: [UInt8], _ places: DocumentPlaces, _ first: SyntaxFault,
    _ result: inout DocumentResult
  ) {
    let code = fault.code == .tooDeep ? "SYN006" : "SYN001"
    result.reporter.report(code, fault.message) { finding in
      places.place(&finding, fault.offset..<fault.offset)
      finding.expected = fault.expected
      finding.actual = fault.found
      // The bytes before later faults tell them apart.
      let before = fault == first ? [] : source[..<fault.offset].suffix(80)
      finding.identity = fault.message + String(decoding: before, as: UTF8.self)
      if code == "SYN001" { finding.fix = SyntaxFixes.fix(for: fault, in: source) }
    }
  }

  private func report(
    _ remarks: [Document.Remark], of document: Document, in result: inout DocumentResult
  ) {
    guard !remarks.isEmpty else { return }
    let places = DocumentPlaces(document)
    for remark in remarks where result.recovery?.isDamaged(at: remark.offset) != true {
      // The bytes from there on identify a remark wherever it moves.
      let text = document.source[remark.offset...].prefix(80)
      func place(_ finding: inout Finding) {
        places.place(&finding, remark.offset..<remark.offset)
        finding.identity = String(decoding: text, as: UTF8.self)
      }
      switch remark.kind {
      case .byteOrderMark:
        result.reporter.report("SYN003", "document begins with a byte order mark") {
          place(&$0)
          $0.fix = SyntaxFixes.byteOrderMark
        }
      case .duplicateKey(let first):
        result.reporter.report("SYN002", "key repeats an earlier key of its object") {
          place(&$0)
          $0.related = [
            .init(uri: $0.location.uri, line: places.line(at: first), message: "the first one")
          ]
          $0.fix = SyntaxFixes.duplicateKey(at: remark.offset, first: first, in: document)
        }
      case .loneSurrogate:
        result.reporter.report("SYN004", "escape is half of a surrogate pair", place)
      case .invalidUTF8(let byte):
        let text = "0x" + String(byte, radix: 16, uppercase: true)
        result.reporter.report("SYN005", "byte \(text) is not valid UTF-8") {
          place(&$0)
          $0.actual = text
        }
      }
    }
  }

  private mutating func checkContent(of document: Document, in result: inout DocumentResult) {
    let kind = result.kind ?? DocumentKind(of: document.root)
    result.kind = kind
    guard let kind else { return }
    let list = document.root.kind == .array ? document.root : document.root["catalog"]
    let entries = kind == .dataset ? [document.root] : list.map { Array($0.elements) } ?? []
    let detection = DialectDetection(
      root: document.root, entries: kind == .catalog || kind == .dataset ? entries : [])
    result.detection = detection
    result.dialect = dialect ?? detection.dialect
    if kind == .catalog || kind == .dataset { result.entries = entries.map(CatalogEntry.init) }
    let schema = schemas.schema(of: kind, in: result.dialect, size: document.source.count)
    // The same failure found in two ways counts once, so the limit for the schema is higher.
    let limit = 2 * options.documentFailures
    var failures = schema.failures(in: document.root, limit: limit)
    if kind == .catalog, document.root.kind == .array {
      failures += self.failures(ofList: entries, in: result.dialect, limit: limit)
    }
    result.hasMoreFailures = failures.count > options.documentFailures
    report(failures, entries, in: &result)
  }

  /// Checks the entries of a bare list, which is not a catalog.
  private mutating func failures(
    ofList entries: [Node], in dialect: Dialect, limit: Int
  ) -> [SchemaFailure] {
    let size = entries.first?.document.source.count ?? 0
    let schema = schemas.schema(of: .dataset, in: dialect, size: size)
    var failures: [SchemaFailure] = []
    for (index, entry) in entries.enumerated() where failures.count < limit {
      failures += schema.failures(in: entry, limit: limit - failures.count).map { failure in
        var failure = failure
        failure.pointer = "/\(index)" + failure.pointer
        return failure
      }
    }
    return failures
  }

  private func report(
    _ failures: [SchemaFailure], _ entries: [Node], in result: inout DocumentResult
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
      guard let rule = failure.rule, !isConsequence(failure, of: result.recovery) else { continue }
      let id = ids.id(around: failure.instance)
      result.reporter.report(rule, message.text(of: failure, rule), dataset: id) { finding in
        let place = Self.rulesOnKeys.contains(rule) ? failure.instance.key : failure.instance
        places.place(&finding, at: place, pointer: failure.pointer)
        finding.expected = DocumentMessage.expectation(of: failure)
        finding.actual = failure.actual
        finding.identity = ids.stable(failure.pointer, for: id) + failure.message
        finding.fix = DocumentFixes.fix(
          FaultyValue(
            code: rule, node: failure.instance, dialect: dialect, now: options.now,
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
  private static let rulesOnKeys: Set = ["CAT003", "DST030", "REG003", "REG005"]
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
