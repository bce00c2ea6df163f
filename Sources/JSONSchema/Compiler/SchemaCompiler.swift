internal import Formats
internal import Patterns

/// Turns a schema and everything it refers to into a graph.
struct SchemaCompiler {
  let collection: SchemaCollection
  let options: SchemaOptions
  var graph = SchemaGraph()
  /// The schemas that each schema applies to the same value.
  var inPlace: [[Int]] = []
  /// The names of unknown formats, which are not asserted.
  private(set) var unknownFormats: Set<String> = []
  private var numbers: [Key: Int] = [:]
  private var waiting: [Task] = []
  private var vocabularies: [Int: Vocabulary] = [:]
  private var dynamicAnchors: [String] = []

  /// The identity of a schema.
  private struct Key: Hashable {
    var document: Int
    var node: Int
  }

  /// A schema that has a number and waits to be compiled.
  private struct Task {
    var number: Int
    var place: SchemaCollection.Place
  }

  /// A schema that is being compiled.
  struct Source {
    /// Its number in the graph.
    var number: Int
    /// Its place.
    var place: SchemaCollection.Place
    /// Its members by keyword.
    var keywords: [String: Node]
    /// The vocabularies in use.
    var vocabulary: Vocabulary
    /// The value of `x-rule`.
    var rule: RuleAnnotation?
  }

  /// Compiles the schema of a URI, which may have a fragment.
  static func compile(
    _ uri: String, in collection: SchemaCollection, options: SchemaOptions
  ) throws(SchemaError) -> (graph: SchemaGraph, unknownFormats: Set<String>) {
    var compiler = SchemaCompiler(collection: collection, options: options)
    guard let place = collection.target(of: URIReference(uri)) else {
      throw SchemaError(.unknownReference, at: uri, nil, "no schema has the URI \"\(uri)\"")
    }
    _ = compiler.number(of: place)
    repeat {
      try compiler.compileWaiting()
      try compiler.addDynamicTargets()
    } while !compiler.waiting.isEmpty
    try compiler.checkForEndlessRecursion()
    compiler.link()
    return (compiler.graph, compiler.unknownFormats)
  }

  private init(collection: SchemaCollection, options: SchemaOptions) {
    self.collection = collection
    self.options = options
    graph.patterns.usesTables = options.usesTables
  }

  /// Returns the number of a schema; a new one is compiled later.
  mutating func number(of place: SchemaCollection.Place) -> Int {
    let key = Key(
      document: collection.resources[place.resource].document, node: place.node.index)
    if let number = numbers[key] { return number }
    let number = graph.subschemas.count
    numbers[key] = number
    graph.subschemas.append(Subschema(resource: place.resource))
    graph.places.append(
      SubschemaPlace(node: place.node, location: collection.location(of: place)))
    inPlace.append([])
    waiting.append(Task(number: number, place: place))
    return number
  }

  private mutating func compileWaiting() throws(SchemaError) {
    while let task = waiting.popLast() {
      graph.subschemas[task.number].first = graph.instructions.count
      try compile(task)
      graph.subschemas[task.number].end = graph.instructions.count
    }
  }

  private mutating func compile(_ task: Task) throws(SchemaError) {
    switch task.place.node.kind {
    case .true: return
    case .false: return emit(.nothing, .all)
    case .object: break
    default:
      throw error(task.place, node: task.place.node, message: "a schema is an object or a boolean")
    }
    var keywords: [String: Node] = [:]
    for member in task.place.node.members { keywords[member.key.text] = member.value }
    var source = Source(
      number: task.number, place: task.place, keywords: keywords,
      vocabulary: try vocabulary(of: task.place.resource))
    source.rule = try ruleAnnotation(of: source)
    graph.places[task.number].rule = source.rule
    if source.vocabulary.contains(.validation) { try compileAssertions(of: source) }
    try compileFormat(of: source)
    try compileReferences(of: source)
    try compileItems(of: source)
    try compileObject(of: source)
    if source.vocabulary.contains(.applicator) { try compileLogic(of: source) }
    if source.vocabulary.contains(.unevaluated) { try compileUnevaluated(of: source) }
  }

