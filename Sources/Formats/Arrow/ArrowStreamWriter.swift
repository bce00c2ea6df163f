/// Writes an Arrow IPC stream.
///
/// Spec: arrow/docs/source/format/Columnar.rst, "IPC Streaming Format".
///
/// ```swift
/// var writer = ArrowStreamWriter([TableField("start", kind: .timestamp)])
/// writer.append(batch)
/// writer.finish()
/// try sink.write(writer.takeOutput())
/// ```
package struct ArrowStreamWriter {
  private let fields: [TableField]
  private var output: [UInt8] = []

  /// Starts a stream.
  ///
  /// - Parameters:
  ///   - fields: The columns.
  ///   - metadata: What to add to the schema, by names.
  package init(_ fields: [TableField], metadata: [(key: String, value: String)] = []) {
    self.fields = fields
    append(message: ArrowMessages.schema(fields, metadata: metadata))
  }

  /// Writes rows as one record batch.
  ///
  /// - Parameter batch: The values of each column, in the order of the fields.
  package mutating func append(_ batch: [ColumnValues]) {
    let count = batch.first?.count ?? 0
    precondition(
      batch.count == fields.count && batch.allSatisfy { $0.count == count },
      "the columns of a batch differ in their number of rows")
    var body = ArrowBody()
    for (field, values) in zip(fields, batch) {
      precondition(
        field.type == values.type && (field.isNullable || values.nullCount == 0),
        "the values of \(field.name) do not fit its field")
      body.append(values)
    }
    append(
      message: ArrowMessages.recordBatch(
        rowCount: count, nodes: body.nodes, buffers: body.buffers, bodySize: body.bytes.count))
    output += body.bytes
  }

  /// Ends the stream; nothing can be added afterwards.
  package mutating func finish() { output += [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0] }

  /// Returns the bytes that were written since the last call.
  package mutating func takeOutput() -> [UInt8] {
    defer { output = [] }
    return output
  }

  private mutating func append(message: [UInt8]) {
    output.append(littleEndian: UInt32.max)
    output.append(littleEndian: UInt32(message.count))
    output += message
  }
}
