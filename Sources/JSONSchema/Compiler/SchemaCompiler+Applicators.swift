internal import Formats

extension SchemaCompiler {
  /// Returns the schema of a keyword that has one; nil without the keyword.
  private mutating func schema(_ keyword: String, in source: Source) -> Int? {
    guard let value = source.keywords[keyword] else { return nil }
    return number(of: inner([keyword], of: value, in: source))
  }

  /// Returns the place of a schema inside another.
  private func inner(
    _ path: [String], of node: Node, in source: Source
  ) -> SchemaCollection.Place {
    var place = source.place
    place.node = node
    for token in path { place.pointer = JSONPointer.appending(token, to: place.pointer) }
    return collection.placeOfResource(at: place) ?? place
  }

  /// Returns the schemas of a keyword that has an array of them.
  private mutating func schemas(
    _ keyword: String, in source: Source
  ) throws(SchemaError) -> Range<Int>? {
    guard let value = source.keywords[keyword] else { return nil }
    guard value.kind == .array, value.count > 0 else {
      throw error(
        source, keyword: keyword, node: value, message: "\"\(keyword)\" is not an array of schemas")
    }
    let numbers = value.elements.enumerated().map { index, element in
      number(of: inner([keyword, "\(index)"], of: element, in: source))
    }
    graph.branches += numbers
    return graph.branches.count - numbers.count..<graph.branches.count
  }

  /// Returns the schemas of a keyword that has an object of them.
  private mutating func schemasByName(
    _ keyword: String, in source: Source
  ) throws(SchemaError) -> [(name: Node, schema: Int)] {
    guard let value = source.keywords[keyword] else { return [] }
    guard value.kind == .object else {
      throw error(
        source, keyword: keyword, node: value, message: "\"\(keyword)\" is not an object of schemas"
      )
    }
    var found: [String: Int] = [:]
    var list: [(name: Node, schema: Int)] = []
    for member in value.members {
      let name = member.key.text
      let entry = (
        name: member.key, schema: number(of: inner([keyword, name], of: member.value, in: source))
      )
      if let index = found[name] {
        list[index] = entry
      } else {
        found[name] = list.count
        list.append(entry)
      }
    }
    return list
  }

  /// Returns the names in a keyword that has an array of strings.
  private func names(
    _ value: Node, at keyword: String, in source: Source
  ) throws(SchemaError) -> [String] {
    guard value.kind == .array else {
      throw error(
        source, keyword: keyword, node: value, message: "\"\(keyword)\" is not an array of strings")
    }
    var names: [String] = []
    for element in value.elements {
      guard let name = element.string else {
        throw error(
          source, keyword: keyword, node: element,
          message: "\"\(keyword)\" is not an array of strings")
      }
      if !names.contains(name) { names.append(name) }
    }
    return names
  }
}

// MARK: - Logic

extension SchemaCompiler {
  /// Compiles the keywords that apply other schemas to the same value.
  mutating func compileLogic(of source: Source) throws(SchemaError) {
    for (keyword, operation) in [
      ("allOf", Instruction.Operation.allOf), ("anyOf", .anyOf), ("oneOf", .oneOf),
    ] {
      guard let range = try schemas(keyword, in: source) else { continue }
      inPlace[source.number] += graph.branches[range]
      emit(operation, .all, range.lowerBound, range.upperBound)
    }
    if let schema = schema("not", in: source) {
      inPlace[source.number].append(schema)
      emit(.not, .all, schema)
    }
    compileCondition(of: source)
    try compileDependentSchemas(of: source)
  }

  private mutating func compileCondition(of source: Source) {
    guard let condition = schema("if", in: source) else { return }
    let plan = ConditionPlan(
      condition: condition, then: schema("then", in: source) ?? -1,
      otherwise: schema("else", in: source) ?? -1)
    inPlace[source.number] += [plan.condition, plan.then, plan.otherwise].filter { $0 >= 0 }
    graph.conditions.append(plan)
    emit(.condition, .all, graph.conditions.count - 1)
  }

  private mutating func compileDependentSchemas(of source: Source) throws(SchemaError) {
    let list = try schemasByName("dependentSchemas", in: source)
    guard !list.isEmpty else { return }
    let first = graph.dependents.count
    for (name, schema) in list {
      inPlace[source.number].append(schema)
      graph.dependents.append(
        Dependent(name: graph.names.number(of: name.text), target: schema))
    }
    emit(.dependentSchemas, .object, first, graph.dependents.count)
  }