  /// Finds out what the evaluator may skip.
  private mutating func link() {
    graph.shortcuts = Array(graph.subschemas.indices)
    for number in graph.subschemas.indices {
      let schema = graph.subschemas[number]
      let instructions = graph.instructions[schema.first..<schema.end]
      graph.subschemas[number].isLeaf = instructions.allSatisfy(\.operation.isAssertion)
      // Entering a schema matters if dynamic references look back at the path.
      guard dynamicAnchors.isEmpty, instructions.count == 1, let only = instructions.first,
        only.operation == .reference
      else { continue }
      graph.shortcuts[number] = only.first
    }
    for number in graph.shortcuts.indices {
      var target = number
      while graph.shortcuts[target] != target { target = graph.shortcuts[target] }
      graph.shortcuts[number] = target
    }
  }

  private mutating func vocabulary(of resource: Int) throws(SchemaError) -> Vocabulary {
    if let known = vocabularies[resource] { return known }
    let found = try Vocabulary.used(by: resource, in: collection)
    vocabularies[resource] = found
    return found
  }

  /// Adds an instruction to the schema that is being compiled.
  mutating func emit(
    _ operation: Instruction.Operation, _ kinds: KindSet, _ first: Int = 0, _ second: Int = 0,
    _ third: Int = 0
  ) {
    graph.instructions.append(
      Instruction(
        operation: operation, kinds: kinds, first: first, second: second, third: third))
  }

  /// Remembers an unknown format.
  mutating func noteUnknownFormat(_ name: String) { unknownFormats.insert(name) }
}

// MARK: - References

extension SchemaCompiler {
  private mutating func compileReferences(of source: Source) throws(SchemaError) {
    if let value = source.keywords["$ref"] {
      let target = number(of: try target("$ref", value: value, in: source).place)
      inPlace[source.number].append(target)
      emit(.reference, .all, target)
    }
    if let value = source.keywords["$dynamicRef"] {
      let (place, name) = try target("$dynamicRef", value: value, in: source)
      let anchors = collection.resources[place.resource].dynamicAnchors
      let isDynamic = anchors[name]?.node.index == place.node.index
      graph.dynamicReferences.append(
        DynamicReference(initial: number(of: place), anchor: isDynamic ? anchorNumber(name) : -1))
      emit(.dynamicReference, .all, graph.dynamicReferences.count - 1)
    }
  }

  /// Returns the schema that a reference leads to, and the fragment that names it.
  private func target(
    _ keyword: String, value: Node, in source: Source
  ) throws(SchemaError) -> (place: SchemaCollection.Place, fragment: String) {
    guard let text = value.string else {
      throw error(source, keyword: keyword, node: value, message: "\"\(keyword)\" is not a string")
    }
    let base = URIReference(collection.resources[source.place.resource].uri)
    let reference = URIReference(text).resolved(against: base)
    let fragment = reference.decodedFragment
    if let place = collection.target(of: reference) { return (place, fragment) }
    let resource = reference.resource
    let message =
      collection.resource(resource) == nil
      ? "no schema has the URI \"\(resource)\"; schemas are not fetched, so add it"
      : "nothing at \"#\(fragment)\" in the schema \"\(resource)\""
    throw SchemaError(.unknownReference, at: location(source, keyword: keyword), value, message)
  }

  private mutating func anchorNumber(_ name: String) -> Int {
    if let number = dynamicAnchors.firstIndex(of: name) { return number }
    dynamicAnchors.append(name)
    return dynamicAnchors.count - 1
  }

  /// Adds the schemas that dynamic references may lead to.
  private mutating func addDynamicTargets() throws(SchemaError) {
    graph.dynamicAnchorCount = dynamicAnchors.count
    let used = Set(graph.subschemas.map(\.resource))
    var targets: [Int] = []
    for resource in collection.resources.indices {
      for name in dynamicAnchors {
        guard used.contains(resource),
          let place = collection.resources[resource].dynamicAnchors[name]
        else {
          targets.append(-1)
          continue
        }
        targets.append(number(of: place))
      }
    }
    graph.dynamicTargets = targets
  }
}

// MARK: - Messages

extension SchemaCompiler {
  /// Names the place of a keyword.
  func location(_ source: Source, keyword: String) -> String {
    JSONPointer.appending(keyword, to: collection.location(of: source.place))
  }

  /// Makes an error about the value of a keyword.
  func error(_ source: Source, keyword: String, node: Node, message: String) -> SchemaError {
    SchemaError(.malformedKeyword, at: location(source, keyword: keyword), node, message)
  }

  /// Makes an error about a whole schema.
  func error(
    _ place: SchemaCollection.Place, node: Node, message: String
  ) -> SchemaError {
    SchemaError(.malformedKeyword, at: collection.location(of: place), node, message)
  }
}
