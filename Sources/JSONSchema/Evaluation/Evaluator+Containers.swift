internal import Formats
internal import Patterns

extension Evaluator {
  mutating func passesObject(_ instruction: Instruction, at index: Int, frame: Int) -> Bool {
    let plan = graph.objects[instruction.first]
    if plan.asksForKeysOnly { return hasKeys(plan, at: index) }
    var seen: UInt64 = 0
    var position = index + 1
    for ordinal in 0..<Int(entries[index].textStart) {
      let value = position + 1
      let slot = graph.names.slot(name(ofKey: position), in: plan.properties)
      var isEvaluated = false
      if let slot {
        seen |= slot.requiredBit
        isEvaluated = slot.isDeclared
        if slot.schema >= 0, !isValid(slot.schema, at: value) { return false }
      }
      for number in plan.firstPattern..<plan.endPattern {
        let property = graph.patternProperties[number]
        guard matches(property.pattern, entry: entries[position]) else { continue }
        isEvaluated = true
        if !isValid(property.schema, at: value) { return false }
      }
      if !isEvaluated, plan.additional >= 0 {
        isEvaluated = true
        if !isValid(plan.additional, at: value) { return false }
      }
      if isEvaluated { mark(ordinal, in: frame) }
      if plan.keys >= 0, !isValid(plan.keys, at: position) { return false }
      position = Int(entries[value].next)
    }
    return seen & plan.required == plan.required
  }

  /// Tells whether an object has all keys that a plan requires.
  private mutating func hasKeys(_ plan: ObjectPlan, at index: Int) -> Bool {
    var missing = plan.required
    var position = index + 1
    for _ in 0..<Int(entries[index].textStart) {
      if let slot = graph.names.slot(name(ofKey: position), in: plan.properties) {
        missing &= ~slot.requiredBit
        if missing == 0 { return true }
      }
      position = Int(entries[position + 1].next)
    }
    return false
  }

  /// Tells whether a key or string matches a pattern.
  func matches(_ pattern: Int, entry: Document.Entry) -> Bool {
    withText(of: entry) { graph.patterns.matches(pattern, in: $0) }
  }

  mutating func passesItems(_ instruction: Instruction, at index: Int, frame: Int) -> Bool {
    let prefixCount = instruction.second - instruction.first
    var position = index + 1
    for ordinal in 0..<Int(entries[index].textStart) {
      let schema =
        ordinal < prefixCount ? graph.branches[instruction.first + ordinal] : instruction.third
      guard schema >= 0 else { return true }
      guard isValid(schema, at: position) else { return false }
      mark(ordinal, in: frame)
      position = Int(entries[position].next)
    }
    return true
  }

  mutating func passesContains(_ instruction: Instruction, at index: Int, frame: Int) -> Bool {
    var found = 0
    var position = index + 1
    for ordinal in 0..<Int(entries[index].textStart) {
      if isValid(instruction.first, at: position) {
        found += 1
        if found > instruction.third { return false }
        mark(ordinal, in: frame)
      }
      position = Int(entries[position].next)
    }
    return found >= instruction.second && !isExhausted
  }

  mutating func passesUnevaluated(_ instruction: Instruction, at index: Int, frame: Int) -> Bool {
    let entry = entries[index]
    let keyCount = entry.kind == .object ? 1 : 0
    var position = index + 1
    for ordinal in 0..<Int(entry.textStart) {
      position += keyCount
      if !isMarked(ordinal, in: frame) {
        guard isValid(instruction.first, at: position) else { return false }
        mark(ordinal, in: frame)
      }
      position = Int(entries[position].next)
    }
    return true
  }
}
