extension ThriftReader {
  /// Skips a value, which is an element of a list or the value of a field.
  mutating func skip(_ type: ThriftType, isElement: Bool) throws(ParquetFault) {
    switch type {
    // The type of a field says its value, unlike an element of a list.
    case .yes, .no: if isElement { _ = try byte() }
    case .byte: _ = try byte()
    case .int16, .int32, .int64: _ = try number()
    case .double: try skip(bytes: 8)
    case .uuid: try skip(bytes: 16)
    case .binary: try skip(bytes: try length())
    case .list, .set:
      let (count, element) = try listHeader()
      try enter()
      for _ in 0..<count { try skip(element, isElement: true) }
      depth -= 1
    case .map: try skipMap()
    case .structure: try structure { (_, _) throws(ParquetFault) in }
    }
  }

  private mutating func skip(bytes count: Int) throws(ParquetFault) {
    guard count <= end - position else {
      throw fault(.truncated, saying: "the metadata end too early")
    }
    position += count
  }

  private mutating func skipMap() throws(ParquetFault) {
    let count = try length()
    if count == 0 { return }
    let types = try byte()
    guard let key = ThriftType(rawValue: types >> 4), let value = ThriftType(rawValue: types & 15)
    else { throw fault("the metadata have a map of unknown types") }
    try enter()
    for _ in 0..<count {
      try skip(key, isElement: true)
      try skip(value, isElement: true)
    }
    depth -= 1
  }
}
