/// A set of Unicode code points, as ranges in order that neither overlap nor touch.
///
/// Surrogates are code points here, since JSON can spell one without its partner.
struct ScalarSet: Sendable, Hashable {
  /// The largest code point.
  static let last: UInt32 = 0x10FFFF

  /// The ranges, in order.
  private(set) var ranges: [ClosedRange<UInt32>]

  /// Makes a set of ranges in any order, which may overlap.
  init(_ ranges: [ClosedRange<UInt32>] = []) {
    var joined: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = joined.last, range.lowerBound <= last.upperBound &+ 1 {
        joined[joined.count - 1] =
          last.lowerBound...Swift.max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    self.ranges = joined
  }

  /// Makes a set of one code point.
  init(_ value: UInt32) { ranges = [value...value] }

  /// Every code point that is not in the set.
  var inverted: ScalarSet {
    var gaps: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { gaps.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= Self.last { gaps.append(next...Self.last) }
    return ScalarSet(gaps)
  }
}

extension ScalarSet {
  /// What `\d` means.
  static let digits = ScalarSet([0x30...0x39])
  /// What `\w` means.
  static let word = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  /// What ends a line.
  static let lineEnds = ScalarSet([0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029])
  /// What `\s` means: the white space and line ends of ECMAScript.
  static let space = ScalarSet([
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
    0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
  ])
}
