internal import Formats
internal import SharedCloudRegistry

/// The wrong spellings of times that are common: a space for T, and `+00:00` or `z` for Z.
///
/// `TimeRepair` gives the same results, but much more slowly.
enum CommonTime {
  /// Writes a time as the specification does.
  ///
  /// - Parameter text: A text that is not a time of the specification.
  /// - Returns: The time; nil if the text has another spelling.
  static func corrected(_ text: Span<UInt8>) -> String? {
    var times = TimeParser()
    guard meant(by: text, times: &times) != nil, let end = endOfSeconds(in: text) else {
      return nil
    }
    return rightSpelling(of: text, end: end).span.extracting(0...end).text
  }

  /// The time that a text means.
  ///
  /// - Parameters:
  ///   - text: A text that is not a time of the specification.
  ///   - times: What reads the time.
  /// - Returns: The time; nil if the text has another spelling.
  static func meant(by text: Span<UInt8>, times: inout TimeParser) -> SCRTime? {
    guard let end = endOfSeconds(in: text) else { return nil }
    let bytes = rightSpelling(of: text, end: end)
    do throws(SCRTimeError) {
      return try times.time(bytes.span.extracting(0...end))
    } catch {
      // The text is no time in the right spelling either, such as 30 February.
      return nil
    }
  }

  private static let longest = 36

  /// Where the zone begins; nil if the text has another spelling.
  private static func endOfSeconds(in text: Span<UInt8>) -> Int? {
    let count = text.count
    guard count >= 20, count <= longest,
      text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: " ")
    else { return nil }
    if text[count - 1] | 0x20 == UInt8(ascii: "z") { return count - 1 }
    let zone = "+00:00".utf8Span.span
    guard count >= 25 else { return nil }
    for index in 0..<6 where text[count - 6 + index] != zone[index] { return nil }
    return count - 6
  }

  /// The bytes of a time as the specification spells it; its Z is at `end`.
  private static func rightSpelling(
    of text: Span<UInt8>, end: Int
  ) -> InlineArray<40, UInt8> {
    var bytes = InlineArray<40, UInt8>(repeating: 0)
    for index in 0..<end { bytes[index] = text[index] }
    bytes[10] = UInt8(ascii: "T")
    bytes[end] = UInt8(ascii: "Z")
    return bytes
  }
}
