internal import Formats

extension Evaluator {
  /// Applies a schema that may fail, and keeps what it evaluated if it passes.
  private mutating func tries(_ schema: Int, at index: Int, frame: Int) -> Bool {
    guard frame != Self.noFrame else { return isValid(schema, at: index) }
    let inner = openFrame(for: index)
    defer { closeFrame(inner) }
    guard isValid(schema, at: index, frame: inner) else { return false }
    merge(inner, into: frame)
    return true
  }

  mutating func passesAnyOf(_ instruction: Instruction, at index: Int, frame: Int) -> Bool {
    var isAnyValid = false
    for branch in instruction.first..<instruction.second
    where tries(graph.branches[branch], at: index, frame: frame) {
      isAnyValid = true
      // The other branches may still evaluate members that unevaluated keywords need.
      if frame == Self.noFrame { return true }
    }
    return isAnyValid
  }

  mutating func passesOneOf(_ instruction: Instruction, at index: Int, frame: Int) -> Bool {
    var count = 0
    for branch in instruction.first..<instruction.second
    where tries(graph.branches[branch], at: index, frame: frame) {
      count += 1
      if count > 1 { return false }
    }
    return count == 1
  }

  mutating func passesCondition(_ instruction: Instruction, at index: Int, frame: Int) -> Bool {
    let plan = graph.conditions[instruction.first]
    let next = tries(plan.condition, at: index, frame: frame) ? plan.then : plan.otherwise
    return next < 0 || isValid(next, at: index, frame: frame)
  }

  mutating func passesDependentSchemas(
    _ instruction: Instruction, at index: Int, frame: Int
  ) -> Bool {
    for number in instruction.first..<instruction.second {
      let dependent = graph.dependents[number]
      guard hasMember(dependent.name, at: index) else { continue }
      guard isValid(dependent.target, at: index, frame: frame) else { return false }
    }
    return true
  }

  /// Tells whether an object has a key.
  mutating func hasMember(_ name: Int, at index: Int) -> Bool {
    var position = index + 1
    for _ in 0..<Int(entries[index].textStart) {
      if self.name(ofKey: position) == name { return true }
      position = Int(entries[position + 1].next)
    }
    return false
  }
}
