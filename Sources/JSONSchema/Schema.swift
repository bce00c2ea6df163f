package import Formats

/// A JSON Schema of draft 2020-12, compiled and ready to check any number of documents.
///
/// Spec: https://json-schema.org/draft/2020-12
package struct Schema: Sendable {
  private let graph: SchemaGraph
  /// The unknown formats that the schema names; they assert nothing.
  package let unknownFormats: Set<String>

  /// Compiles a schema and everything it refers to.
  ///
  /// - Parameters:
  ///   - uri: The URI of the schema, which may have a fragment.
  ///   - collection: The schemas to resolve references in.
  ///   - options: The formats to assert.
  /// - Throws: The first fault of a schema, or a reference that leads nowhere.
  package init(
    compiling uri: String, in collection: SchemaCollection, options: SchemaOptions = .init()
  ) throws(SchemaError) {
    (graph, unknownFormats) = try SchemaCompiler.compile(uri, in: collection, options: options)
  }

  /// The codes of all rules that failures of this schema may carry.
  package var rules: Set<String> {
    var codes: Set<String> = []
    for place in graph.places {
      switch place.rule {
      case .code(let code): codes.insert(code)
      case .byKind(let list): codes.formUnion(list.values)
      case nil: break
      }
    }
    return codes
  }

  /// Tells whether a value conforms.
  ///
  /// - Complexity: O(size of the value) for each schema that applies to it; allocates nothing
  ///   for most keywords.
  package func isValid(_ instance: Node) -> Bool {
    var evaluator = Evaluator(
      graph: graph, instance: instance, stepLimit: Evaluator.stepLimit(for: instance))
    return evaluator.isValid(0, at: instance.index) && !evaluator.isExhausted
  }

  /// Returns what is wrong with a value, in the order of its text; nothing if it conforms.
  ///
  /// Of several alternatives only the closest one is reported. Pointers begin at the
  /// value. The search ends when the number of failures reaches the limit.
  package func failures(in instance: Node, limit: Int = 1000) -> [SchemaFailure] {
    guard !isValid(instance) else { return [] }
    var collector = FailureCollector(graph: graph, instance: instance, limit: limit)
    return collector.failures(of: instance)
  }
}
