internal import Formats

extension FailureCollector {
  /// Reports why a value fits no alternative, or more than one.
  mutating func explainAlternatives(_ instruction: Instruction, of schema: Int, at index: Int) {
    let branches = Array(graph.branches[instruction.first..<instruction.second])
    let fitting = branches.indices.filter { evaluator.isValid(branches[$0], at: index) }
    guard fitting.isEmpty else {
      let numbers = fitting.map { "\($0 + 1)" }.joined(separator: " and ")
      return report(
        instruction.keyword, of: schema, on: index,
        message:
          "\(subject) fits \(fitting.count) of \(branches.count) alternatives, not exactly one",
        expected: "exactly one alternative", actual: "alternatives \(numbers)")
    }
    if reportTypes(of: branches, by: instruction, schema: schema, at: index) { return }
    var closest: Alternative?
    for (number, branch) in branches.enumerated() {
      let alternative = alternative(number, of: branch, at: index)
      if closest.map({ alternative.isCloser(than: $0) }) ?? true { closest = alternative }
    }
    guard let closest, branches.count > 1 else {
      failures += closest?.failures ?? []
      return
    }
    let title = graph.places[closest.schema].node["title"]?.string
    let name = title.map { " (\($0))" } ?? ""
    let note = "closest of \(branches.count) alternatives: number \(closest.number + 1)\(name)"
    failures += closest.failures.prefix(limit - failures.count).map { failure in
      var failure = failure
      failure.note = failure.note ?? note
      return failure
    }
  }

  /// Reports the type, if no alternative is for values of this type.
  private mutating func reportTypes(
    of branches: [Int], by instruction: Instruction, schema: Int, at index: Int
  ) -> Bool {
    var names: [String] = []
    for branch in branches {
      let subschema = graph.subschemas[branch]
      let types = graph.instructions[subschema.first..<subschema.end].first {
        $0.operation == .type && !evaluator.passes($0, at: index, frame: Evaluator.noFrame)
      }
      guard let types else { return false }
      let name = typeNames(of: types)
      if !names.contains(name) { names.append(name) }
    }
    let expected = names.joined(separator: " or ")
    report(
      instruction.keyword, of: schema, on: index,
      message: "\(subject) is \(node(index).kind.phrase), not \(expected)",
      expected: expected, actual: node(index).excerpt)
    return true
  }

  /// Collects the failures of one alternative separately.
  private mutating func alternative(_ number: Int, of schema: Int, at index: Int) -> Alternative {
    let before = failures
    let fullLimit = limit
    failures = []
    limit = Swift.min(limit, Alternative.failureLimit)
    collect(schema, at: index)
    defer {
      failures = before
      limit = fullLimit
    }
    return Alternative(
      number, schema: schema, failures: failures, depth: path.count, of: node(index))
  }
}

/// One alternative of several, and how far a value is from it.
private struct Alternative {
  /// How many failures of an alternative are considered.
  static let failureLimit = 100

  /// Its number, from 0.
  let number: Int
  /// Its schema.
  let schema: Int
  /// What is wrong.
  let failures: [SchemaFailure]
  /// Smaller is closer; compared in order.
  private let distance: [Int]

  init(_ number: Int, schema: Int, failures: [SchemaFailure], depth: Int, of value: Node) {
    self.number = number
    self.schema = schema
    self.failures = failures
    let hasWrongType = failures.contains {
      $0.keyword == "type" && $0.instance.index == value.index
    }
    // A member with a fixed value tells one kind of object from another.
    let hasWrongMark = failures.contains { failure in
      ["const", "enum"].contains(failure.keyword)
        && failure.pointer.utf8.count(where: { $0 == UInt8(ascii: "/") }) <= depth + 1
    }
    let deepest = failures.map { $0.pointer.utf8.count(where: { $0 == UInt8(ascii: "/") }) }.max()
    distance = [hasWrongType ? 1 : 0, hasWrongMark ? 1 : 0, failures.count, -(deepest ?? 0)]
  }

  /// Tells whether a value is nearer to this than to another alternative.
  func isCloser(than other: Alternative) -> Bool {
    distance.lexicographicallyPrecedes(other.distance)
  }
}
