extension SchemaCompiler {
  /// Refuses schemas that lead back to themselves at the same value.
  ///
  /// The evaluator watches references that resolve only at run time.
  func checkForEndlessRecursion() throws(SchemaError) {
    var states = [Visit](repeating: .new, count: inPlace.count)
    for start in inPlace.indices where states[start] == .new {
      var path = [(schema: start, next: 0)]
      states[start] = .open
      while let (schema, next) = path.last {
        guard next < inPlace[schema].count else {
          states[schema] = .done
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let target = inPlace[schema][next]
        guard states[target] != .open else { throw endlessRecursion(at: target) }
        guard states[target] == .new else { continue }
        states[target] = .open
        path.append((schema: target, next: 0))
      }
    }
  }

  /// The progress of a search at a schema.
  private enum Visit {
    case new
    case open
    case done
  }

  private func endlessRecursion(at number: Int) -> SchemaError {
    let place = graph.places[number]
    return SchemaError(
      .endlessRecursion, at: place.location, place.node,
      "the schema refers to itself without going deeper into the instance")
  }
}
