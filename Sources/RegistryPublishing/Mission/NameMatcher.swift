internal import JSONSchema

/// Matches names by one template, and keeps the memory for that.
struct NameMatcher: Sendable {
  /// The number of the pattern in the mission.
  let pattern: Int
  private let literalStart: [UInt8]
  private let fields: [NameTemplate.Field?]
  private var matcher: CapturingMatcher

  init(_ template: NameTemplate, of pattern: Int = 0) {
    self.pattern = pattern
    literalStart = template.literalStart
    fields = template.fields
    matcher = CapturingMatcher(template.pattern)
  }

  /// Tells whether the name begins as all names of the template do.
  func begins(_ key: [UInt8], at start: Int) -> Bool {
    guard key.count - start >= literalStart.count else { return false }
    for index in literalStart.indices where key[start + index] != literalStart[index] {
      return false
    }
    return true
  }

  /// Matches a name.
  ///
  /// - Parameters:
  ///   - key: The key that ends with the name.
  ///   - start: Where the name begins.
  /// - Returns: What it tells; nil if the template does not cover it, or it contradicts itself.
  mutating func match(_ key: [UInt8], from start: Int) -> NamedPlace? {
    let text = key.span.extracting(start..<key.count)
    guard matcher.matches(text) else { return nil }
    var place = NamedPlace()
    for (group, field) in fields.enumerated() {
      guard let field, let range = matcher[group] else { continue }
      guard place.take(field, text.extracting(range)) else { return nil }
      if field == .capture("version") {
        place.version = start + range.lowerBound..<start + range.upperBound
      }
    }
    return place
  }
}
