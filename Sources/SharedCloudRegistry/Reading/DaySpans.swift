/// A set of days, as spans that neither overlap nor touch.
///
/// Days are counted from 1970-01-01. The order of additions does not change the set. If a hostile
/// file has more spans than the limit, each unit becomes twice as long, so memory stays bounded.
package struct DaySpans: Sendable, Hashable {
  /// The spans in time order, in units of ``daysPerUnit`` days.
  package private(set) var spans: [Range<Int>] = []
  /// The number of days of a unit, a power of two.
  package private(set) var daysPerUnit = 1
  /// The number of spans at the front that are in order and apart.
  private var sorted = 0

  /// The largest number of spans that are kept.
  static let limit = 1 << 16

  /// Makes an empty set.
  package init() {}

  /// Restores a set.
  ///
  /// - Parameters:
  ///   - spans: The spans, in units.
  ///   - daysPerUnit: The number of days of a unit, a power of two.
  package init(spans: [Range<Int>], daysPerUnit: Int) {
    self.spans = spans
    self.daysPerUnit = daysPerUnit
    let pairs = zip(spans, spans.dropFirst())
    sorted = spans.isEmpty ? 0 : 1 + pairs.prefix { $0.upperBound < $1.lowerBound }.count
  }

  /// Adds the days of a range.
  package mutating func add(_ days: Range<Int>) {
    guard !days.isEmpty else { return }
    let range = units(of: days)
    if let last = spans.last, sorted == spans.count {
      if last.lowerBound <= range.lowerBound {
        guard range.lowerBound > last.upperBound else {
          spans[spans.count - 1] =
            last.lowerBound..<Swift.max(last.upperBound, range.upperBound)
          return
        }
        sorted += 1
      }
    } else if spans.isEmpty {
      sorted = 1
    }
    spans.append(range)
    if spans.count > Self.limit { tidy() }
  }

  /// Adds the days of another set.
  package mutating func formUnion(_ other: DaySpans) {
    while daysPerUnit < other.daysPerUnit { coarsen() }
    for span in other.spans {
      add(span.lowerBound * other.daysPerUnit..<span.upperBound * other.daysPerUnit)
    }
  }

  /// The set with spans in order and apart.
  package var tidied: DaySpans {
    var result = self
    result.tidy()
    return result
  }

  /// The set in units that leave at most some number of spans.
  ///
  /// - Parameter limit: The number of spans, at least 1.
  /// - Returns: The same set or a larger one.
  package func coarsened(toAtMost limit: Int) -> DaySpans {
    var result = tidied
    while result.spans.count > limit { result.coarsen() }
    return result
  }

  /// The set in units that leave at most some number of spans, and of spans covered in part.
  ///
  /// - Parameter limit: The number of spans of each kind, at least 1.
  /// - Returns: A set that includes this one, and those of its units that have other days, too.
  ///   Units before the first and after the last day do not count as such.
  package func drawn(withAtMost limit: Int) -> (covered: DaySpans, partly: DaySpans) {
    var covered = coarsened(toAtMost: limit)
    var partly = units(coveredInPart: covered.daysPerUnit)
    while partly.spans.count > limit {
      covered.coarsen()
      partly = units(coveredInPart: covered.daysPerUnit)
    }
    return (covered, partly)
  }

  /// The longer units that this set covers in part.
  private func units(coveredInPart daysPerLongUnit: Int) -> DaySpans {
    let fine = tidied
    let length = daysPerLongUnit / fine.daysPerUnit
    guard length > 1 else { return DaySpans(spans: [], daysPerUnit: daysPerLongUnit) }
    // Spans are apart, so a unit in which one begins or ends has other days, too.
    let edges = fine.spans.flatMap { [$0.lowerBound, $0.upperBound] }.dropFirst().dropLast()
    let units = edges.filter { $0 & (length - 1) != 0 }.map { edge in
      let unit = edge >> length.trailingZeroBitCount
      return unit..<unit + 1
    }
    return DaySpans(spans: units, daysPerUnit: daysPerLongUnit).tidied
  }

  /// Sorts the spans, joins those that touch, and doubles the unit while there are too many.
  private mutating func tidy() {
    join()
    while spans.count > Self.limit / 2 { coarsen() }
  }

  private mutating func join() {
    if sorted == spans.count { return }
    spans.sort { $0.lowerBound < $1.lowerBound }
    var joined: [Range<Int>] = []
    for span in spans {
      if let last = joined.last, span.lowerBound <= last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<Swift.max(last.upperBound, span.upperBound)
      } else {
        joined.append(span)
      }
    }
    spans = joined
    sorted = joined.count
  }

  private mutating func coarsen() {
    daysPerUnit *= 2
    spans = spans.map { $0.lowerBound >> 1..<($0.upperBound + 1) >> 1 }
    sorted = 0
    join()
  }

  private func units(of days: Range<Int>) -> Range<Int> {
    let shift = daysPerUnit.trailingZeroBitCount
    return days.lowerBound >> shift..<(days.upperBound + daysPerUnit - 1) >> shift
  }
}
