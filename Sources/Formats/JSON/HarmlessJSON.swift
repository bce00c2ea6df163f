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
    guard json.contains(where: { $0 >= 0x7F }) else { return json }
    let text = String(decoding: json, as: UTF8.self)
    // Line ends and indentation are not in strings; the writer escapes those that are.
    func mustEscape(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x7F && isHarmful(scalar) }
    guard text.unicodeScalars.contains(where: mustEscape) else { return json }
    var result: [UInt8] = []
    result.reserveCapacity(json.count + 64)
    for scalar in text.unicodeScalars {
      guard mustEscape(scalar) else {
        result += Array(String(scalar).utf8)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        result += "\\u".utf8
        result += [UInt8](repeating: UInt8(ascii: "0"), count: 4 - digits.utf8.count)
        result += digits.utf8
      }
    }
    return result
  }
}
