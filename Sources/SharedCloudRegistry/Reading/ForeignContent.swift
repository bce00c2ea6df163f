internal import Formats

/// The content of a file that has the name of an index file but is something else.
package struct ForeignContent: Sendable, Hashable {
  /// The kinds that have findings of their own.
  package enum Kind: Sendable, Hashable {
    /// Compressed with gzip.
    case gzip
    /// Rows whose columns are shifted by one.
    case shifted
    /// Rows whose columns have another order.
    case rearranged
    /// Lines that end with CR alone, so that the header holds all rows.
    case swallowed
    /// Blank lines only.
    case blank
    /// Anything else.
    case other
  }

  /// The kind.
  package let kind: Kind
  /// What it is: `an HTML page`, `rows separated by tabs`.
  package let words: String
  /// What content of this kind is, as the end of a sentence: `is an HTML page`.
  package var statement: String {
    let words = kind == .gzip ? "compressed with gzip" : words
    return "is \(words)"
  }

  /// The number of rows that show it; nil if the file shows it before its rows.
  package let rows: Int?

  init(_ kind: Kind, words: String, rows: Int? = nil) {
    self.kind = kind
    self.words = words
    self.rows = rows
  }

  private static let page = "an HTML page"

  /// Whether it is an HTML page.
  package var isPage: Bool { words == Self.page }

  /// What it is, and how many rows show it.
  package var description: String {
    guard let rows else { return words }
    return "\(words) (\(rows) row\(rows == 1 ? "" : "s"))"
  }

  /// The first bytes of other formats.
  private static let signatures: [(bytes: [UInt8], kind: Kind, words: String)] = [
    ([0x1F, 0x8B], .gzip, "gzip"),
    (Array("PK\u{3}\u{4}".utf8), .other, "a zip archive"),
    (Array("PAR1".utf8), .other, "Parquet"),
    ([0x28, 0xB5, 0x2F, 0xFD], .other, "compressed with zstd"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .other, "compressed with xz"),
    (Array("BZh".utf8), .other, "compressed with bzip2"),
    (Array("7z".utf8) + [0xBC, 0xAF], .other, "a 7z archive"),
    ([0xFF, 0xFE, 0, 0], .other, "UTF-32"), ([0, 0, 0xFE, 0xFF], .other, "UTF-32"),
    ([0xFF, 0xFE], .other, "UTF-16"), ([0xFE, 0xFF], .other, "UTF-16"),
    ([0x89, 0x48, 0x44, 0x46], .other, "HDF5"), (Array("CDF\u{1}".utf8), .other, "netCDF"),
    ([0xCD, 0xF3, 0x00, 0x01], .other, "CDF"), (Array("%PDF".utf8), .other, "PDF"),
    ([0xD0, 0xCF, 0x11, 0xE0], .other, "a spreadsheet"),
  ]

  /// Recognizes another format by its first bytes; nil for index files and unknown formats.
  package init?(signatureOf bytes: Span<UInt8>) {
    let found = Self.signatures.first { signature in
      bytes.count >= signature.bytes.count
        && bytes.extracting(0..<signature.bytes.count).hasBytes(signature.bytes.span)
    }
    if let found {
      self.init(found.kind, words: found.words)
    } else if Self.isUTF16(bytes) {
      self.init(.other, words: "UTF-16")
    } else {
      return nil
    }
  }

  /// Whether every other byte is NUL, as in UTF-16 without a byte order mark.
  private static func isUTF16(_ bytes: Span<UInt8>) -> Bool {
    let pairs = Swift.min(bytes.count, 256) / 2
    guard pairs >= 8 else { return false }
    var nulls = (even: 0, odd: 0)
    for pair in 0..<pairs {
      if bytes[2 * pair] == 0 { nulls.even += 1 }
      if bytes[2 * pair + 1] == 0 { nulls.odd += 1 }
    }
    return nulls == (pairs, 0) || nulls == (0, pairs)
  }

  /// Recognizes content without rows by its characters; nil if it is not known.
  package init?(textOf bytes: Span<UInt8>) {
    var nulls = 0
    for index in 0..<bytes.count where bytes[index] == 0 { nulls += 1 }
    if bytes.count >= 8, nulls * 3 > bytes.count {
      self.init(.other, words: nulls * 4 > bytes.count * 3 ? "NUL bytes" : "UTF-16")
      return
    }
    if nulls * 50 > bytes.count {
      self.init(.other, words: "binary data")
      return
    }
    var start = 0
    while start < bytes.count, [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains(bytes[start]) {
      start += 1
    }
    let text = bytes.extracting(start..<Swift.min(bytes.count, start + 64)).text.lowercased()
    if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") {
      self.init(.other, words: Self.page)
    } else if text.hasPrefix("<<<<<<<") {
      self.init(.other, words: "text with the marks of a merge conflict")
    } else if text.hasPrefix("<") {
      self.init(.other, words: "XML")
    } else if let first = text.first, Self.beginsJSON(first, followedBy: text.dropFirst().first) {
      self.init(.other, words: "JSON")
    } else if text.hasPrefix("version https://git-lfs") {
      self.init(.other, words: "a pointer of Git LFS")
    } else {
      return nil
    }
  }
}

extension ForeignContent {
  /// Whether two characters begin a JSON object or array.
  private static func beginsJSON(_ first: Character, followedBy second: Character?) -> Bool {
    guard let second else { return first == "{" || first == "[" }
    switch first {
    case "{": return second.isWhitespace || second == "\"" || second == "}"
    case "[":
      return second.isWhitespace || second.isNumber || "\"{[]-tfn".contains(second)
    default: return false
    }
  }
}

/// The characters that some programs write between fields instead of commas.
enum OtherSeparator: UInt8, CaseIterable {
  case tab = 0x09
  case semicolon = 0x3B
  case bar = 0x7C
  case space = 0x20

  /// The separator in words.
  var words: String {
    switch self {
    case .tab: "tabs"
    case .semicolon: "semicolons"
    case .bar: "vertical bars"
    case .space: "spaces"
    }
  }

  /// Finds the character that separates a line into a time and at least two more fields, if its
  /// commas don't.
  init?(_ line: Span<UInt8>) {
    let found = Self.allCases.first { separator in
      var ends: [Int] = []
      var index = 0
      while index < line.count, ends.count < 4 {
        if line[index] == separator.rawValue { ends.append(index) }
        index += 1
      }
      guard ends.count >= 2 else { return false }
      let start = line[0] == UInt8(ascii: "\"") ? 1 : 0
      guard ends[0] > start * 2, FieldShape(line.extracting(start..<ends[0] - start)).isTime else {
        return false
      }
      let second = FieldShape(line.extracting(ends[0] + 1..<ends[1]))
      return second.isTime || second.isAddress || separator != .space
    }
    guard let found else { return nil }
    self = found
  }
}
