internal import Formats
internal import Patterns

/// Decides whether values of one document conform, without saying why not.
///
/// It works only on numbers of entries and schemas. The evaluated members and elements are
/// kept as one bit each, in frames that come and go like calls.
struct Evaluator {
  let graph: SchemaGraph
  let document: Document
  /// The values of the document, and the bytes of their texts.
  let entries: [Document.Entry]
  private let source: [UInt8]
  private let pool: [UInt8]
  /// The names of keys that were looked up, by entry minus the first entry.
  private var keyNames: [Int32]
  private let firstEntry: Int
  /// How many schemas were applied.
  private(set) var steps = 0
  /// How many schemas may be applied.
  private let stepLimit: Int
  /// Whether a limit was reached; then nothing conforms.
  private(set) var isExhausted = false
  private var depth = 0
  /// The frames: a bit for each member or element that was evaluated.
  private var bits: [UInt64] = []
  /// The resources that were entered, outermost first, if dynamic references need them.
  private(set) var scope: [Int] = []

  /// How deep schemas may be applied within each other; each level takes up to 4 KB of stack
  /// in a debug build, a tenth of that otherwise.
  static let depthLimit = 1_200
  /// The frame number if no frame is needed.
  static let noFrame = -1

  /// Returns how many schemas may be applied to a value before evaluation stops.
  ///
  /// Sensible schemas need a few for each value inside; those that lead back to themselves in
  /// several ways at once would need an unlimited number.
  static func stepLimit(for instance: Node) -> Int {
    1_000_000 + 256 * (instance.nextIndex - instance.index)
  }

  /// Makes an evaluator for a value and everything in it.
  init(graph: SchemaGraph, instance: Node, stepLimit: Int) {
    self.stepLimit = stepLimit
    self.graph = graph
    document = instance.document
    entries = document.allEntries
    source = document.source
    pool = document.pooledText
    firstEntry = instance.index
    keyNames = [Int32](repeating: Self.notLookedUp, count: instance.nextIndex - instance.index)
  }

  /// Tells whether a value conforms to a schema, and notes in a frame what was evaluated.
  mutating func isValid(_ schema: Int, at index: Int, frame: Int = noFrame) -> Bool {
    let subschema = graph.subschemas[graph.shortcuts[schema]]
    if subschema.isLeaf { return passesLeaf(subschema, at: index) }
    guard enter(subschema) else { return false }
    defer { leave(subschema) }
    guard subschema.asksForEvaluated else { return passesAll(subschema, at: index, frame: frame) }
    let own = openFrame(for: index)
    defer { closeFrame(own) }
    guard passesAll(subschema, at: index, frame: own) else { return false }
    merge(own, into: frame)
    return true
  }

  /// Tells whether a value passes all keywords of a schema that leads nowhere else.
  private mutating func passesLeaf(_ subschema: Subschema, at index: Int) -> Bool {
    steps += 1
    let entry = entries[index]
    for number in subschema.first..<subschema.end {
      let instruction = graph.instructions[number]
      guard instruction.kinds.contains(entry.kind) else { continue }
      switch instruction.operation {
      case .type where instruction.second == 0 || entry.kind != .number:
        guard KindSet(rawValue: UInt8(truncatingIfNeeded: instruction.first)).contains(entry.kind)
        else { return false }
      case .pattern:
        guard withText(of: entry, { graph.patterns.matches(instruction.first, in: $0) }) else {
          return false
        }
      case .format:
        guard withText(of: entry, { graph.formats[instruction.first].accepts($0) }) else {
          return false
        }
      default: guard passesAssertion(instruction, at: index) else { return false }
      }
    }
    return true
  }

  private mutating func passesAll(_ subschema: Subschema, at index: Int, frame: Int) -> Bool {
    let kind = entries[index].kind
    for number in subschema.first..<subschema.end {
      let instruction = graph.instructions[number]
      guard instruction.kinds.contains(kind) else { continue }
      guard passes(instruction, at: index, frame: frame) else { return false }
    }
    return true
  }

