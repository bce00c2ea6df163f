internal import Formats
internal import Patterns

extension FailureCollector {
  /// Reports wrong and missing members of an object.
  mutating func explainObject(_ plan: ObjectPlan, of schema: Int, at index: Int) {
    var seen: UInt64 = 0
    for (key, value) in entries(of: index) where !isDone {
      let slot = graph.names.slot(evaluator.name(ofKey: key), in: plan.properties)
      seen |= slot?.requiredBit ?? 0
      if plan.keys >= 0 {
        path.append(.key(key))
        collectIfInvalid(plan.keys, at: key)
        path.removeLast()
      }
      var isEvaluated = slot?.isDeclared ?? false
      if let target = slot?.schema {
        explainMember(target, key: key, keyword: "properties", of: schema)
      }
      for number in plan.firstPattern..<plan.endPattern {
        let property = graph.patternProperties[number]
        guard evaluator.matches(property.pattern, entry: evaluator.entries[key]) else { continue }
        isEvaluated = true
        explainMember(property.schema, key: key, keyword: "patternProperties", of: schema)
      }
      guard !isEvaluated, plan.additional >= 0, !evaluator.isValid(plan.additional, at: value)
      else {
        continue
      }
      if isNothing(plan.additional) {
        reportUnknown(key, keyword: "additionalProperties", of: schema, known: names(of: plan))
      } else {
        explainMember(plan.additional, key: key, keyword: "additionalProperties", of: schema)
      }
    }
    for slot in graph.names.slots(of: plan.properties).sorted(by: {
      $0.requiredBit < $1.requiredBit
    })
    where slot.requiredBit & ~seen != 0 {
      reportMissing(graph.names.name(slot.name), of: schema, at: index)
    }
  }

  private mutating func explainMember(
    _ target: Int, key: Int, keyword: String, of schema: Int
  ) {
    guard target >= 0, !isDone, !evaluator.isValid(target, at: key + 1) else { return }
    path.append(.member(key))
    defer { path.removeLast() }
    if isNothing(target) {
      report(keyword, of: schema, on: key, message: "key \(node(key).excerpt) is not allowed here")
    } else {
      collect(target, at: key + 1)
    }
  }

  /// Reports an unknown key.
  private mutating func reportUnknown(
    _ key: Int, keyword: String, of schema: Int, known: [String]
  ) {
    let properties = graph.places[schema].node["properties"]
    /// The annotation `x-instead` of a key that is known but must not be used.
    func instead(_ name: String) -> Node? { properties?[name]?["x-instead"] }
    var near = NearMatch.find(node(key).text, among: known)
    if let other = near.flatMap(instead) { near = other.string }
    let known = known.filter { instead($0) == nil }
    let listed = known.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ")
    report(
      keyword, of: schema, on: key, message: "unknown key \(node(key).excerpt)" + suggestion(near),
      expected: known.isEmpty
        ? "no such key" : "one of \(listed)" + (known.count > 12 ? ", …" : ""),
      actual: node(key).excerpt, at: .member(key))
  }

  /// Returns the entries of the keys and values of an object.
  private func entries(of index: Int) -> [(key: Int, value: Int)] {
    node(index).members.map { ($0.key.index, $0.value.index) }
  }

  /// Returns the names that a plan declares, in the order they first occur in the schema.
  private func names(of plan: ObjectPlan) -> [String] {
    graph.names.slots(of: plan.properties).filter(\.isDeclared).map { graph.names.name($0.name) }
  }

  /// Tells whether a schema is `false`.
  private func isNothing(_ schema: Int) -> Bool {
    let subschema = graph.subschemas[schema]
    return subschema.first < subschema.end
      && graph.instructions[subschema.first].operation == .nothing
  }

  /// Reports wrong elements of an array.
  mutating func explainItems(_ instruction: Instruction, of schema: Int, at index: Int) {
    let prefixCount = instruction.second - instruction.first
    for (number, element) in node(index).elements.enumerated() where !isDone {
      let isInPrefix = number < prefixCount
      let target = isInPrefix ? graph.branches[instruction.first + number] : instruction.third
      guard target >= 0 else { return }
      path.append(.element(number))
      defer { path.removeLast() }
      if isNothing(target) {
        return report(
          isInPrefix ? "prefixItems" : "items", of: schema, on: element.index,
          message: "element \(number) is one too many",
          expected: "at most " + counted(number, of: "element"))
      }
      collectIfInvalid(target, at: element.index)
    }
  }

  /// Reports members or elements that are not allowed since no other keyword evaluated them.
  mutating func explainUnevaluated(_ instruction: Instruction, of schema: Int, at index: Int) {
    let frame = evaluator.openFrame(for: index)
    defer { evaluator.closeFrame(frame) }
    var known: [Int] = []
    noteEvaluated(schema, at: index, frame: frame, known: &known, isOutermost: true)
    let keyword = instruction.keyword
    if node(index).kind == .object {
      let names = known.map(graph.names.name)
      for (ordinal, entry) in entries(of: index).enumerated()
      where !evaluator.isMarked(ordinal, in: frame) {
        guard !evaluator.isValid(instruction.first, at: entry.value) else { continue }
        if isNothing(instruction.first) {
          reportUnknown(entry.key, keyword: keyword, of: schema, known: names)
        } else {
          explainMember(instruction.first, key: entry.key, keyword: keyword, of: schema)
        }
      }
      return
    }
    for (number, element) in node(index).elements.enumerated()
    where !evaluator.isMarked(number, in: frame) {
      path.append(.element(number))
      defer { path.removeLast() }
      guard !evaluator.isValid(instruction.first, at: element.index) else { continue }
      if isNothing(instruction.first) {
        report(
          keyword, of: schema, on: element.index, message: "element \(number) is not allowed here")
      } else {
        collect(instruction.first, at: element.index)
      }
    }
  }
}
