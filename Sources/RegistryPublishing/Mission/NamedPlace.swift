internal import Glibc

/// What a key tells: the elements of times, and where captures stand in it.
struct NamedPlace: Sendable {
  var start = NamedTime()
  var stop = NamedTime()
  /// Where each capture of the mission stands in the key; nil where it has none.
  var captures: [Range<Int>?]
  /// Where the version stands in the key.
  var version = 0..<0

  /// Knows nothing.
  ///
  /// - Parameter count: The number of captures of the mission.
  init(captures count: Int) { captures = Array(repeating: nil, count: count) }

  /// Forgets everything.
  mutating func reset() {
    start = NamedTime()
    stop = NamedTime()
    for index in captures.indices { captures[index] = nil }
    version = 0..<0
  }

  /// Takes what is known from elsewhere in the same key.
  ///
  /// - Returns: Whether captures agree where both have them.
  mutating func fill(from other: NamedPlace, in key: Span<UInt8>) -> Bool {
    for slot in other.captures.indices {
      guard let range = other.captures[slot] else { continue }
      guard let own = captures[slot] else {
        captures[slot] = range
        continue
      }
      guard key.hasSame(own, range) else { return false }
    }
    start.fill(from: other.start)
    if !stop.isEmpty || !other.stop.isEmpty { stop.fill(from: other.stop) }
    if version.isEmpty { version = other.version }
    return true
  }
}

extension Span where Element == UInt8 {
  /// Tells whether these bytes begin with others.
  func begins(with start: [UInt8]) -> Bool {
    guard count >= start.count else { return false }
    return unsafe withUnsafeBytes { own in
      unsafe start.withUnsafeBytes { other in
        guard let first = own.baseAddress, let second = other.baseAddress else { return true }
        return unsafe memcmp(first, second, other.count) == 0
      }
    }
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
