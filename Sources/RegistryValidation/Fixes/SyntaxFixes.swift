internal import Formats

/// Computes fixes for a text that is not JSON, or odd JSON.
enum SyntaxFixes {
  /// Fixes a fault of syntax; nil if there is no fix.
  ///
  /// - Parameters:
  ///   - fault: The fault.
  ///   - source: The text.
  /// - Returns: The fix.
  static func fix(for fault: SyntaxFault, in source: [UInt8]) -> Fix? {
    switch fault.code {
    case .trailingComma:
      guard fault.offset < source.count, source[fault.offset] == UInt8(ascii: ",") else {
        return nil
      }
      return Fix(
        "remove the comma before the closing bracket", .safe,
        edits: [.init(range: fault.offset..<fault.offset + 1, text: "")])
    case .missingComma:
      // A whole value may be missing as well.
      return Fix(
        "put a comma between the two values", .unsafe,
        edits: [.init(range: fault.offset..<fault.offset, text: ",")])
    case .comment: return comment(at: fault.offset, in: source)
    default: return nil
    }
  }

  /// Removes a comment; what it says is lost.
  private static func comment(at start: Int, in source: [UInt8]) -> Fix? {
    guard start < source.count else { return nil }
    let rest = source[start...]
    var end: Int
    if rest.starts(with: "/*".utf8) {
      end = start + 2
      while end + 1 < source.count, source[end] != 0x2A || source[end + 1] != 0x2F { end += 1 }
      guard end + 1 < source.count else { return nil }
      end += 2
    } else {
      end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? source.count
    }
    return Fix("remove the comment", .unsafe, edits: [.init(range: start..<end, text: "")])
  }

  /// Removes the byte order mark.
  static let byteOrderMark = Fix(
    "remove the byte order mark", .safe, edits: [.init(range: 0..<3, text: "")])

  /// Removes the first of two members with the same key, which most readers ignore; safe if both
  /// have the same value.
  static func duplicateKey(at offset: Int, first: Int, in document: Document) -> Fix? {
    guard let later = document.entry(startingAt: offset),
      let earlier = document.entry(startingAt: first),
      later + 1 < document.entryCount, earlier + 1 < document.entryCount
    else { return nil }
    let values = [earlier + 1, later + 1].map { document.sourceRange(at: $0) }
    let isSame = document.source[values[0]] == document.source[values[1]]
    return Fix(
      "remove the first of the two members", isSame ? .safe : .unsafe,
      edits: [.init(range: document.rangeToRemove(first..<values[0].upperBound), text: "")])
  }
}
