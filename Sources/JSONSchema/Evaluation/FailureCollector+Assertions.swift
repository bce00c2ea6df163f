internal import Formats
internal import Patterns

extension FailureCollector {
  /// Reports that a value fails a keyword that has no schemas in it.
  mutating func explainAssertion(_ instruction: Instruction, of schema: Int, at index: Int) {
    switch instruction.operation {
    case .nothing: report("false", of: schema, on: index, message: "\(subject) is not allowed here")
    case .type: explainType(instruction, of: schema, at: index)
    case .const, .enum: explainConstants(instruction, of: schema, at: index)
    case .pattern:
      report(
        "pattern", of: schema, on: index, message: "\(subject) does not match the pattern",
        expected: words(schema)
          ?? "a string that matches \(graph.patterns.patterns[instruction.first].source)",
        actual: node(index).excerpt)
    case .format: explainFormat(instruction, of: schema, at: index)
    case .minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum, .multipleOf:
      explainLimit(instruction, of: schema, at: index)
    case .uniqueItems: explainRepetition(schema, at: index)
    case .contains: explainContains(instruction, of: schema, at: index)
    case .required: reportMissing(graph.names.name(instruction.first), of: schema, at: index)
    case .dependentRequired: explainDependentRequired(instruction, of: schema, at: index)
    case .not:
      report(
        "not", of: schema, on: index, message: "\(subject) is of a kind that is not allowed here",
        expected: words(schema), actual: node(index).excerpt)
    default: explainCount(instruction, of: schema, at: index)
    }
  }

  /// The annotation `x-words` next to a keyword: what it expects, for people.
  private func words(_ schema: Int) -> String? { graph.places[schema].node["x-words"]?.string }

  private mutating func explainType(_ instruction: Instruction, of schema: Int, at index: Int) {
    let expected = typeNames(of: instruction)
    let value = node(index)
    let isFraction = value.kind == .number && instruction.second == 1
    let found = isFraction ? "the fraction \(value.excerpt)" : value.kind.phrase
    report(
      "type", of: schema, on: index, message: "\(subject) is \(found), not \(expected)",
      expected: expected,
      actual: value.excerpt)
  }

  /// Returns the types that an instruction allows, as words.
  func typeNames(of instruction: Instruction) -> String {
    let kinds = KindSet(rawValue: UInt8(truncatingIfNeeded: instruction.first))
    let all: [Node.Kind] = [.string, .number, .true, .array, .object, .null]
    let names = all.filter { kinds.contains($0) }.map { kind in
      kind == .number && instruction.second == 1 ? "an integer" : kind.phrase
    }
    return names.joined(separator: " or ")
  }

  private mutating func explainConstants(_ instruction: Instruction, of schema: Int, at index: Int)
  {
    let constants = graph.constants[instruction.first..<instruction.second].map(\.node)
    let value = node(index)
    let listed = constants.prefix(12).map(\.excerpt).joined(separator: ", ")
    let expected = constants.count > 12 ? listed + ", …" : listed
    let message =
      constants.count == 1
      ? "\(subject) is \(value.excerpt), not \(expected)"
      : "\(subject) is \(value.excerpt), not one of the allowed values"
    let near = value.string.flatMap { NearMatch.find($0, among: constants.compactMap(\.string)) }
    report(
      instruction.keyword, of: schema, on: index, message: message + suggestion(near),
      expected: constants.count == 1 ? expected : "one of \(expected)", actual: value.excerpt)
  }

  /// Returns the end of a message that suggests another word.
  func suggestion(_ word: String?) -> String {
    word.map { "; did you mean \"\($0)\"?" } ?? ""
  }

  private mutating func explainFormat(_ instruction: Instruction, of schema: Int, at index: Int) {
    let use = graph.formats[instruction.first]
    guard let fault = node(index).withText({ use.fault(in: $0) }) else { return }
    report(
      "format", of: schema, on: index, message: "\(subject): \(fault.message)",
      expected: fault.expected,
      actual: node(index).excerpt, faultKind: fault.kind)
  }

