extension Int {
  /// Adds a number that is not negative; a sum that is too large becomes the greatest number.
  ///
  /// Sizes in index files and listings are claims: a few of them can be more than a sum can hold.
  @inlinable @inline(__always)
  package mutating func add(clamped other: Int) {
    let (sum, isTooLarge) = addingReportingOverflow(other)
    self = isTooLarge ? .max : sum
  }
}

extension Sequence {
  /// The sum of numbers that are not negative; the greatest number if it is too large.
  package func clampedSum(of number: (Element) -> Int) -> Int {
    reduce(into: 0) { $0.add(clamped: number($1)) }
  }
}
