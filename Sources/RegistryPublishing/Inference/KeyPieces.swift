/// A key in pieces: strings that stay the same from key to key, and slots that may vary.
struct KeyPieces: Sendable {
  /// The kinds of pieces.
  enum Kind: UInt8, Sendable, Hashable {
    /// A string without digits.
    case literal
    /// Digits, as many as follow one another.
    case digits
    /// The first three letters of a month's name.
    case shortMonthName
    /// The name of a month.
    case monthName
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
  /// - Parameter key: The key.
  init(_ key: [UInt8]) {
    var index = 0
    while index < key.count {
      let start = index
      if key[index].isDigit {
        while index < key.count, key[index].isDigit { index += 1 }
        pieces.append(Piece(kind: .digits, range: start..<index))
      } else if let end = Self.endOfVersion(key, start: index) {
        add(literal: start..<start + 1)
        pieces.append(Piece(kind: .version, range: start + 1..<end))
        index = end
      } else if key[index].isLetter {
        while index < key.count, key[index].isLetter { index += 1 }
        if let kind = Self.monthKind(key[start..<index]) {
          pieces.append(Piece(kind: kind, range: start..<index))
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
    return end > start + 1 ? end : nil
  }

  private static func endOfDigits(_ key: [UInt8], start: Int) -> Int? {
    var end = start
    while end < key.count, key[end].isDigit { end += 1 }
    return end > start ? end : nil
  }

  private static func monthKind(_ word: ArraySlice<UInt8>) -> Kind? {
    let letters = Array(word)
    let number = MonthNames.number(of: letters.span)
    guard number > 0 else { return nil }
    if word.count == 3 { return .shortMonthName }
    let name = MonthNames.all[Int(number) - 1]
    return letters.map { $0 | 0x20 } == Array(name.utf8) ? .monthName : nil
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
