package import Formats

/// One dataset of a catalog, read leniently from any version of the spec.
///
/// What can't be read is nil; the node remembers where everything stood.
package struct CatalogEntry: Sendable {
  /// The entry as it stands in its document.
  package let node: Node
  /// The id; nil if it is absent, empty or no text.
  package let id: String?
  /// The address of the directory of index files, as written.
  package let index: String?
  /// The start of the first record.
  package let start: SCRTime?
  /// The end of the last record.
  package let stop: SCRTime?
  /// The format of the index files, as written.
  package let indexType: String?
  /// Whether a file may cover a year in which it does not start.
  package let isMultiyear: Bool

  /// Reads an entry.
  package init(_ node: Node) {
    self.node = node
    func text(_ field: Field) -> String? {
      Self.value(field, in: node)?.string.flatMap { $0.isEmpty ? nil : $0 }
    }
    func time(_ field: Field) -> SCRTime? {
      guard let text = text(field) else { return nil }
      if let time = try? SCRTime(parsing: text) { return time }
      // The samples of the spec write T00:00.00Z for midnight.
      return TimeRepair(of: text).corrected.flatMap { try? SCRTime(parsing: $0) }
    }
    id = text(.id)
    index = text(.index)
    start = time(.start)
    stop = time(.stop)
    indexType = text(.indexType)
    let multiyear = Self.value(.multiyear, in: node)
    isMultiyear = multiyear?.bool ?? (multiyear?.string == "True")
  }

  /// The value of a field under any of its names; nil if it is absent.
  package func value(_ field: Field) -> Node? { Self.value(field, in: node) }

  private static func value(_ field: Field, in node: Node) -> Node? {
    for name in field.names {
      if let value = node[name] { return value }
    }
    return nil
  }

  /// The address of the index directory, with its final slash; nil if it has no scheme.
  package var indexAddress: ObjectAddress? {
    index.flatMap { ObjectAddress($0.hasSuffix("/") ? $0 : $0 + "/") }
  }
}
