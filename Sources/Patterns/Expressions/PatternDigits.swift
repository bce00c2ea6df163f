/// How the matches of a regular expression continue the digits before and after them.
package struct PatternDigits: Sendable, Hashable {
  /// Whether each match has a character that is no digit.
  package let separates: Bool
  /// Whether matches begin with different numbers of digits; those without other characters count,
  /// too, also if they are empty.
  package let variesAtStart: Bool
  /// Whether matches end with different numbers of digits.
  package let variesAtEnd: Bool

  /// Examines a regular expression.
  ///
  /// - Parameter source: The expression, as ECMA-262 defines it.
  /// - Throws: ``PatternError`` if it can't be used.
  package init(_ source: String) throws(PatternError) {
    let matches = DigitCounts(try PatternParser.parse(source))
    separates = matches.alone == nil
    variesAtStart = matches.varies(\.leading)
    variesAtEnd = matches.varies(\.trailing)
  }
}

/// The numbers of digits in the matches of an expression.
private struct DigitCounts {
  /// How many digits matches have that have nothing else; nil if there are no such matches.
  var alone: ClosedRange<Int>?
  /// With how many digits the other matches begin and end; nil if there are no such matches.
  var mixed: (leading: ClosedRange<Int>, trailing: ClosedRange<Int>)?

  /// Any number of digits.
  private static let many = 1 << 20

  init(_ syntax: PatternSyntax) {
    switch syntax {
    case .set(let set):
      let digits = set.ranges.filter { $0.overlaps(0x30...0x39) }
      alone = digits.isEmpty ? nil : 1...1
      let isMixed = set.ranges.contains { $0.lowerBound < 0x30 || $0.upperBound > 0x39 }
      mixed = isMixed ? (0...0, 0...0) : nil
    case .sequence(let parts):
      alone = 0...0
      for part in parts { self = followed(by: DigitCounts(part)) }
    case .alternatives(let parts):
      for part in parts { self = or(DigitCounts(part)) }
    case .repeated(let part, let minimum, let maximum, _):
      self = Self.repeated(DigitCounts(part), minimum: minimum, maximum: maximum ?? Self.many)
    case .group(let part, _): self = DigitCounts(part)
    case .textStart, .textEnd, .wordBoundary, .look: alone = 0...0
    }
  }

  private init(
    alone: ClosedRange<Int>?, mixed: (leading: ClosedRange<Int>, trailing: ClosedRange<Int>)?
  ) {
    self.alone = alone
    self.mixed = mixed
  }

  /// Whether all matches together have different numbers of digits on a side.
  func varies(
    _ side: KeyPath<(leading: ClosedRange<Int>, trailing: ClosedRange<Int>), ClosedRange<Int>>
  ) -> Bool {
    Self.union(alone, mixed?[keyPath: side]).map { $0.count > 1 } ?? false
  }

  private func followed(by next: DigitCounts) -> DigitCounts {
    let leading = Self.union(
      mixed?.leading, Self.sum(alone, next.mixed?.leading))
    let trailing = Self.union(
      next.mixed?.trailing, Self.sum(mixed?.trailing, next.alone))
    // Nothing can follow what matches nothing.
    let isPossible = (alone != nil || mixed != nil) && (next.alone != nil || next.mixed != nil)
    let both = leading.flatMap { leading in trailing.map { (leading, $0) } }
    return DigitCounts(alone: Self.sum(alone, next.alone), mixed: isPossible ? both : nil)
  }

  private func or(_ other: DigitCounts) -> DigitCounts {
    let leading = Self.union(mixed?.leading, other.mixed?.leading)
    let trailing = Self.union(mixed?.trailing, other.mixed?.trailing)
    return DigitCounts(
      alone: Self.union(alone, other.alone),
      mixed: leading.flatMap { leading in trailing.map { (leading, $0) } })
  }

  private static func repeated(
    _ part: DigitCounts, minimum: Int, maximum: Int
  ) -> DigitCounts {
    guard maximum > 0 else { return DigitCounts(alone: 0...0, mixed: nil) }
    let alone = part.alone.map { times($0.lowerBound, minimum)...times($0.upperBound, maximum) }
    // Digits alone may come before and after the first and last part with something else.
    let more = part.alone.map { 0...times($0.upperBound, maximum - 1) } ?? 0...0
    let mixed = part.mixed.map { (sum($0.leading, more) ?? more, sum($0.trailing, more) ?? more) }
    return DigitCounts(alone: alone ?? (minimum == 0 ? 0...0 : nil), mixed: mixed)
  }

  private static func times(_ count: Int, _ number: Int) -> Int {
    count == 0 || number == 0 ? 0 : count >= many / number ? many : count * number
  }

  private static func sum(_ one: ClosedRange<Int>?, _ other: ClosedRange<Int>?) -> ClosedRange<Int>?
  {
    guard let one, let other else { return nil }
    return min(
      one.lowerBound + other.lowerBound, many)...min(
        one.upperBound + other.upperBound, many)
  }

  private static func union(
    _ one: ClosedRange<Int>?, _ other: ClosedRange<Int>?
  ) -> ClosedRange<Int>? {
    guard let one, let other else { return one ?? other }
    return min(one.lowerBound, other.lowerBound)...max(one.upperBound, other.upperBound)
  }
}
