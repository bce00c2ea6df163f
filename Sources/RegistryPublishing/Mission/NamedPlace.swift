internal import Formats

/// The information in a key: the elements of times, and the ranges of captures.
struct NamedPlace: Sendable {
  var times = NamedTimes()
  /// The range of each capture of the mission in the key; nil if absent.
  var captures: [Range<Int>?]

  /// Creates a place without any information.
  ///
  /// - Parameter count: The number of captures of the mission.
  init(captures count: Int) { captures = Array(repeating: nil, count: count) }

  /// Forgets everything.
  mutating func reset() {
    times = NamedTimes()
    for index in captures.indices { captures[index] = nil }
  }

  /// Adds the value of a field.
  ///
  /// - Parameters:
  ///   - field: The field.
  ///   - range: Its range in the key.
  ///   - key: The key.
  ///   - version: The capture for the version; nil if absent.
  /// - Returns: False if it contradicts an earlier field.
  mutating func take(
    _ field: NameMatcher.Field, range: Range<Int>, in key: Span<UInt8>, version: Int?
  ) -> Bool {
    times.take(field, range: range, in: key, version: version)
    guard case .capture(let slot) = field else { return true }
    if let before = captures[slot], !key.hasSame(before, as: range) { return false }
    captures[slot] = range
    return true
  }

  /// Adds information from elsewhere in the same key.
  ///
  /// - Returns: Whether the captures that both have agree.
  mutating func fill(
    _ others: [Range<Int>?], times: NamedTimes, in key: Span<UInt8>
  ) -> Bool {
    for slot in others.indices {
      guard let range = others[slot] else { continue }
      guard let own = captures[slot] else {
        captures[slot] = range
        continue
      }
      guard key.hasSame(own, as: range) else { return false }
    }
    self.times.fill(from: times)
    return true
  }
}

/// The times and the version in a key.
struct NamedTimes: Sendable {
  var start = NamedTime()
  var stop = NamedTime()
  /// The range of the version in the key; empty if absent.
  var version = 0..<0

  /// Adds the value of a field.
  @inline(__always)
  mutating func take(
    _ field: NameMatcher.Field, range: Range<Int>, in key: Span<UInt8>, version slot: Int?
  ) {
    switch field {
    case .time(let element, isStop: false): start.take(element, digits: key.extracting(range))
    case .time(let element, isStop: true): stop.take(element, digits: key.extracting(range))
    case .capture(slot): version = range
    case .capture: break
    }
  }

  /// Adds information from elsewhere in the same key.
  mutating func fill(from other: NamedTimes) {
    start.fill(from: other.start)
    if !stop.isEmpty || !other.stop.isEmpty { stop.fill(from: other.stop) }
    if version.isEmpty { version = other.version }
  }

  /// The instants in microseconds since 1970; the stop may be absent.
  ///
  /// - Throws: Why the elements are not times.
  func instants() throws(NamedTime.Fault) -> (start: Int64, stop: Int64?) {
    let start = try start.microseconds()
    guard !stop.isEmpty else { return (start, nil) }
    let stop = try stop.end(of: self.start, at: start)
    guard stop >= start else { throw NamedTime.Fault(message: "the stop is before the start") }
    return (start, stop)
  }
}

extension Span where Element == UInt8 {
  /// Tells whether these bytes begin with others.
  func begins(with start: [UInt8]) -> Bool {
    count >= start.count && extracting(..<start.count).isSame(as: start.span)
  }

  /// Tells whether two ranges hold the same bytes.
  func hasSame(_ one: Range<Int>, as other: Range<Int>) -> Bool {
    guard one.count == other.count else { return false }
    for offset in 0..<one.count
    where self[one.lowerBound + offset] != self[other.lowerBound + offset] {
      return false
    }
    return true
  }
}

/// The captures of a mission, by number.
struct CaptureSlots: Sendable {
  /// Their names.
  private(set) var names: [String] = []
  /// The number of the capture for the version.
  private(set) var version: Int?

  /// The number of a capture, which is added if it is new.
  mutating func number(of name: String) -> Int {
    if let number = names.firstIndex(of: name) { return number }
    names.append(name)
    if name == "version" { version = names.count - 1 }
    return names.count - 1
  }
}
