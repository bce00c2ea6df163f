internal import Formats

/// Matches texts by a ``CapturingPattern``, and keeps the memory for that from text to text.
package struct CapturingMatcher: Sendable {
  private let pattern: CapturingPattern
  /// Start and end of each group as far as it is known; -1 where it is not.
  private var places: [Int32]
  private var waiting: [Waiting] = []
  /// A bit for each step with two ways and each place in the text: whether it was tried.
  private var tried: [UInt64] = []

  /// What to do when a way fails: go another, or forget what was remembered on it.
  private enum Waiting {
    case way(step: Int32, offset: Int32)
    case place(Int32, was: Int32)
  }

  /// Makes a matcher.
  ///
  /// - Parameter pattern: The pattern.
  package init(_ pattern: CapturingPattern) {
    self.pattern = pattern
    places = Array(repeating: -1, count: 2 * pattern.groupNames.count)
  }

  /// The bytes that a group matched in the last text; nil if it took no part.
  ///
  /// - Parameter group: The number of the group.
  package subscript(group: Int) -> Range<Int>? {
    let start = places[2 * group]
    let end = places[2 * group + 1]
    return start >= 0 && end >= start ? Int(start)..<Int(end) : nil
  }

  /// Tells whether the pattern covers a text.
  ///
  /// - Parameter text: The text.
  /// - Returns: Whether it does; then the groups tell what they matched.
  package mutating func matches(_ text: Span<UInt8>) -> Bool {
    for index in places.indices { places[index] = -1 }
    waiting.removeAll(keepingCapacity: true)
    let words = (pattern.splitCount * (text.count + 1) + 63) / 64
    if tried.count < words { tried = Array(repeating: 0, count: words) }
    for index in 0..<words { tried[index] = 0 }
    var step = 0
    var offset = 0
    while true {
      if let next = advance(text, step, &offset) {
        if next < 0 { return true }
        step = next
      } else {
        guard let (other, place) = goBack() else { return false }
        step = other
        offset = place
      }
    }
  }

  /// Takes one step.
  ///
  /// - Returns: The next one; -1 at the end; nil if this way fails.
  @inline(__always)
  private mutating func advance(_ text: Span<UInt8>, _ step: Int, _ offset: inout Int) -> Int? {
    switch pattern.steps[step] {
    case .literal(let start, let count):
      guard offset + Int(count) <= text.count else { return nil }
      for index in 0..<Int(count)
      where text[offset + index] != pattern.literals[Int(start) + index] {
        return nil
      }
      offset += Int(count)
    case .set(let set, let count):
      for _ in 0..<count {
        guard offset < text.count, takes(Int(set), text, &offset) else { return nil }
      }
    case .split(let first, let second, let number):
      let bit = Int(number) * (text.count + 1) + offset
      guard tried[bit >> 6] & (1 << UInt64(bit & 63)) == 0 else { return nil }
      tried[bit >> 6] |= 1 << UInt64(bit & 63)
      waiting.append(.way(step: second, offset: Int32(truncatingIfNeeded: offset)))
      return Int(first)
    case .jump(let target): return Int(target)
    case .save(let place):
      waiting.append(.place(place, was: places[Int(place)]))
      places[Int(place)] = Int32(truncatingIfNeeded: offset)
    case .textStart: guard offset == 0 else { return nil }
    case .textEnd: guard offset == text.count else { return nil }
    case .accept: return offset == text.count ? -1 : nil
    }
    return step + 1
  }

  @inline(__always)
  private func takes(_ set: Int, _ text: Span<UInt8>, _ offset: inout Int) -> Bool {
    let byte = text[offset]
    guard byte < 128 else {
      return pattern.sets[set].contains(ScalarReader.next(in: text, at: &offset))
    }
    offset += 1
    return pattern.asciiSets[2 * set + Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0
  }

  private mutating func goBack() -> (step: Int, offset: Int)? {
    while let last = waiting.popLast() {
      switch last {
      case .way(let step, let offset): return (Int(step), Int(offset))
      case .place(let place, let was): places[Int(place)] = was
      }
    }
    return nil
  }
}
