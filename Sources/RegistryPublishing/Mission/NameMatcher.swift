internal import JSONSchema

/// Matches names by one template, and keeps the memory for that.
struct NameMatcher: Sendable {
  /// What a group of the pattern tells.
  private enum Field: Sendable {
    case time(TimeElement, isStop: Bool)
    case capture(Int)
  }

  /// The number of the pattern in the mission.
  let pattern: Int
  private let literalStart: [UInt8]
  private let fields: [(group: Int, field: Field)]
  private let versionSlot: Int?
  private var matcher: CapturingMatcher

  /// Prepares.
  ///
  /// - Parameters:
  ///   - template: The template.
  ///   - pattern: The number of its pattern in the mission.
  ///   - slots: The captures of the mission; those of the template are added.
  init(_ template: NameTemplate, of pattern: Int = 0, _ slots: inout CaptureSlots) {
    self.pattern = pattern
    literalStart = template.literalStart
    var fields: [(group: Int, field: Field)] = []
    for (group, field) in template.fields.enumerated() {
      switch field {
      case .time(let element, let isStop): fields.append((group, .time(element, isStop: isStop)))
      case .capture(let name): fields.append((group, .capture(slots.number(of: name))))
      case nil: break
      }
    }
    self.fields = fields
    versionSlot = template.captures.contains("version") ? slots.number(of: "version") : nil
    matcher = CapturingMatcher(template.pattern)
  }

  /// Tells whether the name begins as all names of the template do.
  func begins(_ key: Span<UInt8>, at start: Int) -> Bool {
    guard key.count - start >= literalStart.count else { return false }
    for index in literalStart.indices where key[start + index] != literalStart[index] {
      return false
    }
    return true
  }

  /// Matches a part of a key.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - range: The part.
  ///   - place: Gets what it tells; it must know nothing before.
  /// - Returns: Whether the template covers the part, and it does not contradict itself.
  mutating func match(
    _ key: Span<UInt8>, _ range: Range<Int>, into place: inout NamedPlace
  ) -> Bool {
    let text = key.extracting(range)
    guard matcher.matches(text) else { return false }
    for (group, field) in fields {
      guard let found = matcher[group] else { continue }
      switch field {
      case .time(let element, let isStop):
        if isStop {
          place.stop.take(element, text.extracting(found))
        } else {
          place.start.take(element, text.extracting(found))
        }
      case .capture(let slot):
        let here = range.lowerBound + found.lowerBound..<range.lowerBound + found.upperBound
        if let before = place.captures[slot], !key.hasSame(before, here) { return false }
        place.captures[slot] = here
        if slot == versionSlot { place.version = here }
      }
    }
    return true
  }
}
