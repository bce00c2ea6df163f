internal import Patterns

/// Selects cases of a suite.
public struct CaseFilter: Sendable, Hashable {
  /// The ids; empty for any.
  public var ids: [String] = []
  /// The parts of the spec; empty for any.
  public var areas: [String] = []
  /// The classes; empty for any.
  public var kinds: [SuiteCase.Kind] = []
  /// The ids of requirements; empty for any.
  public var requirements: [String] = []
  /// The version of the spec; nil for any.
  public var spec: String?

  /// Makes a filter that selects every case.
  public init() {}

  /// Tells whether a case is selected.
  ///
  /// - Parameter one: The case.
  /// - Returns: Whether it fits, and is not withdrawn.
  public func fits(_ one: SuiteCase) -> Bool {
    one.status != .withdrawn && (ids.isEmpty || ids.contains(one.id))
      && (areas.isEmpty || areas.contains(one.area)) && (kinds.isEmpty || kinds.contains(one.kind))
      && (requirements.isEmpty || one.requirements.contains { requirements.contains($0) })
      && (spec.map { one.specVersions.contains($0) } ?? true)
  }

  /// A message for each name in it that a suite does not have.
  ///
  /// - Parameter suite: The suite.
  /// - Returns: The messages; empty if all names are known.
  public func unknownNames(in suite: Suite) -> [String] {
    let ids = Set(suite.cases.map(\.id))
    let areas = Set(suite.cases.map(\.area))
    var unknown = self.ids.filter { !ids.contains($0) }.map {
      "there is no case \($0)" + NearMatch.hint($0, among: ids.sorted())
    }
    unknown += self.areas.filter { !areas.contains($0) }.map {
      "there is no area \($0)" + NearMatch.hint($0, among: areas.sorted())
    }
    for id in requirements where suite.requirements[id] == nil {
      unknown.append("there is no requirement \(id)")
    }
    if let spec, !suite.specVersions.contains(spec) {
      unknown.append("there is no version \(spec) of the spec")
    }
    return unknown
  }

  /// The same filter as options of the command line.
  var options: [String] {
    ids.flatMap { ["--case", $0] } + areas.flatMap { ["--area", $0] }
      + kinds.flatMap { ["--class", $0.rawValue] }
      + requirements.flatMap { ["--requirement", $0] } + (spec.map { ["--spec", $0] } ?? [])
  }
}
