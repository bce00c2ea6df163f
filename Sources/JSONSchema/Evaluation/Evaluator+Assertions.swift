internal import Formats
internal import Patterns

extension Evaluator {
  /// Tells whether a value passes a keyword that needs only the value.
  mutating func passesAssertion(_ instruction: Instruction, at index: Int) -> Bool {
    let entry = entries[index]
    switch instruction.operation {
    case .type: return passesType(instruction, by: entry)
    case .pattern: return matches(instruction.first, entry: entry)
    case .format:
      return withText(of: entry) { graph.formats[instruction.first].accepts($0) }
    case .const, .enum: return passesConstants(instruction, at: index, by: entry)
    case .minLength: return hasLength(entry, atLeast: instruction.first)
    case .maxLength: return hasLength(entry, atMost: instruction.first)
    case .minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum, .multipleOf:
      return passesLimit(instruction, entry: entry)
    case .minItems, .minProperties: return Int(entry.textStart) >= instruction.first
    case .maxItems, .maxProperties: return Int(entry.textStart) <= instruction.first
    case .uniqueItems: return hasUniqueElements(index, entry: entry)
    case .required: return hasMember(instruction.first, at: index)
    case .dependentRequired: return passesDependentRequired(instruction, at: index)
    default: return false
    }
  }

  private func passesType(_ instruction: Instruction, by entry: Document.Entry) -> Bool {
    guard KindSet(rawValue: UInt8(truncatingIfNeeded: instruction.first)).contains(entry.kind)
    else { return false }
    guard instruction.second == 1, entry.kind == .number else { return true }
    return withText(of: entry) { text in
      for index in 0..<text.count
      where text[index] == UInt8(ascii: ".") || text[index] | 0x20 == UInt8(ascii: "e") {
        return Decimal(parsing: text).isInteger
      }
      return true
    }
  }

  private func passesConstants(
    _ instruction: Instruction, at index: Int, by entry: Document.Entry
  ) -> Bool {
    if entry.kind == .string {
      return withText(of: entry) { text in
        for number in instruction.first..<instruction.second {
          let name = graph.constants[number].name
          if name >= 0, graph.names.isEqual(name, text) { return true }
        }
        return false
      }
    }
    let node = Node(document: document, index: index)
    for number in instruction.first..<instruction.second
    where graph.constants[number].node.isEqual(to: node) { return true }
    return false
  }

  private func hasLength(_ entry: Document.Entry, atLeast count: Int) -> Bool {
    let bytes = Int(entry.textEnd) - Int(entry.textStart)
    guard bytes >= count else { return false }
    // A character takes at most four bytes.
    if bytes / 4 >= count { return true }
    return withText(of: entry, ScalarReader.count) >= count
  }

  private func hasLength(_ entry: Document.Entry, atMost count: Int) -> Bool {
    let bytes = Int(entry.textEnd) - Int(entry.textStart)
    return bytes <= count || withText(of: entry, ScalarReader.count) <= count
  }

  private func passesLimit(_ instruction: Instruction, entry: Document.Entry) -> Bool {
    let limit = graph.numbers[instruction.first]
    let number = withText(of: entry) { Decimal(parsing: $0) }
    switch instruction.operation {
    case .minimum: return number >= limit
    case .maximum: return number <= limit
    case .exclusiveMinimum: return number > limit
    case .exclusiveMaximum: return number < limit
    default: return number.isMultiple(of: limit)
    }
  }

  private func hasUniqueElements(_ index: Int, entry: Document.Entry) -> Bool {
    guard entry.textStart > 1 else { return true }
    return Node(document: document, index: index).firstRepetition == nil
  }

  private mutating func passesDependentRequired(_ instruction: Instruction, at index: Int) -> Bool {
    for number in instruction.first..<instruction.second {
      let dependent = graph.dependents[number]
      guard hasMember(dependent.name, at: index) else { continue }
      guard hasMember(dependent.target, at: index) else { return false }
    }
    return true
  }
}
