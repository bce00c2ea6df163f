extension Span<UInt8> {
  /// The bytes of a quoted field with one double quote instead of each doubled one.
  package var withSingleQuotes: [UInt8] {
    var result: [UInt8] = []
    var isSecond = false
    for index in indices {
      let byte = self[index]
      if byte == UInt8(ascii: "\""), isSecond {
        isSecond = false
        continue
      }
      isSecond = byte == UInt8(ascii: "\"")
      result.append(byte)
    }
    return result
  }
}

extension ArraySlice<UInt8> {
  /// The bytes of a quoted field with one double quote instead of each doubled one.
  package var withSingleQuotes: ArraySlice<UInt8> { span.withSingleQuotes[...] }
}
