/// Times as listings write them.
package enum ListingTime {
  /// Reads a time with its zone, such as `2024-05-06T07:08:09.000Z` or `2024-05-06 07:08:09+00:00`.
  ///
  /// - Parameter text: The text.
  /// - Returns: The time, in whole seconds if it has no fraction; nil if it is not a time, or has
  ///   no zone.
  static func read(_ text: String) -> SCRTime? {
    var bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") || bytes[10] == 0x20 else { return nil }
    bytes[10] = UInt8(ascii: "T")
    var shift: Int64 = 0
    if bytes.last != UInt8(ascii: "Z") {
      let count = bytes[bytes.count - 3] == UInt8(ascii: ":") ? 6 : 5
      guard bytes.count - count >= 19, let zone = zone(bytes.suffix(count)) else { return nil }
      shift = zone
      bytes.removeLast(count)
      bytes.append(UInt8(ascii: "Z"))
    }
    guard let time = try? SCRTime(parsing: bytes.span) else { return nil }
    let precision: SCRTime.Precision = time.nanoseconds == 0 ? .second : .fraction(digits: 9)
    return SCRTime(
      seconds: time.seconds - shift, nanoseconds: time.nanoseconds, precision: precision)
  }

  /// Reads the time of data: as ``read(_:)``, or an ISO 8601 time without a zone, which is in UTC.
  ///
  /// - Parameter bytes: The text.
  /// - Returns: The time in microseconds since 1970; nil if it is not a time.
  package static func microseconds(_ bytes: some Collection<UInt8>) -> Int64? {
    var text = String(decoding: bytes, as: UTF8.self)
    if text.utf8.first == 0x27, text.utf8.last == 0x27, text.utf8.count > 1 {
      text = String(text.dropFirst().dropLast())
    }
    if let time = read(text) { return microseconds(time) }
    var plain = Array(text.utf8)
    if plain.count > 10, plain[10] == 0x20 { plain[10] = UInt8(ascii: "T") }
    if plain.last != UInt8(ascii: "Z") { plain.append(UInt8(ascii: "Z")) }
    return (try? SCRTime(parsing: plain.span)).map(microseconds)
  }

  private static func microseconds(_ time: SCRTime) -> Int64 {
    time.seconds * 1_000_000 + Int64(time.nanoseconds) / 1000
  }

  /// Reads `+hh:mm` or `+hhmm`, in seconds.
  private static func zone(_ text: ArraySlice<UInt8>) -> Int64? {
    guard let sign = text.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
      return nil
    }
    let digits = text.dropFirst().filter { $0 != UInt8(ascii: ":") }
    guard digits.count == 4, digits.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    let values = digits.map { Int64($0 - 0x30) }
    let seconds = (values[0] * 10 + values[1]) * 3600 + (values[2] * 10 + values[3]) * 60
    return sign == UInt8(ascii: "-") ? -seconds : seconds
  }

  /// Reads seconds since 1970 with or without a fraction, as `find` writes them.
  static func sinceEpoch(_ text: String) -> SCRTime? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = Int64(parts[0]), abs(whole) < 1 << 36 else { return nil }
    guard parts.count == 2 else { return SCRTime(seconds: whole) }
    let digits = parts[1].prefix(9)
    guard parts[1].utf8.allSatisfy({ $0 &- 0x30 < 10 }), !digits.isEmpty else { return nil }
    let fraction = Int32(digits + String(repeating: "0", count: 9 - digits.count)) ?? 0
    // For times before 1970, find writes a fraction that counts away from zero.
    guard fraction > 0, whole >= 0 else { return SCRTime(seconds: whole) }
    return SCRTime(seconds: whole, nanoseconds: fraction, precision: .fraction(digits: 9))
  }
}
