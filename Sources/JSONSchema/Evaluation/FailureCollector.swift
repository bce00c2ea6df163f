internal import Formats

/// Finds out why a value does not conform; it visits only places where something is wrong.
struct FailureCollector {
  let graph: SchemaGraph
  let document: Document
  var evaluator: Evaluator
  /// The failures, in the order they were found.
  var failures: [SchemaFailure] = []
  /// The path to the current value.
  var path: [Step] = []
  /// The `x-rule` annotations around the current keyword, outermost first.
  private(set) var rules: [RuleAnnotation] = []
  /// The maximum number of failures.
  var limit: Int

  /// How deep explanations may go, in schemas; deeper details are skipped.
  private static let depthLimit = 250
  /// How many schemas were entered.
  private var depth = 0
  /// How many schemas may be applied before details are skipped, since alternatives within
  /// alternatives could take unlimited time.
  private let stepLimit: Int

  /// One step into a value.
  enum Step {
    /// To the value of a member, by the entry of its key.
    case member(Int)
    /// To the key of a member itself.
    case key(Int)
    /// To an element.
    case element(Int)
  }

  init(graph: SchemaGraph, instance: Node, limit: Int) {
    self.graph = graph
    document = instance.document
    self.limit = limit
    stepLimit = 2 * Evaluator.stepLimit(for: instance)
    evaluator = Evaluator(graph: graph, instance: instance, stepLimit: 2 * stepLimit)
  }

  /// Returns the failures of a value, which must not conform, in the order of the text.
  mutating func failures(of instance: Node) -> [SchemaFailure] {
    collect(0, at: instance.index)
    if failures.isEmpty {
      report("$ref", of: 0, on: instance.index, message: "the value does not conform")
    }
    var seen: Set<[String]> = []
    let unique = failures.filter { failure in
      seen.insert([failure.pointer, failure.message, failure.rule ?? ""]).inserted
    }
    return unique.enumerated().sorted { left, right in
      (left.element.instance.sourceRange.lowerBound, left.offset)
        < (right.element.instance.sourceRange.lowerBound, right.offset)
    }.map(\.element)
  }

  /// Whether the search is over.
  var isDone: Bool {
    failures.count >= limit || evaluator.isExhausted && !failures.isEmpty
  }

  /// Collects the failures of a value that does not conform to a schema.
  mutating func collect(_ schema: Int, at index: Int) {
    guard !isDone else { return }
    let subschema = graph.subschemas[schema]
    guard evaluator.enter(subschema) else {
      return report(
        "$ref", of: schema, on: index, message: "\(subject) needs too many steps to check")
    }
    depth += 1
    defer {
      depth -= 1
      evaluator.leave(subschema)
    }
    let rule = graph.places[schema].rule
    if let rule { rules.append(rule) }
    defer { if rule != nil { rules.removeLast() } }
    let kind = node(index).kind
    for number in subschema.first..<subschema.end where !isDone {
      let instruction = graph.instructions[number]
      guard instruction.kinds.contains(kind) else { continue }
      switch instruction.operation {
      case .unevaluatedItems, .unevaluatedProperties:
        explainUnevaluated(instruction, of: schema, at: index)
      default:
        guard !evaluator.passes(instruction, at: index, frame: Evaluator.noFrame) else { continue }
        explain(instruction, of: schema, at: index)
      }
    }
  }

  /// Collects the failures of a value if it does not conform to a schema.
  mutating func collectIfInvalid(_ schema: Int, at index: Int) {
    if !isDone, !evaluator.isValid(schema, at: index) { collect(schema, at: index) }
  }

  private mutating func explain(_ instruction: Instruction, of schema: Int, at index: Int) {
    guard evaluator.steps < stepLimit, depth < Self.depthLimit else {
      return report(
        instruction.keyword, of: schema, on: index, message: "\(subject) does not conform")
    }
    switch instruction.operation {
    case .object: explainObject(graph.objects[instruction.first], of: schema, at: index)
    case .items: explainItems(instruction, of: schema, at: index)
    case .reference: collect(instruction.first, at: index)
    case .dynamicReference: collect(evaluator.dynamicTarget(of: instruction), at: index)
    case .allOf:
      for branch in instruction.first..<instruction.second {
        collectIfInvalid(graph.branches[branch], at: index)
      }
    case .anyOf, .oneOf: explainAlternatives(instruction, of: schema, at: index)
    case .condition:
      let plan = graph.conditions[instruction.first]
      let isTrue = evaluator.isValid(plan.condition, at: index)
      collect(isTrue ? plan.then : plan.otherwise, at: index)
    case .dependentSchemas:
      for number in instruction.first..<instruction.second {
        let dependent = graph.dependents[number]
        guard evaluator.hasMember(dependent.name, at: index) else { continue }
        collectIfInvalid(dependent.target, at: index)
      }
    default: explainAssertion(instruction, of: schema, at: index)
    }
  }
}

// MARK: - Reporting

extension FailureCollector {
  /// Adds a failure at the current value, or one step further.
  mutating func report(
    _ keyword: String, of schema: Int, on index: Int, message: String, expected: String? = nil,
    actual: String? = nil, faultKind: String? = nil, at step: Step? = nil
  ) {
    guard !isDone else { return }
    let place = graph.places[schema]
    let isBoolean = place.node.kind != .object
    failures.append(
      SchemaFailure(
        instance: Node(document: document, index: index),
        pointer: pointer(with: step), keyword: keyword,
        schemaLocation: isBoolean
          ? place.location : JSONPointer.appending(keyword, to: place.location),
        message: message, expected: expected, actual: actual,
        rule: rule(keyword: keyword, faultKind: faultKind), faultKind: faultKind))
  }

  /// Returns the code of the innermost annotation that has one for a failure.
  private func rule(keyword: String, faultKind: String?) -> String? {
    for annotation in rules.reversed() {
      switch annotation {
      case .code(let code): return code
      case .byKind(let codes):
        let code = faultKind.flatMap { codes[$0] } ?? codes[keyword] ?? codes["*"]
        if let code { return code }
      }
    }
    return nil
  }

  private func pointer(with step: Step?) -> String {
    var pointer = ""
    for step in step.map({ path + [$0] }) ?? path {
      switch step {
      case .member(let key), .key(let key):
        pointer = JSONPointer.appending(node(key).text, to: pointer)
      case .element(let number): pointer += "/\(number)"
      }
    }
    return pointer
  }

  /// Returns a value of the document.
  func node(_ index: Int) -> Node { Node(document: document, index: index) }

  /// The name of the current value in messages.
  var subject: String {
    switch path.last {
    case .member(let key): node(key).excerpt
    case .key(let key): "key \(node(key).excerpt)"
    case .element(let number): "element \(number)"
    case nil: "the value"
    }
  }
}

extension Instruction {
  /// The keyword of an instruction for a single keyword.
  var keyword: String {
    switch operation {
    case .nothing: "false"
    case .object: "properties"
    case .reference: "$ref"
    case .dynamicReference: "$dynamicRef"
    case .condition: "if"
    default: "\(operation)"
    }
  }
}
