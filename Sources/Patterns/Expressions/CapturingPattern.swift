/// A regular expression that covers a complete string and tells what its named groups match.
///
/// The grammar is that of ECMAScript without backreferences, `\b` and lookarounds. If there
/// are several ways to match, it takes the same one as ECMAScript. Time is linear in the string:
/// no part of the expression tries a place twice.
package struct CapturingPattern: Sendable {
  /// The names of the groups, in the order of the expression.
  package private(set) var groupNames: [String] = []
  private(set) var steps: [CapturingStep] = []
  /// The bytes of literals.
  private(set) var literals: [UInt8] = []
  /// For each set, 128 bits for the ASCII characters.
  private(set) var asciiSets: [UInt64] = []
  private(set) var sets: [ScalarSet] = []
  /// The number of steps at which there are two ways.
  private(set) var splitCount = 0
  /// The number of runs of characters.
  private(set) var runCount = 0
  /// How many repetitions contain the next step.
  private var depth = 0
  /// The parsed expression.
  let syntax: PatternSyntax
  /// The content of each group.
  private var bodies: [PatternSyntax] = []

  /// The maximum number of steps of an expression.
  private static let sizeLimit = 20_000

  /// Reads and prepares an expression.
  ///
  /// - Parameter source: The expression.
  /// - Throws: The first violation of the grammar, or an unsupported part.
  package init(_ source: String) throws(PatternError) {
    try self.init(try PatternParser.parse(source, for: .capturing))
  }

  /// Prepares an expression.
  init(_ syntax: PatternSyntax) throws(PatternError) {
    self.syntax = syntax
    try add(syntax)
    try append(.accept)
  }

  /// The number of a group; nil if no group has the name.
  package func group(_ name: String) -> Int? { groupNames.firstIndex(of: name) }

  /// The expression that a group must match.
  ///
  /// - Parameter group: The number of the group.
  /// - Returns: The expression in it; nil if there are groups in it.
  package func body(of group: Int) -> CapturingPattern? {
    bodies[group].hasGroups ? nil : try? CapturingPattern(bodies[group])
  }
}

/// One step of matching.
enum CapturingStep: Sendable {
  /// The literal bytes of a range must follow.
  case literal(start: Int32, count: Int32)
  /// A fixed number of characters of a set must follow.
  case set(Int32, count: Int32)
  /// A fixed number of characters of a set must follow, which are a group.
  case field(Int32, count: Int32, group: Int32)
  /// At least a number of characters of a set must follow, as many as let the rest match. The
  /// numbers tell such steps apart, and steps at which there are several ways.
  case run(Int32, minimum: Int32, number: Int32, split: Int32)
  /// Two ways: the first is tried first. The last number tells such steps apart.
  case split(Int32, Int32, number: Int32)
  /// Continues at another step.
  case jump(Int32)
  /// Remembers the place as the start or end of a group.
  case save(Int32)
  /// The text must begin or end here.
  case textStart, textEnd
  /// The expression ends here.
  case accept
}

// MARK: - Building

extension CapturingPattern {
  private mutating func append(_ step: CapturingStep) throws(PatternError) {
    guard steps.count < Self.sizeLimit else {
      throw PatternError(offset: 0, "the pattern is too large once its counts are expanded")
    }
    steps.append(step)
  }

