/// The least and the greatest value of a column, as they are written.
struct ColumnStatistics {
  private(set) var nullCount: Int
  /// Both nil without values, and where they would be of no use.
  private(set) var minimum: [UInt8]?
  private(set) var maximum: [UInt8]?

  /// The maximum number of bytes of a bound; readers need none that is longer.
  private static let longest = 256

  init(_ values: ColumnValues) {
    nullCount = values.nullCount
    let rows = (0..<values.count).lazy.filter { values.hasValue(at: $0) }
    switch values.type {
    case .bool: set(rows.map { values.bools[$0] ? UInt8(1) : 0 }.bounds) { [$0] }
    case .int32: set(rows.map { values.int32s[$0] }.bounds, Self.bytes)
    case .int64: set(rows.map { values.int64s[$0] }.bounds, Self.bytes)
    case .float: break
    case .double:
      // Not-a-number has no place in the order, and zero has two signs.
      guard rows.allSatisfy({ !values.doubles[$0].isNaN }),
        let (least, greatest) = rows.map({ values.doubles[$0] }).bounds
      else { return }
      minimum = Self.bytes((least == 0 ? -0.0 : least).bitPattern)
      maximum = Self.bytes((greatest == 0 ? 0.0 : greatest).bitPattern)
    case .bytes: setStrings(values)
    case .fixed: break
    }
  }

  private mutating func set<Value>(
    _ bounds: (least: Value, greatest: Value)?, _ write: (Value) -> [UInt8]
  ) {
    minimum = bounds.map { write($0.least) }
    maximum = bounds.map { write($0.greatest) }
  }

  private mutating func setStrings(_ values: ColumnValues) {
    let bytes = values.bytes.span
    var least: Range<Int>?
    var greatest: Range<Int>?
    for row in 0..<values.count where values.hasValue(at: row) {
      let range = values.byteRange(at: row)
      if least.map({ bytes.isLess(range, than: $0) }) ?? true { least = range }
      if greatest.map({ bytes.isLess($0, than: range) }) ?? true { greatest = range }
    }
    guard let least, let greatest, least.count <= Self.longest, greatest.count <= Self.longest
    else { return }
    minimum = Array(values.bytes[least])
    maximum = Array(values.bytes[greatest])
  }

  private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: value)
    return bytes
  }

  /// Writes the statistics.
  func write(to writer: inout ThriftWriter) {
    writer.write(Int64(nullCount), field: 3)
    guard let minimum, let maximum else { return }
    writer.write(maximum, field: 5)
    writer.write(minimum, field: 6)
    writer.write(true, field: 7)
    writer.write(true, field: 8)
  }
}

extension Sequence where Element: Comparable {
  /// The least and the greatest element; nil without elements.
  fileprivate var bounds: (least: Element, greatest: Element)? {
    reduce(nil) { bounds, element in
      guard let (least, greatest) = bounds else { return (element, element) }
      return (Swift.min(least, element), Swift.max(greatest, element))
    }
  }
}

extension Span where Element == UInt8 {
  /// Whether a part comes before another in the order of their bytes.
  fileprivate func isLess(_ left: Range<Int>, than right: Range<Int>) -> Bool {
    let shared = Swift.min(left.count, right.count)
    var index = 0
    while index + 8 <= shared {
      let one = ByteWord(self, at: left.lowerBound + index).bits
      let other = ByteWord(self, at: right.lowerBound + index).bits
      if one != other { return one.byteSwapped < other.byteSwapped }
      index += 8
    }
    while index < shared {
      let (one, other) = (self[left.lowerBound + index], self[right.lowerBound + index])
      if one != other { return one < other }
      index += 1
    }
    return left.count < right.count
  }
}
