internal import Formats
internal import Patterns
internal import RegistryValidation
internal import SharedCloudRegistry

/// What a plan fixes about a comparison; the rest, such as the number of requests at a time, is
/// each machine's own.
extension MirrorOptions {
  /// The options that all parts and the merge share, as a value.
  var planned: JSONValue {
    func texts(_ texts: [String]) -> [JSONValue] { texts.map { .string($0) } }
    var members = FactsMembers()
    members.add("map", list: texts(maps))
    members.add("dataset", list: texts(scope.datasets.map(\.text)))
    if let start = scope.start { members.add("start", always: start.facts) }
    if let stop = scope.stop { members.add("stop", always: stop.facts) }
    members.add("include", list: texts(scope.include.map(\.text)))
    members.add("exclude", list: texts(scope.exclude.map(\.text)))
    members.add("maxSize", scope.largest)
    members.add("require", required.rawValue)
    members.add("sample", sample)
    members.add("sampleAdded", mostAdded)
    members.add("seed", seed)
    members.add("maxLag", longestLag)
    members.add("sourceEvidence", list: texts(sourceEvidence))
    members.add("mirrorEvidence", list: texts(mirrorEvidence))
    members.add("earlier", list: texts(earlier))
    return members.value
  }

  /// Reads the options.
  ///
  /// - Throws: ``FactsFault`` at the first value that is missing or can't be one.
  init(planned object: FactsObject) throws(FactsFault) {
    self.init()
    maps = try object.texts("map")
    scope.datasets = try Self.patterns(object, at: "dataset")
    scope.start = try SCRTime(facts: object, "start")
    scope.stop = try SCRTime(facts: object, "stop")
    scope.include = try Self.patterns(object, at: "include")
    scope.exclude = try Self.patterns(object, at: "exclude")
    scope.largest = try object.optionalNumber("maxSize")
    guard let level = try object.word("require", of: AssuranceLevel.self) else {
      throw FactsFault("require is missing")
    }
    required = level
    sample = try object.optionalNumber("sample")
    mostAdded = try object.optionalNumber("sampleAdded")
    seed = try object.count("seed")
    longestLag = try object.optionalNumber("maxLag")
    sourceEvidence = try object.texts("sourceEvidence")
    mirrorEvidence = try object.texts("mirrorEvidence")
    earlier = try object.texts("earlier")
  }

  private static func patterns(
    _ object: FactsObject, at key: String
  ) throws(FactsFault) -> [GlobPattern] {
    try object.texts(key).map { text throws(FactsFault) in
      do throws(GlobError) {
        return try GlobPattern(text)
      } catch {
        throw FactsFault("\(key) \(text): \(error.message)")
      }
    }
  }
}
