extension ColumnValues {
  /// Adds a row without a value.
  package mutating func appendNull() {
    if nullCount == 0 { markPresent(count) }
    nullCount += 1
    switch type {
    case .bool: Self.set(false, at: count, in: &bools)
    case .int32: Self.set(0, at: count, in: &int32s)
    case .int64: Self.set(0, at: count, in: &int64s)
    case .float: Self.set(0, at: count, in: &floats)
    case .double: Self.set(0, at: count, in: &doubles)
    case .bytes: setEnd(Int(offsets[count]))
    case .fixed(let width): reserveBytes((count + 1) * width)
    }
    Self.set(false, at: count, in: &isPresent)
    count += 1
  }

  /// Adds a row of a column of type `bool`.
  package mutating func append(_ value: Bool) {
    Self.set(value, at: count, in: &bools)
    finishRow()
  }

  /// Adds a row of a column of type `int32`.
  package mutating func append(_ value: Int32) {
    Self.set(value, at: count, in: &int32s)
    finishRow()
  }

  /// Adds a row of a column of type `int64`.
  package mutating func append(_ value: Int64) {
    Self.set(value, at: count, in: &int64s)
    finishRow()
  }

  /// Adds a row of a column of type `float`.
  package mutating func append(_ value: Float) {
    Self.set(value, at: count, in: &floats)
    finishRow()
  }

  /// Adds a row of a column of type `double`.
  package mutating func append(_ value: Double) {
    Self.set(value, at: count, in: &doubles)
    finishRow()
  }

  /// Adds a row of a column of type `bytes`, or `fixed` if the number of bytes is right.
  ///
  /// - Precondition: All values together have less than 2 GB.
  package mutating func append(_ value: Span<UInt8>) {
    let start: Int
    if case .fixed(let width) = type {
      precondition(value.count == width, "a value of \(value.count) bytes, not \(width)")
      start = count * width
    } else {
      start = Int(offsets[count])
    }
    let end = start + value.count
    reserveBytes(end)
    bytes.copy(from: value, at: 0, to: start, count: value.count)
    if type == .bytes { setEnd(end) }
    finishRow()
  }

  /// Adds a row of a column of type `bytes`, in UTF-8.
  package mutating func append(_ value: String) {
    var value = value
    value.makeContiguousUTF8()
    append(value.utf8Span.span)
  }

  /// Makes room for a number of bytes.
  mutating func reserveBytes(_ needed: Int) {
    guard bytes.count < needed else { return }
    let size = Swift.max(needed, Swift.min(bytes.count * 2, bytes.count + (64 << 20)), 1024)
    bytes.append(contentsOf: repeatElement(0, count: size - bytes.count))
  }

  private mutating func finishRow() {
    if nullCount > 0 { Self.set(true, at: count, in: &isPresent) }
    count += 1
  }

  private mutating func setEnd(_ end: Int) {
    if offsets.count > count + 1 {
      offsets[count + 1] = Int32(end)
    } else {
      offsets.append(Int32(end))
    }
  }

  private static func set<Value>(_ value: Value, at index: Int, in buffer: inout [Value]) {
    if buffer.count > index {
      buffer[index] = value
    } else {
      buffer.append(value)
    }
  }

  /// Marks the first rows as rows with a value.
  mutating func markPresent(_ rows: Int) {
    isPresent.removeAll(keepingCapacity: true)
    isPresent.append(contentsOf: repeatElement(true, count: rows))
  }
}
