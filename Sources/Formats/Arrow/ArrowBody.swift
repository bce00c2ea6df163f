/// The values of rows, as they follow a message of an Arrow stream.
struct ArrowBody {
  /// The number of rows and of nulls of each column.
  private(set) var nodes: [(Int64, Int64)] = []
  /// The place in the body and the size of each buffer.
  private(set) var buffers: [(Int64, Int64)] = []
  /// The buffers, each padded to a multiple of eight bytes.
  private(set) var bytes: [UInt8] = []

  /// Adds a column.
  mutating func append(_ values: ColumnValues) {
    nodes.append((Int64(values.count), Int64(values.nullCount)))
    buffer { bytes in
      if values.nullCount > 0 { bytes.append(bits: values.isPresent, count: values.count) }
    }
    switch values.type {
    case .bool: buffer { $0.append(bits: values.bools, count: values.count) }
    case .int32: buffer { $0.append(values.int32s, count: values.count) }
    case .int64: buffer { $0.append(values.int64s, count: values.count) }
    case .float: buffer { $0.append(values.floats, count: values.count) }
    case .double: buffer { $0.append(values.doubles, count: values.count) }
    case .bytes:
      buffer { $0.append(values.offsets, count: values.count + 1) }
      buffer { $0.append(values.bytes, count: Int(values.offsets[values.count])) }
    case .fixed(let width): buffer { $0.append(values.bytes, count: values.count * width) }
    }
  }

  private mutating func buffer(_ write: (_ bytes: inout [UInt8]) -> Void) {
    let start = bytes.count
    write(&bytes)
    buffers.append((Int64(start), Int64(bytes.count - start)))
    while bytes.count % 8 != 0 { bytes.append(0) }
  }
}

extension [UInt8] {
  /// Adds a bit for each element, the first in the lowest bit.
  fileprivate mutating func append(bits: [Bool], count: Int) {
    for start in stride(from: 0, to: count, by: 8) {
      var byte: UInt8 = 0
      for index in start..<Swift.min(start + 8, count) where bits[index] {
        byte |= 1 << UInt8(index - start)
      }
      append(byte)
    }
  }

  /// Adds the bytes of numbers.
  fileprivate mutating func append<Number: BitwiseCopyable>(_ numbers: [Number], count: Int) {
    append(bytesOf: numbers.prefix(count))
  }
}
