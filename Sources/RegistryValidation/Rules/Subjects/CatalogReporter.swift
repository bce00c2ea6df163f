internal import Formats
internal import SharedCloudRegistry

/// Reports on the entries of one catalog.
struct CatalogReporter {
  /// Where findings go.
  var file: FileReporter
  private let document: Document?
  private let root: Node?
  /// The pointer of the root, if it is inside something.
  private let pointer: String
  private let entryPointers: [Int: String]
  private let dialect: Dialect
  /// Whether values may be edited: not before the syntax is right.
  private let isEditable: Bool
  /// Made when the first finding needs it.
  private var knownPlaces: DocumentPlaces?

  init(_ result: DocumentResult) {
    file = result.reporter
    document = result.document
    root = result.content
    pointer = result.contentPointer
    entryPointers = result.entryPointers
    dialect = result.dialect
    isEditable = result.isJSON
  }

  /// The lines of the document.
  private mutating func places() -> DocumentPlaces? {
    if knownPlaces == nil { knownPlaces = document.map(DocumentPlaces.init) }
    return knownPlaces
  }

  /// Reports on a field of an entry, or on the entry if the field is absent.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - message: The fault.
  ///   - entry: The entry.
  ///   - position: The number of the entry in its catalog, from 0.
  ///   - field: The field concerned.
  ///   - change: Completes the finding.
  mutating func report(
    _ rule: RuleID, _ message: @autoclosure () -> String, entry: CatalogEntry, position: Int,
    field: Field, _ change: (inout Finding) -> Void = { _ in }
  ) {
    let value = entry.value(field)
    let places = file.lists(rule) ? places() : nil
    let isInCatalog = root?.kind == .object && root?["catalog"] != nil
    let fix = fix
    let list = isInCatalog ? "/catalog/\(position)" : root?.kind == .array ? "/\(position)" : ""
    let base = pointer + list + (entryPointers[position] ?? "")
    file.report(rule, message(), dataset: entry.id) { finding in
      let name = field.names.first { entry.node[$0] != nil }
      let pointer = base + (name.map { "/\($0)" } ?? "")
      places?.place(&finding, at: value ?? entry.node, pointer: pointer)
      finding.identity = (entry.id ?? pointer) + field.rawValue
      change(&finding)
      finding.fix = fix(rule, value ?? entry.node, finding.expected)
    }
  }

  /// Reports on a value of the document outside its entries.
  mutating func report(
    _ rule: RuleID, _ message: @autoclosure () -> String, key: String,
    _ change: (inout Finding) -> Void = { _ in }
  ) {
    let places = file.lists(rule) ? places() : nil
    let (root, fix, base) = (root, fix, pointer)
    file.report(rule, message()) { finding in
      if let root {
        places?.place(
          &finding, at: root[key] ?? root, pointer: base + (root[key].map { _ in "/" + key } ?? ""))
      }
      change(&finding)
      if let value = root?[key] { finding.fix = fix(rule, value, finding.expected) }
    }
  }

  /// Reports on any value of the document.
  mutating func report(
    _ rule: RuleID, _ message: @autoclosure () -> String, at node: Node, pointer: String,
    _ change: (inout Finding) -> Void = { _ in }
  ) {
    let places = file.lists(rule) ? places() : nil
    let (fix, base) = (fix, self.pointer)
    file.report(rule, message()) { finding in
      places?.place(&finding, at: node, pointer: base + pointer)
      change(&finding)
      finding.fix = fix(rule, node, finding.expected)
    }
  }

  /// Makes the fix of a value that breaks a rule, which expects a certain text.
  private var fix: (RuleID, Node, String?) -> Fix? {
    guard isEditable else { return { _, _, _ in nil } }
    let dialect = dialect
    return { rule, node, expected in
      DocumentRecipes.fix(
        FaultyValue(rule: rule, node: node, dialect: dialect, expected: expected))
    }
  }

  /// Returns the line of a value, counted from 1.
  mutating func line(of node: Node) -> Int? { places()?.line(at: node.sourceRange.lowerBound) }
}
