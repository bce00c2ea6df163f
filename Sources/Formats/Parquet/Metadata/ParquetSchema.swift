/// The columns of a Parquet file.
package struct ParquetSchema: Sendable, Hashable {
  /// The name of the root; writers choose it as they like.
  package let name: String
  /// All columns in their order, with those in groups.
  package let columns: [ParquetColumn]

  /// The index of a column that is not nested, by its name; nil without such a column.
  ///
  /// - Parameter name: The name.
  /// - Returns: The index.
  package func index(of name: String) -> Int? {
    columns.firstIndex { !$0.isNested && $0.name == name }
  }
}

extension ParquetSchema {
  /// Reads the schema: a tree, written as a list in which each group says how many children follow.
  init(
    from reader: inout ThriftReader, field: ThriftField, limits: ParquetLimits
  ) throws(ParquetFault) {
    var elements: [ParquetSchemaElement] = []
    let place = reader.fault("the schema is not a tree")
    try reader.list(field, of: .structure) { (reader) throws(ParquetFault) in
      guard elements.count < limits.columns else {
        throw reader.fault(
          .tooLarge, saying: "the schema has more than \(limits.columns) columns, the limit")
      }
      elements.append(try ParquetSchemaElement(from: &reader))
    }
    guard let root = elements.first, root.childCount != nil || elements.count == 1 else {
      throw place
    }
    name = root.name
    columns = try Self.columns(of: elements, limits: limits, place: place)
  }

  private static func columns(
    of elements: [ParquetSchemaElement], limits: ParquetLimits, place: ParquetFault
  ) throws(ParquetFault) -> [ParquetColumn] {
    var columns: [ParquetColumn] = []
    var groups = [(left: elements[0].childCount ?? 0, isRepeated: false)]
    var path: [String] = []
    for element in elements.dropFirst() {
      while let last = groups.last, last.left == 0 {
        groups.removeLast()
        if !path.isEmpty { path.removeLast() }
      }
      guard let last = groups.indices.last else { throw place }
      groups[last].left -= 1
      let isRepeated = groups[last].isRepeated || element.repetition == .repeated
      path.append(element.name)
      guard let childCount = element.childCount else {
        columns.append(try element.column(path: path, isRepeated: isRepeated, place: place))
        path.removeLast()
        continue
      }
      guard groups.count < limits.depth else {
        throw ParquetFault(
          .tooLarge, at: place.offset,
          "the schema has groups more than \(limits.depth) deep, the limit")
      }
      groups.append((childCount, isRepeated))
    }
    guard groups.allSatisfy({ $0.left == 0 }) else { throw place }
    return columns
  }
}
