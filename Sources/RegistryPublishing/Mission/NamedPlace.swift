/// What a key tells: the elements of times, and where captures stand in it.
struct NamedPlace: Sendable {
  var times = NamedTimes()
  /// Where each capture of the mission stands in the key; nil where it has none.
  var captures: [Range<Int>?]

  /// Knows nothing.
  ///
  /// - Parameter count: The number of captures of the mission.
  init(captures count: Int) { captures = Array(repeating: nil, count: count) }

  /// Forgets everything.
  mutating func reset() {
    times = NamedTimes()
    for index in captures.indices { captures[index] = nil }
  }

  /// Takes what a field tells.
  ///
  /// - Parameters:
  ///   - field: The field.
  ///   - range: Where it stands in the key.
  ///   - key: The key.
  ///   - version: The capture that tells the version; nil if there is none.
  /// - Returns: False if it contradicts what was told before.
  mutating func take(
    _ field: NameMatcher.Field, _ range: Range<Int>, in key: Span<UInt8>, version: Int?
  ) -> Bool {
    times.take(field, range, in: key, version: version)
    guard case .capture(let slot) = field else { return true }
    if let before = captures[slot], !key.hasSame(before, range) { return false }
    captures[slot] = range
    return true
  }

  /// Takes what is known from elsewhere in the same key.
  ///
  /// - Returns: Whether captures agree where both have them.
  mutating func fill(
    _ others: [Range<Int>?], _ times: NamedTimes, in key: Span<UInt8>
  ) -> Bool {
    for slot in others.indices {
      guard let range = others[slot] else { continue }
      guard let own = captures[slot] else {
        captures[slot] = range
        continue
      }
      guard key.hasSame(own, range) else { return false }
    }
    self.times.fill(from: times)
    return true
  }
}

/// What a key tells of times, and which version it has.
struct NamedTimes: Sendable {
  var start = NamedTime()
  var stop = NamedTime()
  /// Where the version stands in the key; empty if there is none.
  var version = 0..<0

  /// Takes what a field tells.
  @inline(__always)
  mutating func take(
    _ field: NameMatcher.Field, _ range: Range<Int>, in key: Span<UInt8>, version slot: Int?
  ) {
    switch field {
    case .time(let element, isStop: false): start.take(element, key.extracting(range))
    case .time(let element, isStop: true): stop.take(element, key.extracting(range))
    case .capture(slot): version = range
    case .capture: break
    }
  }

  /// Takes what is known from elsewhere in the same key.
  mutating func fill(from other: NamedTimes) {
    start.fill(from: other.start)
    if !stop.isEmpty || !other.stop.isEmpty { stop.fill(from: other.stop) }
    if version.isEmpty { version = other.version }
  }

  /// The instants in microseconds since 1970; no stop where none is told.
  ///
  /// - Throws: What keeps the elements from being times.
  func instants() throws(NamedTime.Fault) -> (start: Int64, stop: Int64?) {
    let start = try start.microseconds()
    guard !stop.isEmpty else { return (start, nil) }
    let stop = try stop.end(of: self.start, at: start)
    guard stop >= start else { throw NamedTime.Fault(message: "it stops before it starts") }
    return (start, stop)
  }
}

extension Span where Element == UInt8 {
  /// Tells whether these bytes begin with others.
  func begins(with start: [UInt8]) -> Bool {
    count >= start.count && extracting(..<start.count).isSame(as: start.span)
  }

  /// Tells whether two ranges hold the same bytes.
  func hasSame(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
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
  /// The number of the capture that tells the version.
  private(set) var version: Int?

  /// The number of a capture, which is added if it is new.
  mutating func number(of name: String) -> Int {
    if let number = names.firstIndex(of: name) { return number }
    names.append(name)
    if name == "version" { version = names.count - 1 }
    return names.count - 1
  }
}
