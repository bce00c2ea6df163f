extension ColumnValues {
  /// Adds rows of another column of the same type.
  ///
  /// - Parameters:
  ///   - other: The other column.
  ///   - rows: The rows.
  package mutating func append(_ other: ColumnValues, rows: Range<Int>) {
    precondition(type == other.type, "rows of type \(other.type) for a column of type \(type)")
    appendPresence(other, rows: rows)
    switch type {
    case .bool: bools.replace(from: count, with: other.bools[rows])
    case .int32: int32s.replace(from: count, with: other.int32s[rows])
    case .int64: int64s.replace(from: count, with: other.int64s[rows])
    case .float: floats.replace(from: count, with: other.floats[rows])
    case .double: doubles.replace(from: count, with: other.doubles[rows])
    case .bytes: appendStrings(other, rows: rows)
    case .fixed(let width):
      bytes.replace(
        from: count * width,
        with: other.bytes[rows.lowerBound * width..<rows.upperBound * width])
    }
    count += rows.count
  }

  private mutating func appendPresence(_ other: ColumnValues, rows: Range<Int>) {
    guard nullCount > 0 || other.nullCount > 0 else { return }
    if nullCount == 0 { markPresent(count) }
    isPresent.removeLast(isPresent.count - count)
    guard other.nullCount > 0 else {
      isPresent.append(contentsOf: repeatElement(true, count: rows.count))
      return
    }
    isPresent.append(contentsOf: other.isPresent[rows])
    for row in rows where !other.isPresent[row] { nullCount += 1 }
  }

  private mutating func appendStrings(_ other: ColumnValues, rows: Range<Int>) {
    let start = Int(other.offsets[rows.lowerBound])
    let size = Int(other.offsets[rows.upperBound]) - start
    let first = Int(offsets[count])
    reserveBytes(first + size)
    bytes.copy(from: other.bytes.span, at: start, to: first, count: size)
    offsets.grow(to: count + rows.count + 1)
    let shift = Int32(first - start)
    for index in 0..<rows.count {
      offsets[count + index + 1] = other.offsets[rows.lowerBound + index + 1] + shift
    }
  }
}

extension Array {
  /// Replaces the elements from an index on, which is at most the count.
  fileprivate mutating func replace(from index: Int, with elements: ArraySlice<Element>) {
    removeLast(count - index)
    append(contentsOf: elements)
  }
}
