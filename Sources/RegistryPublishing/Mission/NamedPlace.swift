/// What a name, or a directory, tells: the elements of times, and captures.
struct NamedPlace: Sendable {
  var start = NamedTime()
  var stop = NamedTime()
  /// The texts of the captures.
  var captures: [String: [UInt8]] = [:]
  /// Where the version stands in the key.
  var version = 0..<0

  /// Takes what a group matched.
  ///
  /// - Returns: Whether it agrees with what was taken before under the same name.
  mutating func take(_ field: NameTemplate.Field, _ text: Span<UInt8>) -> Bool {
    switch field {
    case .time(let element, let isStop):
      var time = isStop ? stop : start
      time.take(element, text)
      if isStop { stop = time } else { start = time }
      return true
    case .capture(let name):
      let bytes = (0..<text.count).map { text[$0] }
      guard let before = captures.updateValue(bytes, forKey: name) else { return true }
      return before == bytes
    }
  }

  /// Tells whether the captures of both are the same where both have them.
  func agree(with other: NamedPlace) -> Bool {
    other.captures.allSatisfy { name, text in captures[name].map { $0 == text } ?? true }
  }

  /// Takes what only the other knows.
  mutating func fill(from other: NamedPlace) {
    start.fill(from: other.start)
    if !stop.isEmpty || !other.stop.isEmpty { stop.fill(from: other.stop) }
    captures.merge(other.captures) { own, _ in own }
  }
}