  private mutating func add(_ syntax: PatternSyntax) throws(PatternError) {
    switch syntax {
    case .set(let set): try add(set, count: 1)
    case .sequence(let parts):
      for part in parts { try add(part) }
    case .alternatives(let alternatives): try add(alternatives[...])
    case .repeated(.set(let set), let minimum, let maximum, _) where minimum == maximum:
      if minimum > 0 { try add(set, count: minimum) }
    case .repeated(.set(let set), let minimum, nil, false) where depth == 0:
      try addRun(set, minimum: minimum)
    case .repeated(let body, let minimum, let maximum, let isLazy):
      depth += 1
      try add(body, minimum: minimum, maximum: maximum, isLazy: isLazy)
      depth -= 1
    case .group(let body, let name):
      // A repeated part is expanded, with the same groups.
      let number = group(name) ?? groupNames.count
      if number == groupNames.count {
        groupNames.append(name)
        bodies.append(body)
      }
      if let (set, count) = Self.fixed(body) {
        return try append(
          .field(self.number(of: set), count: Int32(count), group: Int32(number)))
      }
      try append(.save(Int32(2 * number)))
      try add(body)
      try append(.save(Int32(2 * number + 1)))
    case .textStart: try append(.textStart)
    case .textEnd: try append(.textEnd)
    case .wordBoundary: throw PatternError(offset: 0, #"\b and \B can't be used here"#)
    case .look: throw PatternError(offset: 0, "lookahead and lookbehind can't be used here")
    }
  }

  private mutating func add(_ set: ScalarSet, count: Int) throws(PatternError) {
    if let only = set.ranges.first, set.ranges.count == 1, only.count == 1, count == 1,
      let scalar = Unicode.Scalar(only.lowerBound)
    {
      return try add(scalar)
    }
    try append(.set(number(of: set), count: Int32(count)))
  }

  /// The set, if a part of an expression matches a fixed number of its characters.
  static func fixed(_ syntax: PatternSyntax) -> (set: ScalarSet, count: Int)? {
    switch syntax {
    case .set(let set): (set, 1)
    case .repeated(.set(let set), let minimum, let maximum, _)
    where minimum == maximum && minimum > 0:
      (set, minimum)
    default: nil
    }
  }

  private mutating func addRun(_ set: ScalarSet, minimum: Int) throws(PatternError) {
    try append(
      .run(
        number(of: set), minimum: Int32(minimum), number: Int32(runCount),
        split: Int32(splitCount)))
    runCount += 1
    splitCount += 1
  }

  private mutating func number(of set: ScalarSet) -> Int32 {
    if let number = sets.firstIndex(of: set) { return Int32(number) }
    sets.append(set)
    asciiSets += [set.asciiBits(from: 0), set.asciiBits(from: 64)]
    return Int32(sets.count - 1)
  }

  /// Adds a literal character, to those before it if possible.
  private mutating func add(_ scalar: Unicode.Scalar) throws(PatternError) {
    let bytes = Array(String(scalar).utf8)
    let start = literals.count
    literals += bytes
    if case .literal(let first, let count) = steps.last, !isTarget,
      Int(first) + Int(count) == start
    {
      steps[steps.count - 1] = .literal(start: first, count: count + Int32(bytes.count))
    } else {
      try append(.literal(start: Int32(start), count: Int32(bytes.count)))
    }
  }

  /// Whether an earlier step leads to the place after the last one.
  private var isTarget: Bool {
    steps.contains { step in
      switch step {
      case .jump(let target): target == steps.count
      case .split(let first, let second, _): first == steps.count || second == steps.count
      default: false
      }
    }
  }

  private mutating func add(_ alternatives: ArraySlice<PatternSyntax>) throws(PatternError) {
    guard let first = alternatives.first else { return }
    guard alternatives.count > 1 else { return try add(first) }
    let split = try addSplit()
    try add(first)
    let jump = steps.count
    try append(.jump(0))
    setSplit(split, first: Int32(split + 1), second: Int32(steps.count))
    try add(alternatives.dropFirst())
    steps[jump] = .jump(Int32(steps.count))
  }

  private mutating func add(
    _ body: PatternSyntax, minimum: Int, maximum: Int?, isLazy: Bool
  ) throws(PatternError) {
    for _ in 0..<minimum { try add(body) }
    func ways(_ inside: Int, after: Int) -> (Int32, Int32) {
      isLazy ? (Int32(after), Int32(inside)) : (Int32(inside), Int32(after))
    }
    guard let maximum else {
      let split = try addSplit()
      try add(body)
      try append(.jump(Int32(split)))
      let (first, second) = ways(split + 1, after: steps.count)
      return setSplit(split, first: first, second: second)
    }
    var splits: [Int] = []
    for _ in minimum..<maximum {
      splits.append(try addSplit())
      try add(body)
    }
    for split in splits {
      let (first, second) = ways(split + 1, after: steps.count)
      setSplit(split, first: first, second: second)
    }
  }

  private mutating func addSplit() throws(PatternError) -> Int {
    // Its ways are set later; until then they lead nowhere.
    try append(.split(-1, -1, number: Int32(splitCount)))
    splitCount += 1
    return steps.count - 1
  }

  private mutating func setSplit(_ index: Int, first: Int32, second: Int32) {
    guard case .split(_, _, let number) = steps[index] else { return }
    steps[index] = .split(first, second, number: number)
  }
}

extension PatternSyntax {
  /// Whether there is a group whose content is needed.
  var hasGroups: Bool {
    switch self {
    case .group: true
    case .sequence(let parts), .alternatives(let parts): parts.contains(where: \.hasGroups)
    case .repeated(let body, _, _, _), .look(let body, _, _): body.hasGroups
    case .set, .textStart, .textEnd, .wordBoundary: false
    }
  }
}

extension ScalarSet {
  /// A bit for each of 64 characters, starting at one.
  func asciiBits(from start: UInt32) -> UInt64 {
    var bits: UInt64 = 0
    for offset in 0..<UInt32(64) where contains(start + offset) { bits |= 1 << UInt64(offset) }
    return bits
  }

  /// Tells whether a code point is in the set.
  func contains(_ value: UInt32) -> Bool { ranges.contains { $0.contains(value) } }
}
