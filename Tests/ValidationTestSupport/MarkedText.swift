import FoundationEssentials

/// A text with at most one place marked by `↓`.
package struct MarkedText {
  /// The text without the mark.
  package let bytes: [UInt8]
  /// The line and column of the mark, counted from 1; nil without a mark.
  package let place: Place?

  /// A place in a text.
  package struct Place: Hashable, CustomStringConvertible {
    /// The line, counted from 1.
    package var line: Int
    /// The column, counted from 1 in Unicode scalars.
    package var column: Int

    package var description: String { "\(line):\(column)" }
  }

  /// Removes the mark from a text.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - hasEscapes: Whether `\xNN` means a byte.
  package init(_ text: String, hasEscapes: Bool = false) {
    let parts = text.unicodeScalars.split(
      separator: "\u{2193}", maxSplits: 1, omittingEmptySubsequences: false)
    let before = Self.bytes(String(parts[0]), hasEscapes: hasEscapes)
    bytes = before + (parts.count > 1 ? Self.bytes(String(parts[1]), hasEscapes: hasEscapes) : [])
    guard parts.count > 1 else {
      place = nil
      return
    }
    let line = before.split(separator: 0x0A, omittingEmptySubsequences: false)
    let column = String(decoding: line.last ?? [], as: UTF8.self).unicodeScalars.count + 1
    place = Place(line: line.count, column: column)
  }

  /// Removes the mark from the content of a file of an example; that of a Parquet file is in
  /// Base64, and a place in it has no line.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - name: The name of the file.
  ///   - hasEscapes: Whether `\xNN` means a byte.
  package init(_ text: String, of name: String, hasEscapes: Bool) {
    let plain = text.filter { !$0.isWhitespace }
    guard name.hasSuffix(".parquet"), let colon = plain.firstIndex(of: ":"),
      let data = Data(base64Encoded: String(plain[plain.index(after: colon)...]))
    else {
      self.init(text, hasEscapes: hasEscapes)
      return
    }
    let isMarked = text.hasPrefix("\u{2193}")
    self.init(Array(data), place: isMarked ? Place(line: 0, column: 0) : nil)
  }

  private init(_ bytes: [UInt8], place: Place?) {
    self.bytes = bytes
    self.place = place
  }

  private static func bytes(_ text: String, hasEscapes: Bool) -> [UInt8] {
    let bytes = Array(text.utf8)
    guard hasEscapes else { return bytes }
    var result: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.first {
      if rest.count >= 4, rest.starts(with: "\\x".utf8),
        let value = UInt8(String(decoding: rest.dropFirst(2).prefix(2), as: UTF8.self), radix: 16)
      {
        result.append(value)
        rest = rest.dropFirst(4)
      } else {
        result.append(byte)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}
