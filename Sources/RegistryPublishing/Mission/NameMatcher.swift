internal import JSONSchema

/// Matches names by one template, and keeps the memory for that.
struct NameMatcher: Sendable {
  /// What a group of the pattern tells.
  enum Field: Sendable {
    case time(TimeElement, isStop: Bool)
    case capture(Int)
  }

  /// The number of the pattern in the mission.
  let pattern: Int
  private let literalStart: [UInt8]
  /// The groups that tell something.
  let fields: [(group: Int, field: Field)]
  /// The capture that tells the version; nil if there is none.
  let versionSlot: Int?
  /// What names must match.
  let expression: CapturingPattern
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
    expression = template.pattern
    matcher = CapturingMatcher(template.pattern)
  }

  /// The texts that groups must have in a directory that tells captures.
  ///
  /// - Parameters:
  ///   - told: What the directory tells.
  ///   - directory: The directory.
  /// - Returns: The texts by group; empty if none is known.
  func known(by told: NamedPlace, in directory: [UInt8]) -> [[UInt8]?] {
    var known: [[UInt8]?] = []
    for case (let group, .capture(let slot)) in fields {
      // The version that counts is that of the name.
      guard slot != versionSlot, let range = told.captures[slot],
        let body = expression.body(of: group)
      else { continue }
      var matcher = CapturingMatcher(body)
      // What can't stand there is compared, for the group may have no part in a name.
      guard matcher.matches(directory.span.extracting(range)) else { continue }
      if known.isEmpty { known = Array(repeating: nil, count: expression.groupNames.count) }
      known[group] = Array(directory[range])
    }
    return known
  }

  /// The captures of names, without those whose texts are known.
  ///
  /// - Parameter known: The texts of groups that are known.
  /// - Returns: Their numbers.
  func captures(apartFrom known: [[UInt8]?]) -> [Int] {
    var slots: [Int] = []
    for case (let group, .capture(let slot)) in fields where known.isEmpty || known[group] == nil {
      slots.append(slot)
    }
    return slots
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
  ///   - known: The texts that groups must have; empty if none is known.
  ///   - place: Gets what it tells; it must know nothing before.
  /// - Returns: Whether the template covers the part, and it does not contradict itself.
  mutating func match(
    _ key: Span<UInt8>, _ range: Range<Int>, knowing known: [[UInt8]?] = [],
    into place: inout NamedPlace
  ) -> Bool {
    guard matcher.matches(key.extracting(range), knowing: known) else { return false }
    for (group, field) in fields {
      guard let found = matcher[group] else { continue }
      let here = range.lowerBound + found.lowerBound..<range.lowerBound + found.upperBound
      guard place.take(field, here, in: key, version: versionSlot) else { return false }
    }
    return true
  }
}
