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
    guard text.count >= 20, text.count <= 36 else { return nil }
    var bytes = text.bytes(0..<text.count)
    guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") else { return nil }
    bytes[10] = UInt8(ascii: "T")
    if bytes.suffix(6).elementsEqual("+00:00".utf8) {
      bytes.removeLast(6)
    } else if bytes.last.map({ $0 | 0x20 }) == UInt8(ascii: "z") {
      bytes.removeLast()
    } else {
      return nil
    }
    bytes.append(UInt8(ascii: "Z"))
    guard bytes.count >= 20, (try? SCRTime(parsing: bytes.span)) != nil else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
