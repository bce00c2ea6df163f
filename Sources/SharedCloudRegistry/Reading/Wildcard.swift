/// A pattern for datakeys, as in shells: `*` is any string, `?` one character, `[a-z]` one of
/// several, `[!a-z]` any other.
///
/// A pattern matches a complete string, and `*` matches slashes too. There are no escapes; `[*]` is
/// a star. Matching takes at most time in proportion to the string times the pattern.
public struct Wildcard: Sendable, Hashable {
  private enum Piece: Sendable, Hashable {
    case any
    case one
    case scalar(Unicode.Scalar)
    case set([ClosedRange<UInt32>], isNegated: Bool)
  }

  /// The pattern as written.
  public let pattern: String
  private let pieces: [Piece]

  /// Reads a pattern; a bracket without its partner is an ordinary character.
  ///
  /// - Parameter pattern: The pattern.
  public init(_ pattern: String) {
    self.pattern = pattern
    let scalars = Array(pattern.unicodeScalars)
    var pieces: [Piece] = []
    var index = 0
    while index < scalars.count {
      switch scalars[index] {
      case "*":
        if pieces.last != .any { pieces.append(.any) }
      case "?": pieces.append(.one)
      case "[":
        if let (set, end) = Self.set(scalars, from: index) {
          pieces.append(set)
          index = end
        } else {
          pieces.append(.scalar("["))
        }
      case let scalar: pieces.append(.scalar(scalar))
      }
      index += 1
    }
    self.pieces = pieces
  }

  /// Reads a set and finds its closing bracket; nil if it has none.
  private static func set(_ text: [Unicode.Scalar], from start: Int) -> (Piece, Int)? {
    var index = start + 1
    let isNegated = index < text.count && text[index] == "!"
    if isNegated { index += 1 }
    let first = index
    var ranges: [ClosedRange<UInt32>] = []
    while index < text.count {
      // A closing bracket at the start belongs to the set.
      if text[index] == "]", index > first { return (.set(ranges, isNegated: isNegated), index) }
      let low = text[index].value
      if index + 2 < text.count, text[index + 1] == "-", text[index + 2] != "]" {
        let high = text[index + 2].value
        if low <= high { ranges.append(low...high) }
        index += 3
      } else {
        ranges.append(low...low)
        index += 1
      }
    }
    return nil
  }

  /// Returns whether the pattern matches a complete string.
  ///
  /// - Parameter text: The string.
  /// - Returns: Whether it matches.
  public func matches(_ text: some StringProtocol) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var (piece, position) = (0, 0)
    /// Where to continue if the part after the last star does not match.
    var retry: (piece: Int, position: Int)?
    while position < scalars.count {
      if piece < pieces.count, pieces[piece] == .any {
        retry = (piece, position)
        piece += 1
      } else if piece < pieces.count, Self.matches(pieces[piece], scalar: scalars[position]) {
        piece += 1
        position += 1
      } else if let last = retry {
        retry = (last.piece, last.position + 1)
        piece = last.piece + 1
        position = last.position + 1
      } else {
        return false
      }
    }
    return pieces[piece...].allSatisfy { $0 == .any }
  }

  private static func matches(_ piece: Piece, scalar: Unicode.Scalar) -> Bool {
    switch piece {
    case .any, .one: true
    case .scalar(let own): own == scalar
    case .set(let ranges, let isNegated):
      ranges.contains { $0.contains(scalar.value) } != isNegated
    }
  }

  /// Returns whether the pattern matches the datakey of a file; a pattern without a slash is
  /// compared with the file's name.
  ///
  /// - Parameter record: The file.
  /// - Returns: Whether it matches.
  public func matches(_ record: FileRecord) -> Bool {
    pattern.utf8.contains(UInt8(ascii: "/")) ? matches(record.datakey) : matches(record.name)
  }
}
