/// The metadata of the messages of an Arrow stream.
///
/// Spec: arrow/format/Message.fbs, Schema.fbs.
enum ArrowMessages {
  /// The message that describes the columns.
  static func schema(_ fields: [TableField], metadata: [(key: String, value: String)]) -> [UInt8] {
    var builder = FlatBufferBuilder()
    let places = fields.map { field(&builder, field: $0) }
    let list = builder.list(places)
    let entries = metadata.map { entry in
      let key = builder.string(entry.key)
      let value = builder.string(entry.value)
      var table = builder.startTable(fieldCount: 2)
      builder.add(placed: value, as: 1, to: &table)
      builder.add(placed: key, as: 0, to: &table)
      return builder.end(table)
    }
    let custom = entries.isEmpty ? nil : builder.list(entries)
    var schema = builder.startTable(fieldCount: 4)
    if let custom { builder.add(placed: custom, as: 2, to: &schema) }
    builder.add(placed: list, as: 1, to: &schema)
    let place = builder.end(schema)
    return message(&builder, type: 1, header: place, bodySize: 0)
  }

  /// The message that comes before the values of rows.
  ///
  /// - Parameters:
  ///   - rowCount: The number of rows.
  ///   - nodes: The number of rows and of nulls of each column.
  ///   - buffers: The place in the body and the size of each buffer.
  ///   - bodySize: The number of bytes of the body.
  /// - Returns: The message.
  static func recordBatch(
    rowCount: Int, nodes: [(Int64, Int64)], buffers: [(Int64, Int64)], bodySize: Int
  ) -> [UInt8] {
    var builder = FlatBufferBuilder()
    let buffers = builder.list(buffers)
    let nodes = builder.list(nodes)
    var batch = builder.startTable(fieldCount: 5)
    builder.add(Int64(rowCount), as: 0, to: &batch)
    builder.add(placed: buffers, as: 2, to: &batch)
    builder.add(placed: nodes, as: 1, to: &batch)
    let place = builder.end(batch)
    return message(&builder, type: 3, header: place, bodySize: bodySize)
  }

  private static func message(
    _ builder: inout FlatBufferBuilder, type: UInt8, header: Int, bodySize: Int
  ) -> [UInt8] {
    var message = builder.startTable(fieldCount: 5)
    builder.add(Int64(bodySize), as: 3, to: &message)
    builder.add(placed: header, as: 2, to: &message)
    // Version 5 of the metadata.
    builder.add(Int16(4), as: 0, to: &message)
    builder.add(type, as: 1, to: &message)
    return builder.finish(builder.end(message))
  }

  private static func field(_ builder: inout FlatBufferBuilder, field: TableField) -> Int {
    let name = builder.string(field.name)
    // Readers expect a list of children, even an empty one.
    let children = builder.list([Int]())
    let (number, type) = type(&builder, kind: field.kind)
    var table = builder.startTable(fieldCount: 7)
    builder.add(placed: children, as: 5, to: &table)
    builder.add(placed: type, as: 3, to: &table)
    builder.add(placed: name, as: 0, to: &table)
    builder.add(number, as: 2, to: &table)
    builder.add(UInt8(field.isNullable ? 1 : 0), as: 1, to: &table)
    return builder.end(table)
  }

  /// Writes a type.
  ///
  /// - Returns: The number of the type, and the place of its table.
  private static func type(
    _ builder: inout FlatBufferBuilder, kind: TableField.Kind
  ) -> (number: UInt8, place: Int) {
    switch kind {
    case .string: return (5, builder.end(builder.startTable(fieldCount: 0)))
    case .boolean: return (6, builder.end(builder.startTable(fieldCount: 0)))
    case .integer:
      var table = builder.startTable(fieldCount: 2)
      builder.add(Int32(64), as: 0, to: &table)
      builder.add(UInt8(1), as: 1, to: &table)
      return (2, builder.end(table))
    case .number:
      var table = builder.startTable(fieldCount: 1)
      builder.add(Int16(2), as: 0, to: &table)
      return (3, builder.end(table))
    case .timestamp:
      let zone = builder.string("UTC")
      var table = builder.startTable(fieldCount: 2)
      builder.add(placed: zone, as: 1, to: &table)
      builder.add(Int16(2), as: 0, to: &table)
      return (10, builder.end(table))
    }
  }
}
