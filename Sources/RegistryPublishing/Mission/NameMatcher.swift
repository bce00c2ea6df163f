internal import Patterns

/// Matches names by one template, and reuses its memory.
struct NameMatcher: Sendable {
  /// The meaning of a group of the pattern.
  enum Field: Sendable {
    case time(TimeElement, isStop: Bool)
    case capture(Int)
  }

  /// The number of the pattern in the mission.
  let pattern: Int
  private let literalStart: [UInt8]
  /// The groups with a meaning.
  let fields: [(group: Int, field: Field)]
  /// The capture for the version; nil if absent.
  let versionSlot: Int?
  /// The pattern that names must match.
  let expression: CapturingPattern
  private var matcher: CapturingMatcher

  /// Creates a name matcher.
  ///
  /// - Parameters:
  ///   - template: The template.
  ///   - pattern: The number of its pattern in the mission.
  ///   - slots: The captures of the mission; those of the template are added.
  init(_ template: NameTemplate, of pattern: Int = 0, into slots: inout CaptureSlots) {
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
    expression = template.pattern
    matcher = CapturingMatcher(template.pattern)
  }

  /// The strings that groups must have in a directory with captures.
  ///
  /// - Parameters:
  ///   - parsed: The information in the directory.
  ///   - directory: The directory.
  /// - Returns: The strings by group; empty if all are unknown.
  func known(by parsed: NamedPlace, in directory: [UInt8]) -> [[UInt8]?] {
    var known: [[UInt8]?] = []
    for case (let group, .capture(let slot)) in fields {
      // The version of the name counts, not that of the directory.
      guard slot != versionSlot, let range = parsed.captures[slot],
        let body = expression.body(of: group)
      else { continue }
      var matcher = CapturingMatcher(body)
      // A string that the group can't match is compared: the group may take no part in a match.
      guard matcher.matches(directory.span.extracting(range)) else { continue }
      if known.isEmpty { known = Array(repeating: nil, count: expression.groupNames.count) }
      known[group] = Array(directory[range])
    }
    return known
  }

  /// The captures of names, without those whose strings are known.
  ///
  /// - Parameter known: The known strings of groups.
  /// - Returns: Their numbers.
  func captures(apartFrom known: [[UInt8]?]) -> [Int] {
    var slots: [Int] = []
    for case (let group, .capture(let slot)) in fields where known.isEmpty || known[group] == nil {
      slots.append(slot)
    }
    return slots
  }

  /// Tells whether the name has the start that all names of the template share.
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
  ///   - known: The strings that groups must have; empty if all are unknown.
  ///   - place: Receives the information; it must be empty before.
  /// - Returns: Whether the template matches the part, and the part does not contradict itself.
  mutating func match(
    _ key: Span<UInt8>, range: Range<Int>, knowing known: [[UInt8]?] = [],
    into place: inout NamedPlace
  ) -> Bool {
    guard matcher.matches(key.extracting(range), knowing: known) else { return false }
    for (group, field) in fields {
      guard let found = matcher[group] else { continue }
      let here = range.lowerBound + found.lowerBound..<range.lowerBound + found.upperBound
      guard place.take(field, range: here, in: key, version: versionSlot) else { return false }
    }
    return true
  }
}
