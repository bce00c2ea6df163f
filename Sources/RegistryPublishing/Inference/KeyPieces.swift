/// A key in pieces: strings that stay the same from key to key, and slots that may vary.
struct KeyPieces: Sendable {
  /// The kinds of pieces.
  enum Kind: UInt8, Sendable, Hashable {
    /// A string without digits.
    case literal
    /// Digits, as many as follow one another.
    case digits
    /// The name of a month, in full or abbreviated.
    case monthName
    /// Hexadecimal digits, as a checksum has them.
    case checksum
    /// The digits and points of a version, after its letter.
    case version
  }

  /// One piece.
  struct Piece: Sendable, Hashable {
    /// Its kind.
    var kind: Kind
    /// Its range in the key.
    var range: Range<Int>
  }

  /// The pieces, in the order of the key.
  private(set) var pieces: [Piece] = []

  /// Takes a key to pieces.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - checksum: The place of a checksum; nil if there is no checksum.
  init(_ key: [UInt8], checksum: ChecksumPlace? = nil) {
    var index = 0
    let hexadecimal = checksum?.range(in: key)
    while index < key.count {
      let start = index
      if let hexadecimal, hexadecimal.lowerBound == index {
        index = hexadecimal.upperBound
        pieces.append(Piece(kind: .checksum, range: hexadecimal))
      } else if key[index].isDigit {
        while index < key.count, key[index].isDigit { index += 1 }
        pieces.append(Piece(kind: .digits, range: start..<index))
      } else if let end = Self.endOfVersion(key, start: index) {
        add(literal: start..<start + 1)
        pieces.append(Piece(kind: .version, range: start + 1..<end))
        index = end
      } else if key[index].isLetter {
        while index < key.count, key[index].isLetter { index += 1 }
        if MonthNames.isName(key[start..<index]) {
          pieces.append(Piece(kind: .monthName, range: start..<index))
        } else {
          add(literal: start..<index)
        }
      } else {
        index += 1
        add(literal: start..<index)
      }
    }
  }

  private mutating func add(literal range: Range<Int>) {
    if let last = pieces.last, last.kind == .literal {
      pieces[pieces.count - 1].range = last.range.lowerBound..<range.upperBound
    } else {
      pieces.append(Piece(kind: .literal, range: range))
    }
  }

  /// The end of a version whose letter is at an offset; nil if absent.
  ///
  /// It has numbers with points between them, or up to two digits each with dashes, and perhaps a
  /// revision: `v1.3.2`, `v2-2-0`, `v06r000`, `v04_r02`.
  private static func endOfVersion(_ key: [UInt8], start: Int) -> Int? {
    guard key[start] | 0x20 == UInt8(ascii: "v"),
      start == 0 || !key[start - 1].isDigit && !key[start - 1].isLetter
    else { return nil }
    var end = start + 1
    while let next = endOfDigits(key, start: end) {
      // So many digits are a time, not a version.
      guard next - end < 6 else { break }
      end = next
      guard end < key.count, key[end] == UInt8(ascii: ".") else { break }
      end += 1
    }
    if key[end - 1] == UInt8(ascii: ".") { end -= 1 }
    guard end > start + 1 else { return nil }
    let dashed = endOfDashes(key, start: start + 1)
    return endOfRevision(key, start: max(end, dashed ?? 0))
  }

  /// The end of three numbers or more with dashes between them; nil if absent.
  private static func endOfDashes(_ key: [UInt8], start: Int) -> Int? {
    var (end, count) = (start, 0)
    while let next = endOfDigits(key, start: end), next - end <= 2 {
      (end, count) = (next, count + 1)
      guard end < key.count, key[end] == UInt8(ascii: "-") else { break }
      end += 1
    }
    return count >= 3 && key[end - 1].isDigit ? end : nil
  }

  /// The end of a version with its revision, if one follows.
  private static func endOfRevision(_ key: [UInt8], start: Int) -> Int {
    var mark = start
    if mark < key.count, key[mark] == UInt8(ascii: "_") || key[mark] == UInt8(ascii: "-") {
      mark += 1
    }
    guard mark < key.count, key[mark] | 0x20 == UInt8(ascii: "r"),
      let end = endOfDigits(key, start: mark + 1), end - mark <= 5,
      end == key.count || !key[end].isLetter
    else { return start }
    return end
  }

  private static func endOfDigits(_ key: [UInt8], start: Int) -> Int? {
    var end = start
    while end < key.count, key[end].isDigit { end += 1 }
    return end > start ? end : nil
  }

  /// What similar keys share: the literal pieces, and the kinds of the others.
  ///
  /// - Parameter key: The key.
  /// - Returns: A string that is equal for similar keys.
  func skeleton(of key: [UInt8]) -> [UInt8] {
    pieces.flatMap { $0.kind == .literal ? Array(key[$0.range]) : [$0.kind.rawValue] }
  }
}

extension UInt8 {
  /// Whether this is an ASCII digit.
  var isDigit: Bool { self &- 0x30 < 10 }

  /// Whether this is an ASCII letter.
  var isLetter: Bool { self | 0x20 &- 0x61 < 26 }
}
