/// Times as written by people and faulty documents.
public enum TimeText {
  /// Reads a time, also a misspelled one if its meaning is certain.
  static func time(_ text: String) -> SCRTime? {
    if let time = try? SCRTime(parsing: text) { return time }
    return TimeRepair(of: text).corrected.flatMap { try? SCRTime(parsing: $0) }
  }

  /// Reads a time that needs no guess, such as one about its time zone.
  static func certain(_ text: String) -> SCRTime? {
    let repair = TimeRepair(of: text)
    return repair.isGuess ? nil : repair.corrected.flatMap { try? SCRTime(parsing: $0) }
  }

  /// Reads a time that a user typed.
  ///
  /// A missing part counts as its smallest value: `2015`, `2015-06`, `2015-06-01`,
  /// `2015-06-01T12:30` and so on are times. The Z is optional, and a space may replace the T.
  ///
  /// - Parameter text: The string.
  /// - Returns: The time; nil if it is not a time.
  public static func typed(_ text: String) -> SCRTime? {
    var bytes = Array(text.utf8)
    if bytes.last == UInt8(ascii: "Z") || bytes.last == UInt8(ascii: "z") { bytes.removeLast() }
    if bytes.count > 10, bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "t") {
      bytes[10] = UInt8(ascii: "T")
    }
    switch bytes.count {
    case 4: bytes += Array("-01-01".utf8)
    case 7: bytes += Array("-01".utf8)
    default: break
    }
    bytes.append(UInt8(ascii: "Z"))
    return try? SCRTime(parsing: bytes.span)
  }
}
