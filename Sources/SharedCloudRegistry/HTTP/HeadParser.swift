/// Gathers the header lines of an answer; those of interim answers are passed over.
struct HeadParser {
  /// The most bytes of header lines that are taken.
  private static let limit = 256 << 10

  private var head = HTTPHead(status: 0)
  private var size = 0

  /// What a line led to.
  enum Step {
    case more
    /// The head is complete.
    case complete(HTTPHead)
    /// There are more lines than any server should send.
    case tooLarge
  }

  /// Takes one line, with its line end.
  mutating func take(_ line: [UInt8]) -> Step {
    size += line.count
    guard size <= Self.limit else { return .tooLarge }
    let text = String(decoding: line, as: UTF8.self).trimmingBlanks
    if text.hasPrefix("HTTP/") {
      let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
      head = HTTPHead(status: status ?? 0)
      return .more
    }
    guard text.isEmpty else {
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 {
        head.headers.append(
          .init(name: String(parts[0]), value: String(parts[1]).trimmingBlanks))
      }
      return .more
    }
    return head.status >= 200 ? .complete(head) : .more
  }
}

extension String {
  /// The text without blanks and line ends around it.
  var trimmingBlanks: String {
    let isBlank = { (scalar: Unicode.Scalar) in " \t\r\n".unicodeScalars.contains(scalar) }
    let rest = unicodeScalars.drop(while: isBlank)
    guard let last = rest.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(rest[...last])
  }
}
