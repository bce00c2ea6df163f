internal import Formats
internal import SharedCloudRegistry

/// Reports on the entries of one catalog.
struct CatalogReporter {
  /// Where findings go.
  var file: FileReporter
  private let places: DocumentPlaces?
  private let root: Node?

  init(_ result: DocumentResult) {
    file = result.reporter
    places = result.document.map(DocumentPlaces.init)
    root = result.document?.root
  }

  /// Reports on a field of an entry, or on the entry where the field is absent.
  ///
  /// - Parameters:
  ///   - code: The code of the rule.
  ///   - message: What is wrong.
  ///   - entry: The entry.
  ///   - position: The number of the entry in its catalog, from 0.
  ///   - field: The field concerned.
  ///   - change: Completes the finding.
  mutating func report(
    _ code: String, _ message: @autoclosure () -> String, entry: CatalogEntry, position: Int,
    field: Field, _ change: (inout Finding) -> Void = { _ in }
  ) {
    let value = entry.value(field)
    let places = places
    let isInCatalog = root?.kind == .object && root?["catalog"] != nil
    let base = isInCatalog ? "/catalog/\(position)" : root?.kind == .array ? "/\(position)" : ""
    file.report(code, message(), dataset: entry.id) { finding in
      let name = field.names.first { entry.node[$0] != nil }
      let pointer = base + (name.map { "/\($0)" } ?? "")
      places?.place(&finding, at: value ?? entry.node, pointer: pointer)
      finding.identity = (entry.id ?? pointer) + field.rawValue
      change(&finding)
    }
  }

  /// Reports on a value of the document outside its entries.
  mutating func report(
    _ code: String, _ message: @autoclosure () -> String, key: String,
    _ change: (inout Finding) -> Void = { _ in }
  ) {
    let places = places
    let root = root
    file.report(code, message()) { finding in
      if let root {
        places?.place(
          &finding, at: root[key] ?? root, pointer: root[key].map { _ in "/" + key } ?? "")
      }
      change(&finding)
    }
  }

  /// Reports on any value of the document.
  mutating func report(
    _ code: String, _ message: @autoclosure () -> String, at node: Node, pointer: String,
    _ change: (inout Finding) -> Void = { _ in }
  ) {
    let places = places
    file.report(code, message()) { finding in
      places?.place(&finding, at: node, pointer: pointer)
      change(&finding)
    }
  }

  /// Returns the line of a value, counted from 1.
  func line(of node: Node) -> Int? { places?.line(at: node.sourceRange.lowerBound) }
}
