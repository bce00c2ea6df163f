extension JSONWriter {
  /// Writes the JSON of a report, with characters escaped that a terminal or an editor obeys.
  ///
  /// Values stay the same: JSON may hold every character as its escape.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - layout: The layout.
  /// - Returns: The bytes, as of ``write(_:layout:)``.
  package static func writeHarmless(_ value: JSONValue, layout: Layout = .indented) -> [UInt8] {
    HarmlessText.escapedJSON(write(value, layout: layout))
  }
}

extension HarmlessText {
  /// Escapes harmful characters in JSON, where they can only be in strings.
  ///
  /// - Parameter json: JSON in UTF-8.
  /// - Returns: JSON with the same values.
  package static func escapedJSON(_ json: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    // What is copied next begins here.
    var start = 0
    var index = 0
    while index < json.count {
      // Line ends and indentation are not in strings; the writer escapes those that are.
      guard json[index] >= 0x7F else {
        index += 1
        continue
      }
      let (scalar, length) = firstScalar(of: json[index...])
      defer { index += length }
      guard let scalar, isHarmful(scalar) else { continue }
      result += json[start..<index]
      start = index + length
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        result += "\\u".utf8
        result += [UInt8](repeating: UInt8(ascii: "0"), count: 4 - digits.utf8.count)
        result += digits.utf8
      }
    }
    guard start > 0 else { return json }
    result += json[start...]
    return result
  }

  /// The first character of UTF-8 and its length in bytes; nil if the bytes are no UTF-8.
  private static func firstScalar(of bytes: ArraySlice<UInt8>) -> (Unicode.Scalar?, length: Int) {
    var decoder = UTF8()
    var rest = bytes.prefix(4).makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&rest) else { return (nil, 1) }
    return (scalar, UTF8.width(scalar))
  }
}