  /// Tells whether a value passes one keyword, which must be one for its kind.
  mutating func passes(_ instruction: Instruction, at index: Int, frame: Int) -> Bool {
    switch instruction.operation {
    case .object: return passesObject(instruction, at: index, frame: frame)
    case .items: return passesItems(instruction, at: index, frame: frame)
    case .contains: return passesContains(instruction, at: index, frame: frame)
    case .reference: return isValid(instruction.first, at: index, frame: frame)
    case .dynamicReference:
      return isValid(dynamicTarget(of: instruction), at: index, frame: frame)
    case .allOf:
      for branch in instruction.first..<instruction.second
      where !isValid(graph.branches[branch], at: index, frame: frame) { return false }
      return true
    case .anyOf: return passesAnyOf(instruction, at: index, frame: frame)
    case .oneOf: return passesOneOf(instruction, at: index, frame: frame)
    case .not: return !isValid(instruction.first, at: index) && !isExhausted
    case .condition: return passesCondition(instruction, at: index, frame: frame)
    case .dependentSchemas: return passesDependentSchemas(instruction, at: index, frame: frame)
    case .unevaluatedItems, .unevaluatedProperties:
      return passesUnevaluated(instruction, at: index, frame: frame)
    default: return passesAssertion(instruction, at: index)
    }
  }

  /// Returns the schema that a dynamic reference leads to from here.
  func dynamicTarget(of instruction: Instruction) -> Int {
    let reference = graph.dynamicReferences[instruction.first]
    guard reference.anchor >= 0 else { return reference.initial }
    for resource in scope {
      let target = graph.dynamicTargets[resource * graph.dynamicAnchorCount + reference.anchor]
      if target >= 0 { return target }
    }
    return reference.initial
  }
}

// MARK: - Text

extension Evaluator {
  /// Calls the body with the bytes of an entry that is a scalar or a key.
  @inline(__always) func withText<Result>(
    of entry: Document.Entry, _ body: (Span<UInt8>) -> Result
  ) -> Result {
    let range = Int(entry.textStart)..<Int(entry.textEnd)
    if entry.isPooled { return body(pool.span.extracting(range)) }
    return body(source.span.extracting(range))
  }

  /// Marks a key whose name has not been looked up yet.
  private static let notLookedUp: Int32 = -2

  /// Returns the number of a key's name, or -1 if no schema has such a name.
  ///
  /// Several schemas may look at one object, so the answer is kept.
  @inline(__always) mutating func name(ofKey position: Int) -> Int {
    let known = keyNames[position - firstEntry]
    if known != Self.notLookedUp { return Int(known) }
    let number = withText(of: entries[position]) { graph.names.number(of: $0) } ?? -1
    keyNames[position - firstEntry] = Int32(truncatingIfNeeded: number)
    return number
  }
}

// MARK: - Depth and scope

extension Evaluator {
  /// Enters a schema; false if that would be too deep or too many.
  mutating func enter(_ subschema: Subschema) -> Bool {
    guard depth < Self.depthLimit, steps < stepLimit, !isExhausted else {
      isExhausted = true
      return false
    }
    steps += 1
    depth += 1
    // The resource is pushed even if it is already the innermost, so that leaving is simple.
    if graph.dynamicAnchorCount > 0 { scope.append(subschema.resource) }
    return true
  }

  /// Leaves a schema.
  mutating func leave(_ subschema: Subschema) {
    depth -= 1
    if graph.dynamicAnchorCount > 0 { scope.removeLast() }
  }
}

// MARK: - Frames

extension Evaluator {
  private func wordCount(of index: Int) -> Int {
    let entry = entries[index]
    guard entry.kind == .array || entry.kind == .object else { return 0 }
    return (Int(entry.textStart) + 63) / 64
  }

  /// Opens a frame for a value, with nothing evaluated.
  mutating func openFrame(for index: Int) -> Int {
    let frame = bits.count
    for _ in 0..<wordCount(of: index) { bits.append(0) }
    return frame
  }

  /// Closes the last frame.
  mutating func closeFrame(_ frame: Int) { bits.removeLast(bits.count - frame) }

  /// Copies the notes of the last frame to another frame of the same value.
  mutating func merge(_ inner: Int, into frame: Int) {
    guard frame != Self.noFrame else { return }
    for word in 0..<bits.count - inner { bits[frame + word] |= bits[inner + word] }
  }

  /// Notes that a member or element was evaluated.
  @inline(__always) mutating func mark(_ ordinal: Int, in frame: Int) {
    if frame != Self.noFrame { bits[frame + ordinal / 64] |= 1 << UInt64(ordinal % 64) }
  }

  /// Tells whether a member or element was evaluated.
  func isMarked(_ ordinal: Int, in frame: Int) -> Bool {
    bits[frame + ordinal / 64] >> UInt64(ordinal % 64) & 1 == 1
  }
}
