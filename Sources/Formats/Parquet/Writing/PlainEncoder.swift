extension ColumnValues {
  /// Writes the values of rows one after the other, without those that are null.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - output: Receives the values at its end.
  func encodePlain(_ rows: some Sequence<Int>, into output: inout [UInt8]) {
    var bits: UInt8 = 0
    var bitCount = 0
    for row in rows where hasValue(at: row) {
      switch type {
      case .bool:
        bits |= (bools[row] ? 1 : 0) << UInt8(bitCount & 7)
        bitCount += 1
        if bitCount & 7 == 0 {
          output.append(bits)
          bits = 0
        }
      case .int32: output.append(littleEndian: int32s[row])
      case .int64: output.append(littleEndian: int64s[row])
      case .float: output.append(littleEndian: floats[row].bitPattern)
      case .double: output.append(littleEndian: doubles[row].bitPattern)
      case .bytes:
        let range = byteRange(at: row)
        output.append(littleEndian: UInt32(range.count))
        output.append(bytes.span, in: range)
      case .fixed: output.append(bytes.span, in: byteRange(at: row))
      }
    }
    if bitCount & 7 != 0 { output.append(bits) }
  }

  /// The number of bytes that a row takes at most.
  func plainSize(of row: Int) -> Int { type == .bytes ? byteRange(at: row).count + 4 : 12 }
}