  /// Compiles the keywords on members and elements that no other keyword evaluated.
  mutating func compileUnevaluated(of source: Source) throws(SchemaError) {
    if let schema = schema("unevaluatedItems", in: source) {
      graph.subschemas[source.number].asksForEvaluated = true
      emit(.unevaluatedItems, .array, schema)
    }
    if let schema = schema("unevaluatedProperties", in: source) {
      graph.subschemas[source.number].asksForEvaluated = true
      emit(.unevaluatedProperties, .object, schema)
    }
  }
}

// MARK: - Arrays

extension SchemaCompiler {
  /// Compiles the keywords that apply schemas to the elements of an array.
  mutating func compileItems(of source: Source) throws(SchemaError) {
    guard source.vocabulary.contains(.applicator) else { return }
    if let value = source.keywords["items"], value.kind == .array {
      throw error(
        source, keyword: "items", node: value,
        message: "\"items\" is an array; in 2020-12 it is \"prefixItems\"")
    }
    let prefix = try schemas("prefixItems", in: source)
    let rest = schema("items", in: source)
    if prefix != nil || rest != nil {
      emit(.items, .array, prefix?.lowerBound ?? 0, prefix?.upperBound ?? 0, rest ?? -1)
    }
    guard let schema = schema("contains", in: source) else { return }
    let isCounted = source.vocabulary.contains(.validation)
    let minimum = isCounted ? try count("minContains", in: source) : nil
    let maximum = isCounted ? try count("maxContains", in: source) : nil
    emit(.contains, .array, schema, minimum ?? 1, maximum ?? Int.max)
  }
}

// MARK: - Objects

extension SchemaCompiler {
  /// Compiles the keywords on the members of an object, and the required ones.
  mutating func compileObject(of source: Source) throws(SchemaError) {
    var plan = ObjectPlan()
    var slots: [PropertyNames.Slot] = []
    if source.vocabulary.contains(.applicator) {
      try compileProperties(of: source, into: &plan, &slots)
    }
    if source.vocabulary.contains(.validation) {
      try compileRequired(of: source, into: &plan, &slots)
      try compileDependentRequired(of: source)
    }
    plan.properties = graph.names.addTable(slots)
    let looksAtMembers =
      !slots.isEmpty || plan.firstPattern < plan.endPattern || plan.additional >= 0
      || plan.keys >= 0
    guard looksAtMembers else { return }
    plan.asksForKeysOnly =
      !slots.contains(where: \.isDeclared) && plan.firstPattern == plan.endPattern
      && plan.additional < 0 && plan.keys < 0
    graph.objects.append(plan)
    emit(.object, .object, graph.objects.count - 1)
  }

  private mutating func compileProperties(
    of source: Source, into plan: inout ObjectPlan, _ slots: inout [PropertyNames.Slot]
  ) throws(SchemaError) {
    for (name, schema) in try schemasByName("properties", in: source) {
      slots.append(
        .init(
          name: graph.names.number(of: name.text), schema: schema, isDeclared: true))
    }
    plan.firstPattern = graph.patternProperties.count
    for (name, schema) in try schemasByName("patternProperties", in: source) {
      let pattern = try pattern(name, at: "patternProperties", in: source)
      graph.patternProperties.append(PatternProperty(pattern: pattern, schema: schema))
    }
    plan.endPattern = graph.patternProperties.count
    plan.additional = schema("additionalProperties", in: source) ?? -1
    plan.keys = schema("propertyNames", in: source) ?? -1
  }

  private mutating func compileRequired(
    of source: Source, into plan: inout ObjectPlan, _ slots: inout [PropertyNames.Slot]
  ) throws(SchemaError) {
    guard let value = source.keywords["required"] else { return }
    for (index, name) in try names(value, at: "required", in: source).enumerated() {
      let number = graph.names.number(of: name)
      guard index < UInt64.bitWidth else {
        emit(.required, .object, number)
        continue
      }
      plan.required |= 1 << UInt64(index)
      if let slot = slots.firstIndex(where: { $0.name == number }) {
        slots[slot].requiredBit = 1 << UInt64(index)
      } else {
        slots.append(.init(name: number, requiredBit: 1 << UInt64(index)))
      }
    }
  }

  private mutating func compileDependentRequired(of source: Source) throws(SchemaError) {
    guard let value = source.keywords["dependentRequired"] else { return }
    guard value.kind == .object else {
      throw error(
        source, keyword: "dependentRequired", node: value,
        message: "\"dependentRequired\" is not an object")
    }
    let first = graph.dependents.count
    for member in value.members {
      let name = graph.names.number(of: member.key.text)
      for required in try names(member.value, at: "dependentRequired", in: source) {
        graph.dependents.append(
          Dependent(name: name, target: graph.names.number(of: required)))
      }
    }
    emit(.dependentRequired, .object, first, graph.dependents.count)
  }
}
