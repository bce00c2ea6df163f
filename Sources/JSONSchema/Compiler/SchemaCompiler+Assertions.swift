internal import Formats
internal import Patterns

extension SchemaCompiler {
  /// Compiles the keywords that need only the value.
  mutating func compileAssertions(of source: Source) throws(SchemaError) {
    try compileType(of: source)
    if let value = source.keywords["const"] { compileConstants([value], by: .const) }
    if let value = source.keywords["enum"] {
      guard value.kind == .array else {
        throw error(source, keyword: "enum", node: value, message: "\"enum\" is not an array")
      }
      compileConstants(Array(value.elements), by: .enum)
    }
    try compileCount("minLength", by: .minLength, kinds: .string, in: source)
    try compileCount("maxLength", by: .maxLength, kinds: .string, in: source)
    if let value = source.keywords["pattern"] {
      emit(.pattern, .string, try pattern(value, at: "pattern", in: source))
    }
    try compileLimit("minimum", by: .minimum, in: source)
    try compileLimit("maximum", by: .maximum, in: source)
    try compileLimit("exclusiveMinimum", by: .exclusiveMinimum, in: source)
    try compileLimit("exclusiveMaximum", by: .exclusiveMaximum, in: source)
    try compileLimit("multipleOf", by: .multipleOf, in: source)
    try compileCount("minItems", by: .minItems, kinds: .array, in: source)
    try compileCount("maxItems", by: .maxItems, kinds: .array, in: source)
    if let value = source.keywords["uniqueItems"] {
      guard let isUnique = value.bool else {
        throw error(
          source, keyword: "uniqueItems", node: value, message: "\"uniqueItems\" is not a boolean")
      }
      if isUnique { emit(.uniqueItems, .array) }
    }
    try compileCount("minProperties", by: .minProperties, kinds: .object, in: source)
    try compileCount("maxProperties", by: .maxProperties, kinds: .object, in: source)
  }

  private mutating func compileType(of source: Source) throws(SchemaError) {
    guard let value = source.keywords["type"] else { return }
    var kinds: KindSet = []
    var wantsIntegers = false
    var wantsNumbers = false
    for name in value.kind == .array ? Array(value.elements) : [value] {
      switch name.string {
      case "null": kinds.formUnion(KindSet(.null))
      case "boolean": kinds.formUnion(KindSet(.true, .false))
      case "string": kinds.formUnion(.string)
      case "array": kinds.formUnion(.array)
      case "object": kinds.formUnion(.object)
      case "number": wantsNumbers = true
      case "integer": wantsIntegers = true
      default:
        throw error(
          source, keyword: "type", node: name, message: "\(name.excerpt) is not the name of a type")
      }
    }
    if wantsIntegers || wantsNumbers { kinds.formUnion(.number) }
    emit(.type, .all, Int(kinds.rawValue), wantsIntegers && !wantsNumbers ? 1 : 0)
  }

  private mutating func compileConstants(_ nodes: [Node], by operation: Instruction.Operation) {
    let first = graph.constants.count
    for node in nodes {
      let name = node.string.map { graph.names.number(of: $0) } ?? -1
      graph.constants.append(Constant(node: node, name: name))
    }
    emit(operation, .all, first, graph.constants.count)
  }

  private mutating func compileCount(
    _ keyword: String, by operation: Instruction.Operation, kinds: KindSet, in source: Source
  ) throws(SchemaError) {
    guard let count = try count(keyword, in: source) else { return }
    emit(operation, kinds, count)
  }

  /// Reads a keyword that counts something; counts too large for this machine become the largest.
  func count(_ keyword: String, in source: Source) throws(SchemaError) -> Int? {
    guard let value = source.keywords[keyword] else { return nil }
    let number = value.withText { value.kind == .number ? Decimal(parsing: $0) : nil }
    guard let number, number.isInteger, number >= Decimal() else {
      throw error(
        source, keyword: keyword, node: value,
        message: "\"\(keyword)\" is not a non-negative integer")
    }
    return number.integer ?? Int.max
  }

  private mutating func compileLimit(
    _ keyword: String, by operation: Instruction.Operation, in source: Source
  ) throws(SchemaError) {
    guard let value = source.keywords[keyword] else { return }
    guard value.kind == .number else {
      throw error(source, keyword: keyword, node: value, message: "\"\(keyword)\" is not a number")
    }
    let number = value.withText { Decimal(parsing: $0) }
    guard operation != .multipleOf || number > Decimal() else {
      throw error(
        source, keyword: keyword, node: value, message: "\"multipleOf\" is not above zero")
    }
    graph.numbers.append(number)
    emit(operation, .number, graph.numbers.count - 1)
  }

  /// Returns the number of a pattern.
  mutating func pattern(
    _ value: Node, at keyword: String, in source: Source
  ) throws(SchemaError) -> Int {
    guard let text = value.string else {
      throw error(source, keyword: keyword, node: value, message: "\"\(keyword)\" is not a string")
    }
    do throws(PatternError) {
      return try graph.patterns.number(of: text)
    } catch {
      throw SchemaError(
        .malformedPattern, at: location(source, keyword: keyword), value,
        "pattern \(value.excerpt), character \(error.offset + 1): \(error.message)")
    }
  }
}

// MARK: - Formats and rules

extension SchemaCompiler {
  /// Compiles `format`, if it asserts anything.
  mutating func compileFormat(of source: Source) throws(SchemaError) {
    guard let value = source.keywords["format"] else { return }
    guard let name = value.string else {
      throw error(source, keyword: "format", node: value, message: "\"format\" is not a string")
    }
    let isAsserted = options.assertsFormat || source.vocabulary.contains(.formatAssertion)
    let known = StandardFormat.check(named: name)
    guard let check = options.formats[name] ?? (isAsserted ? known : nil) else {
      if known == nil { noteUnknownFormat(name) }
      return
    }
    var rules: [String: String]?
    if case .byKind(let codes) = source.rule { rules = codes }
    graph.formats.append(FormatUse(check: check, rulesByKind: rules))
    emit(.format, .string, graph.formats.count - 1)
  }

  /// Reads `x-rule`.
  func ruleAnnotation(of source: Source) throws(SchemaError) -> RuleAnnotation? {
    guard let value = source.keywords["x-rule"] else { return nil }
    if let code = value.string { return .code(code) }
    var codes: [String: String] = [:]
    for member in value.members { codes[member.key.text] = member.value.string }
    guard value.kind == .object, codes.count == value.count else {
      throw error(
        source, keyword: "x-rule", node: value,
        message: "\"x-rule\" is neither a string nor an object of strings")
    }
    return .byKind(codes)
  }
}