  private mutating func explainLimit(_ instruction: Instruction, of schema: Int, at index: Int) {
    let limit = graph.places[schema].node[instruction.keyword]?.excerpt ?? ""
    let (relation, expected) =
      switch instruction.operation {
      case .minimum: ("less than \(limit)", "at least \(limit)")
      case .maximum: ("more than \(limit)", "at most \(limit)")
      case .exclusiveMinimum: ("not more than \(limit)", "more than \(limit)")
      case .exclusiveMaximum: ("not less than \(limit)", "less than \(limit)")
      default: ("not a multiple of \(limit)", "a multiple of \(limit)")
      }
    let actual = node(index).excerpt
    report(
      instruction.keyword, of: schema, on: index, message: "\(subject) is \(actual), \(relation)",
      expected: expected, actual: actual)
  }

  private mutating func explainCount(_ instruction: Instruction, of schema: Int, at index: Int) {
    let value = node(index)
    let noun =
      switch value.kind {
      case .string: "character"
      case .array: "element"
      default: "member"
      }
    let count = value.kind == .string ? value.withText(ScalarReader.count) : value.count
    let isTooFew = [.minLength, .minItems, .minProperties].contains(instruction.operation)
    let message =
      count == 0
      ? "\(subject) is empty"
      : "\(subject) has \(counted(count, of: noun)), "
        + (isTooFew ? "fewer than \(instruction.first)" : "more than \(instruction.first)")
    report(
      instruction.keyword, of: schema, on: index, message: message,
      expected: (isTooFew ? "at least " : "at most ") + counted(instruction.first, of: noun),
      actual: counted(count, of: noun))
  }

  private mutating func explainRepetition(_ schema: Int, at index: Int) {
    let value = node(index)
    guard let (earlier, later) = value.firstRepetition else { return }
    var left = later
    for element in value.elements {
      if left == 0 {
        return report(
          "uniqueItems", of: schema, on: element.index,
          message: "element \(later) is the same as element \(earlier)",
          expected: "elements that differ", actual: element.excerpt, at: .element(later))
      }
      left -= 1
    }
  }

  private mutating func explainContains(_ instruction: Instruction, of schema: Int, at index: Int) {
    var count = 0
    for element in node(index).elements
    where evaluator.isValid(instruction.first, at: element.index) {
      count += 1
    }
    let isTooFew = count < instruction.second
    let bound = isTooFew ? instruction.second : instruction.third
    let places = graph.places[schema].node
    let counter = isTooFew ? "minContains" : "maxContains"
    report(
      places[counter] == nil ? "contains" : counter, of: schema, on: index,
      message: "\(subject) has \(counted(count, of: "matching element")), "
        + (isTooFew ? "fewer than \(bound)" : "more than \(bound)"),
      expected: (isTooFew ? "at least " : "at most ") + counted(bound, of: "matching element"),
      actual: counted(count, of: "matching element"))
  }

  private mutating func explainDependentRequired(
    _ instruction: Instruction, of schema: Int, at index: Int
  ) {
    for number in instruction.first..<instruction.second {
      let dependent = graph.dependents[number]
      guard evaluator.hasMember(dependent.name, at: index),
        !evaluator.hasMember(dependent.target, at: index)
      else { continue }
      let missing = graph.names.name(dependent.target)
      let cause = graph.names.name(dependent.name)
      report(
        "dependentRequired", of: schema, on: index,
        message: "missing key \"\(missing)\", which \"\(cause)\" requires",
        expected: "key \"\(missing)\"")
    }
  }

  /// Reports that an object lacks a key.
  mutating func reportMissing(_ name: String, of schema: Int, at index: Int) {
    report(
      "required", of: schema, on: index, message: "missing key \"\(name)\"",
      expected: "key \"\(name)\"")
  }
}

extension Node.Kind {
  /// The type as a noun with its article.
  package var phrase: String {
    switch self {
    case .null: "null"
    case .true, .false: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
