/// Finds the parts of a pattern and their places, if at most one part varies in length.
struct AlignedOutlining {
  private(set) var outline = AlignedPatterns.Outline()
  /// The parts of fixed length.
  private(set) var parts: [AlignedPatterns.Part] = []
  /// The bytes of the literal parts.
  private(set) var literals: [UInt8] = []
  /// The sets of the others, 128 bits each.
  private(set) var asciiSets: [UInt64] = []
  /// The part that varies.
  private(set) var varying: PatternSyntax?
  /// The places of the groups.
  private(set) var groups: [AlignedPatterns.Place?]
  private let pattern: CapturingPattern
  private let known: [[UInt8]?]
  private var isClosed = false

  /// The maximum number of characters of a set in a row.
  private static let countLimit = 1000

  /// Starts without parts.
  ///
  /// - Parameters:
  ///   - pattern: The pattern whose parts are added.
  ///   - known: The strings that groups must match; empty if no string is known.
  init(_ pattern: CapturingPattern, knowing known: [[UInt8]?]) {
    self.pattern = pattern
    self.known = known
    groups = Array(repeating: nil, count: pattern.groupNames.count)
  }

  /// Adds a part of the expression.
  ///
  /// - Parameter syntax: The part.
  /// - Returns: False if the places of other parts become unclear.
  mutating func add(_ syntax: PatternSyntax) -> Bool {
    switch syntax {
    case .sequence(let parts): return parts.allSatisfy { add($0) }
    case .textStart: return parts.isEmpty && varying == nil
    case .textEnd:
      isClosed = true
      return true
    case .group(let body, let name):
      guard let group = pattern.group(name) else { return false }
      if group < known.count, let text = known[group] { return add(literal: text) }
      return add(body, as: group)
    case .set, .repeated, .alternatives: return add(syntax, as: nil)
    case .wordBoundary, .look: return false
    }
  }

  private mutating func add(_ body: PatternSyntax, as group: Int?) -> Bool {
    guard let (set, count) = CapturingPattern.fixed(body), count <= Self.countLimit else {
      return add(varying: body, as: group)
    }
    let start = size
    if set.ranges.count == 1, let only = set.ranges.first, only.count == 1,
      let scalar = Unicode.Scalar(only.lowerBound)
    {
      let bytes = Array(String(scalar).utf8)
      for _ in 0..<count { guard add(literal: bytes) else { return false } }
    } else {
      guard add(set, count: count) else { return false }
    }
    guard let group else { return true }
    let isBehind = varying != nil
    groups[group] = .init(
      start: Int32(start), end: Int32(size), isStartBehind: isBehind, isEndBehind: isBehind)
    return true
  }

  /// The number of bytes so far, or of those after the part that varies.
  private var size: Int { varying == nil ? outline.before : outline.after }

  private mutating func take(_ count: Int) {
    if varying == nil { outline.before += count } else { outline.after += count }
  }

  private mutating func add(literal bytes: [UInt8]) -> Bool {
    guard !bytes.isEmpty else { return true }
    guard !isClosed else { return false }
    let isBehind = varying != nil
    if let last = parts.last, last.isLiteral, last.isBehind == isBehind {
      parts[parts.count - 1].count += Int32(bytes.count)
    } else {
      parts.append(
        .init(
          offset: Int32(size), count: Int32(bytes.count), content: Int32(literals.count),
          isLiteral: true, isBehind: isBehind))
    }
    literals += bytes
    take(bytes.count)
    return true
  }

  private mutating func add(_ set: ScalarSet, count: Int) -> Bool {
    guard !isClosed else { return false }
    let isBehind = varying != nil
    let bits = [set.asciiBits(from: 0), set.asciiBits(from: 64)]
    if let last = parts.last, !last.isLiteral, last.isBehind == isBehind,
      asciiSets.suffix(2) == bits[...]
    {
      parts[parts.count - 1].count += Int32(count)
    } else {
      parts.append(
        .init(
          offset: Int32(size), count: Int32(count), content: Int32(asciiSets.count / 2),
          isLiteral: false, isBehind: isBehind))
      asciiSets += bits
    }
    outline.isWide = outline.isWide || set.ranges.last.map { $0.upperBound > 127 } ?? false
    take(count)
    return true
  }

  private mutating func add(varying body: PatternSyntax, as group: Int?) -> Bool {
    guard !isClosed, varying == nil, !body.hasGroups else { return false }
    varying = body
    if let group {
      groups[group] = .init(
        start: Int32(outline.before), end: 0, isStartBehind: false, isEndBehind: true)
    }
    return true
  }
}
