internal import Formats

/// Matches strings by a ``CapturingPattern``, and reuses its memory for each string.
package struct CapturingMatcher: Sendable {
  private let pattern: CapturingPattern
  /// Start and end of each group as far as known; -1 if unknown.
  private var places: [Int32]
  private var waiting: [Waiting] = []
  /// A bit for each step with two ways and each place in the string: whether it was tried.
  private var tried: [UInt64] = []
  private var runs: [Run]
  /// The strings that groups must match, if known.
  private var known: [[UInt8]?] = []

  /// What to do when a way fails: try another, or forget what was remembered on it.
  private enum Waiting {
    case way(step: Int32, offset: Int32)
    case place(Int32, was: Int32)
    case run(step: Int32, low: Int32)
  }

  /// A range of characters of a set; all runs of a step in it end where it ends.
  private struct Run {
    var start = -1
    var end = -1
    /// The largest end that was not tried yet.
    var next = -1
  }

  /// Makes a matcher.
  ///
  /// - Parameter pattern: The pattern.
  package init(_ pattern: CapturingPattern) {
    self.pattern = pattern
    places = Array(repeating: -1, count: 2 * pattern.groupNames.count)
    runs = Array(repeating: Run(), count: pattern.runCount)
  }

  /// The bytes that a group matched in the last string; nil if it matched nothing.
  ///
  /// - Parameter group: The number of the group.
  package subscript(group: Int) -> Range<Int>? {
    let start = places[2 * group]
    let end = places[2 * group + 1]
    return start >= 0 && end >= start ? Int(start)..<Int(end) : nil
  }

  /// Tells whether the pattern covers a string.
  ///
  /// - Parameters:
  ///   - text: The string.
  ///   - known: The strings that groups must match, whatever their expressions; empty
  ///     if no string is known.
  /// - Returns: Whether it does; then the groups have what they matched.
  package mutating func matches(_ text: Span<UInt8>, knowing known: [[UInt8]?] = []) -> Bool {
    self.known = known
    for index in places.indices { places[index] = -1 }
    for index in runs.indices { runs[index] = Run() }
    waiting.removeAll(keepingCapacity: true)
    let words = (pattern.splitCount * (text.count + 1) + 63) / 64
    if tried.count < words { tried = Array(repeating: 0, count: words) }
    for index in 0..<words { tried[index] = 0 }
    var step = 0
    var offset = 0
    while true {
      if let next = advance(text, step: step, at: &offset) {
        if next < 0 { return true }
        step = next
      } else {
        guard let (other, place) = goBack(text) else { return false }
        step = other
        offset = place
      }
    }
  }

  /// Takes one step.
  ///
  /// - Returns: The next one; -1 at the end; nil if this way fails.
  @inline(__always)
  private mutating func advance(_ text: Span<UInt8>, step: Int, at offset: inout Int) -> Int? {
    switch pattern.steps[step] {
    case .literal(let start, let count):
      guard offset + Int(count) <= text.count else { return nil }
      for index in 0..<Int(count)
      where text[offset + index] != pattern.literals[Int(start) + index] {
        return nil
      }
      offset += Int(count)
    case .set(let set, let count):
      guard takes(Int(set), count: Int(count), in: text, at: &offset) else { return nil }
    case .field(let set, let count, let group):
      let start = offset
      if let after = end(ofKnown: Int(group), in: text, at: offset) {
        guard after >= 0 else { return nil }
        offset = after
      } else {
        guard takes(Int(set), count: Int(count), in: text, at: &offset) else { return nil }
      }
      save(2 * Int(group), at: start)
      save(2 * Int(group) + 1, at: offset)
    case .run(let set, let minimum, let number, _):
      var low = offset
      for _ in 0..<minimum {
        guard low < text.count, takes(Int(set), in: text, at: &low) else { return nil }
      }
      findEnd(of: Int(number), set: Int(set), in: text, from: offset)
      waiting.append(.run(step: Int32(step), low: Int32(truncatingIfNeeded: low)))
      return nil
    case .split(let first, let second, let number):
      guard isNew(Int(number), at: offset, count: text.count) else { return nil }
      waiting.append(.way(step: second, offset: Int32(truncatingIfNeeded: offset)))
      return Int(first)
    case .jump(let target): return Int(target)
    case .save(let place):
      save(Int(place), at: offset)
      if place & 1 == 0, let after = end(ofKnown: Int(place / 2), in: text, at: offset) {
        guard after >= 0 else { return nil }
        offset = after
        return self.step(ofEnd: place + 1, from: step)
      }
    case .textStart: guard offset == 0 else { return nil }
    case .textEnd: guard offset == text.count else { return nil }
    case .accept: return offset == text.count ? -1 : nil
    }
    return step + 1
  }

  /// Where a group with a known string ends; -1 if that string is not here, nil if it is not
  /// known.
  private func end(ofKnown group: Int, in text: Span<UInt8>, at offset: Int) -> Int? {
    guard group < known.count, let expected = known[group] else { return nil }
    guard expected.count <= text.count - offset else { return -1 }
    for index in expected.indices where text[offset + index] != expected[index] { return -1 }
    return offset + expected.count
  }

  /// The step at which a group ends, given the step at which it begins.
  private func step(ofEnd place: Int32, from start: Int) -> Int {
    var step = start
    while step < pattern.steps.count {
      if case .save(place) = pattern.steps[step] { break }
      step += 1
    }
    return step
  }

  @inline(__always)
  private mutating func save(_ place: Int, at offset: Int) {
    // Without another way there is nothing to restore.
    if !waiting.isEmpty {
      waiting.append(.place(Int32(truncatingIfNeeded: place), was: places[place]))
    }
    places[place] = Int32(truncatingIfNeeded: offset)
  }

  /// Takes a number of characters of a set.
  @inline(__always)
  private func takes(
    _ set: Int, count: Int, in text: Span<UInt8>, at offset: inout Int
  ) -> Bool {
    let (low, high) = (pattern.asciiSets[2 * set], pattern.asciiSets[2 * set + 1])
    for _ in 0..<count {
      guard offset < text.count else { return false }
      let byte = text[offset]
      if byte < 128 {
        guard (byte < 64 ? low : high) & (1 << UInt64(byte & 63)) != 0 else { return false }
        offset += 1
      } else {
        guard takes(set, in: text, at: &offset) else { return false }
      }
    }
    return true
  }

  @inline(__always)
  private func takes(_ set: Int, in text: Span<UInt8>, at offset: inout Int) -> Bool {
    let byte = text[offset]
    guard byte < 128 else {
      return pattern.sets[set].contains(ScalarReader.next(in: text, at: &offset))
    }
    offset += 1
    return pattern.asciiSets[2 * set + Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0
  }

  /// Notes that a step is tried at a place.
  ///
  /// - Returns: Whether this is the first time.
  @inline(__always)
  private mutating func isNew(_ split: Int, at offset: Int, count: Int) -> Bool {
    let bit = split * (count + 1) + offset
    guard tried[bit >> 6] & (1 << UInt64(bit & 63)) == 0 else { return false }
    tried[bit >> 6] |= 1 << UInt64(bit & 63)
    return true
  }

  /// Finds the end of the characters of a set that begin at a place.
  private mutating func findEnd(
    of run: Int, set: Int, in text: Span<UInt8>, from start: Int
  ) {
    let known = runs[run]
    if start >= known.start, start <= known.end { return }
    let (low, high) = (pattern.asciiSets[2 * set], pattern.asciiSets[2 * set + 1])
    var offset = start
    while offset < text.count {
      if offset == known.start {
        // From here on the range is known.
        runs[run].start = start
        return
      }
      let byte = text[offset]
      if byte < 128 {
        guard (byte < 64 ? low : high) & (1 << UInt64(byte & 63)) != 0 else { break }
        offset += 1
      } else {
        var after = offset
        guard takes(set, in: text, at: &after) else { break }
        offset = after
      }
    }
    runs[run] = Run(start: start, end: offset, next: offset)
  }

  private mutating func goBack(_ text: Span<UInt8>) -> (step: Int, offset: Int)? {
    while let last = waiting.popLast() {
      switch last {
      case .way(let step, let offset): return (Int(step), Int(offset))
      case .place(let place, let was): places[Int(place)] = was
      case .run(let step, let low):
        if let end = nextEnd(Int(step), low: Int(low), in: text) {
          waiting.append(last)
          return (Int(step) + 1, end)
        }
      }
    }
    return nil
  }

  /// The largest end of a run that was not tried and at which the next step may begin.
  private mutating func nextEnd(_ step: Int, low: Int, in text: Span<UInt8>) -> Int? {
    guard case .run(_, _, let number, let split) = pattern.steps[step] else { return nil }
    let follower = literal(of: step + 1)
    var end = runs[Int(number)].next
    while end >= low {
      if let follower {
        // A byte that begins a literal is never inside a character.
        while end >= low, !begins(text, at: end, with: follower) { end -= 1 }
        guard end >= low else { break }
      }
      var before = end - 1
      while before > low, text[before] & 0xC0 == 0x80 { before -= 1 }
      if isNew(Int(split), at: end, count: text.count) {
        runs[Int(number)].next = before
        return end
      }
      end = before
    }
    runs[Int(number)].next = end
    return nil
  }

  /// The place of the literal bytes that a step begins with, if any.
  private func literal(of step: Int) -> Range<Int>? {
    switch pattern.steps[step] {
    case .literal(let start, let count): Int(start)..<Int(start) + Int(count)
    case .save: literal(of: step + 1)
    default: nil
    }
  }

  @inline(__always)
  private func begins(_ text: Span<UInt8>, at start: Int, with literal: Range<Int>) -> Bool {
    guard start + literal.count <= text.count, text[start] == pattern.literals[literal.lowerBound]
    else { return false }
    for offset in 1..<literal.count
    where text[start + offset] != pattern.literals[literal.lowerBound + offset] {
      return false
    }
    return true
  }
}
