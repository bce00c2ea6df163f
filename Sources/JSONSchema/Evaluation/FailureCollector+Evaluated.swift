internal import Formats

extension FailureCollector {
  /// Notes which members or elements a schema evaluates, even those that fail it.
  ///
  /// So a known member that fails is not also reported as unknown.
  ///
  /// They are noted in the frame, and the names of members that the schema knows in a list. The
  /// outermost schema is the one with the unevaluated keyword, so that keyword is skipped.
  mutating func noteEvaluated(
    _ schema: Int, at index: Int, frame: Int, known: inout [Int], isOutermost: Bool = false
  ) {
    let subschema = graph.subschemas[schema]
    guard evaluator.enter(subschema) else { return }
    defer { evaluator.leave(subschema) }
    let kind = node(index).kind
    for number in subschema.first..<subschema.end {
      let instruction = graph.instructions[number]
      guard instruction.kinds.contains(kind) else { continue }
      switch instruction.operation {
      case .object:
        noteMembers(graph.objects[instruction.first], at: index, frame: frame, known: &known)
      case .items: noteElements(instruction, at: index, frame: frame)
      case .contains:
        for (number, element) in node(index).elements.enumerated()
        where evaluator.isValid(instruction.first, at: element.index) {
          evaluator.mark(number, in: frame)
        }
      case .unevaluatedItems, .unevaluatedProperties:
        guard !isOutermost else { continue }
        for number in 0..<node(index).count { evaluator.mark(number, in: frame) }
      default:
        for inner in applied(by: instruction, index) {
          noteEvaluated(inner, at: index, frame: frame, known: &known)
        }
      }
    }
  }

  /// Returns the schemas that an instruction applies to the same value.
  private mutating func applied(by instruction: Instruction, _ index: Int) -> [Int] {
    switch instruction.operation {
    case .reference: return [instruction.first]
    case .dynamicReference: return [evaluator.dynamicTarget(of: instruction)]
    case .allOf: return Array(graph.branches[instruction.first..<instruction.second])
    case .anyOf, .oneOf:
      let branches = graph.branches[instruction.first..<instruction.second]
      let valid = branches.filter { evaluator.isValid($0, at: index) }
      return valid.isEmpty ? Array(branches) : valid
    case .condition:
      let plan = graph.conditions[instruction.first]
      let isTrue = evaluator.isValid(plan.condition, at: index)
      return (isTrue ? [plan.condition, plan.then] : [plan.otherwise]).filter { $0 >= 0 }
    case .dependentSchemas:
      return graph.dependents[instruction.first..<instruction.second]
        .filter { evaluator.hasMember($0.name, at: index) }.map(\.target)
    default: return []
    }
  }

  private mutating func noteMembers(
    _ plan: ObjectPlan, at index: Int, frame: Int, known: inout [Int]
  ) {
    for (ordinal, member) in node(index).members.enumerated() {
      let key = member.key
      let slot = graph.names.slot(evaluator.name(ofKey: key.index), in: plan.properties)
      var isEvaluated = plan.additional >= 0 || slot?.isDeclared == true
      for number in plan.firstPattern..<plan.endPattern where !isEvaluated {
        let property = graph.patternProperties[number]
        isEvaluated = evaluator.matches(property.pattern, entry: evaluator.entries[key.index])
      }
      if isEvaluated { evaluator.mark(ordinal, in: frame) }
    }
    for slot in graph.names.slots(of: plan.properties)
    where slot.isDeclared && !known.contains(slot.name) { known.append(slot.name) }
  }

  private mutating func noteElements(_ instruction: Instruction, at index: Int, frame: Int) {
    let count = node(index).count
    let prefixCount = instruction.second - instruction.first
    let end = instruction.third >= 0 ? count : Swift.min(count, prefixCount)
    for number in 0..<end { evaluator.mark(number, in: frame) }
  }
}
