package import Formats
package import ObjectStorage

/// One dataset of a catalog, read leniently in any version of the spec.
///
/// A value that can't be read is nil; the node keeps the positions in the document.
package struct CatalogEntry: Sendable {
  /// The entry in its document.
  package let node: Node
  /// The id; nil if it is absent, empty or not a string.
  package let id: String?
  /// The address of the directory of index files, as written.
  package let index: String?
  /// The start of the first record.
  package private(set) var start: SCRTime?
  /// The end of the last record.
  package private(set) var stop: SCRTime?
  /// When the entry or its index files changed last.
  package private(set) var modification: SCRTime?
  /// The format of the index files, as written.
  package let indexType: String?
  /// Whether a file may cover a year in which it does not start.
  package let isMultiyear: Bool
  /// The fields that the entry has twice with different values; the last one counts for readers.
  private let contradictions: Set<Field>

  /// Reads an entry.
  package init(_ node: Node) {
    self.node = node
    let values = FieldValues(node)
    id = values.text(.id)
    index = values.text(.index)
    start = values.time(.start)
    stop = values.time(.stop)
    modification = values.time(.modification)
    indexType = values.text(.indexType)
    let multiyear = values[.multiyear]
    isMultiyear = multiyear.map(Self.isTrue) ?? false
    contradictions = values.contradictions
  }

  /// The entry without the times that it has twice with different values.
  package var withoutContradictions: CatalogEntry {
    guard !contradictions.isEmpty else { return self }
    var entry = self
    if contradictions.contains(.start) { entry.start = nil }
    if contradictions.contains(.stop) { entry.stop = nil }
    if contradictions.contains(.modification) { entry.modification = nil }
    return entry
  }

  /// Whether a value means true to the person who wrote it, even if it has another JSON type.
  private static func isTrue(_ value: Node) -> Bool {
    if let bool = value.bool { return bool }
    if value.kind == .number { return value.integer.map { $0 != 0 } ?? (value.text == "1.0") }
    guard let text = value.string?.lowercased() else { return false }
    return ["true", "yes", "y", "t", "1", "on"].contains(text.filter { $0 != " " })
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
    index.flatMap { ObjectAddress($0.directoryAddress) }
  }
}

/// The values of an entry by their meaning, found in one pass over its keys.
private struct FieldValues {
  private var values = [Node?](repeating: nil, count: Field.allCases.count)
  /// The fields that are there twice, under one name, with different values.
  private(set) var contradictions: Set<Field> = []

  /// Every name of every field, with its rank among the field's names.
  private static let names: [(text: [UInt8], field: Int, rank: Int)] = Field.allCases.enumerated()
    .flatMap { number, field in
      field.names.enumerated().map { rank, name in (Array(name.utf8), number, rank) }
    }

  init(_ node: Node) {
    var ranks = [Int](repeating: .max, count: values.count)
    for member in node.members {
      for name in Self.names where member.key.hasText(name.text) {
        // If there are several names, the newest counts.
        guard name.rank <= ranks[name.field] else { break }
        if name.rank == ranks[name.field],
          values[name.field]?.string != member.value.string || member.value.string == nil
        {
          contradictions.insert(Field.allCases[name.field])
        }
        ranks[name.field] = name.rank
        values[name.field] = member.value
        break
      }
    }
  }

  subscript(field: Field) -> Node? {
    Field.allCases.firstIndex(of: field).flatMap { values[$0] }
  }

  /// The string of a field; nil if it is absent, empty or not a string.
  func text(_ field: Field) -> String? {
    self[field]?.string.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The time of a field; nil if it can't be read.
  func time(_ field: Field) -> SCRTime? {
    guard let value = self[field], value.kind == .string else { return nil }
    let time = value.withText { try? SCRTime(parsing: $0) }
    // The samples in the spec write T00:00.00Z for midnight.
    return time ?? TimeRepair(of: value.text).corrected.flatMap { try? SCRTime(parsing: $0) }
  }
}
