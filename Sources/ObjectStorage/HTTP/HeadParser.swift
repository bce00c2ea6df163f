/// Collects the header lines of a response and skips those of interim responses.
struct HeadParser {
  /// The maximum size of the header lines, in bytes.
  private static let limit = 256 << 10

  private var head = HTTPHead(status: 0)
  private var size = 0

  /// The result of a line.
  enum Step {
    case more
    /// The head is complete.
    case complete(HTTPHead)
    /// There are more lines than any server should send.
    case tooLarge
  }

  /// Reads one line, with its line end.
  mutating func take(_ line: [UInt8]) -> Step {
    size += line.count
    guard size <= Self.limit else { return .tooLarge }
    let text = line[...].trimmingBlanks
    if text.starts(with: "HTTP/".utf8) {
      let status = text.split(separator: UInt8(ascii: " ")).dropFirst().first
      head = HTTPHead(status: status.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0)
      head.isFramed = !text.starts(with: "HTTP/1".utf8)
      return .more
    }
    guard text.isEmpty else {
      if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
        head.headers.append(
          .init(
            name: String(decoding: text[..<colon], as: UTF8.self),
            value: String(decoding: text[(colon + 1)...].trimmingBlanks, as: UTF8.self)))
      }
      return .more
    }
    return head.status >= 200 ? .complete(head) : .more
  }
}

extension ArraySlice<UInt8> {
  /// The bytes without leading and trailing spaces and line ends.
  var trimmingBlanks: ArraySlice<UInt8> {
    let rest = drop { Self.isBlank($0) }
    guard let last = rest.lastIndex(where: { !Self.isBlank($0) }) else { return [] }
    return rest[...last]
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
  }
}

extension String {
  /// Whether two strings differ at most in the case of the letters A to Z.
  func isSameName(as other: String) -> Bool {
    utf8.count == other.utf8.count
      && zip(utf8, other.utf8).allSatisfy { left, right in
        left == right || (left ^ right == 0x20 && (left | 0x20) &- 0x61 < 26)
      }
  }
}
