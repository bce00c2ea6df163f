/// The code points, split into as few classes as the sets of a pattern can tell apart.
///
/// The engine works on the classes, so a set of thousands of ranges costs no more than a letter.
struct PatternAlphabet: Sendable {
  /// The class of each ASCII character.
  let ascii: [UInt16]
  /// Where runs of one class begin, in order; the first is 0.
  private let starts: [UInt32]
  /// The class of each run.
  private let classes: [UInt16]
  /// The number of classes.
  let count: Int
  /// For each set, whether it holds each class.
  let members: [[Bool]]

  /// Splits the code points by a list of sets; nil if that takes too many classes.
  init?(_ sets: [ScalarSet]) {
    var borders: Set<UInt32> = [0]
    for range in sets.joinedRanges {
      borders.insert(range.lowerBound)
      if range.upperBound < ScalarSet.last { borders.insert(range.upperBound + 1) }
    }
    let starts = borders.sorted()
    let signatures = Self.signatures(of: starts, in: sets)
    var classes: [UInt16] = []
    var known: [[UInt64]: UInt16] = [:]
    for signature in signatures {
      let next = known.count
      guard next < Int(UInt16.max) else { return nil }
      let number = known[signature] ?? UInt16(next)
      known[signature] = number
      classes.append(number)
    }
    var members = [[Bool]](
      repeating: [Bool](repeating: false, count: known.count), count: sets.count)
    for (signature, number) in known {
      for set in sets.indices where signature[set / 64] >> UInt64(set % 64) & 1 == 1 {
        members[set][Int(number)] = true
      }
    }
    self.starts = starts
    self.classes = classes
    self.members = members
    count = known.count
    ascii = (0..<128).map { classes[Self.run(of: $0, in: starts)] }
  }

  /// Returns, for each run of code points, which sets hold it, as bits.
  private static func signatures(of starts: [UInt32], in sets: [ScalarSet]) -> [[UInt64]] {
    let empty = [UInt64](repeating: 0, count: (sets.count + 63) / 64)
    var signatures = [[UInt64]](repeating: empty, count: starts.count)
    for (number, set) in sets.enumerated() {
      var run = 0
      for range in set.ranges {
        while run < starts.count, starts[run] < range.lowerBound { run += 1 }
        while run < starts.count, starts[run] <= range.upperBound {
          signatures[run][number / 64] |= 1 << UInt64(number % 64)
          run += 1
        }
      }
    }
    return signatures
  }

  private static func run(of value: UInt32, in starts: [UInt32]) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= value { low = middle } else { high = middle }
    }
    return low
  }

  /// Returns the class of a code point.
  func classNumber(of value: UInt32) -> Int {
    if value < 128 { return Int(ascii[Int(value)]) }
    return Int(classes[Self.run(of: value, in: starts)])
  }
}

extension [ScalarSet] {
  fileprivate var joinedRanges: some Sequence<ClosedRange<UInt32>> {
    lazy.flatMap(\.ranges)
  }
}
