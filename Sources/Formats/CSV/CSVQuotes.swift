extension ArraySlice<UInt8> {
  /// The bytes of a quoted field with one double quote instead of each doubled one.
  package var withSingleQuotes: ArraySlice<UInt8> {
    var result: [UInt8] = []
    var isSecond = false
    for byte in self {
      if byte == UInt8(ascii: "\""), isSecond {
        isSecond = false
        continue
      }
      isSecond = byte == UInt8(ascii: "\"")
      result.append(byte)
    }
    return result[...]
  }
}
