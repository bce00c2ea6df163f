internal import ArgumentParser
internal import Patterns
internal import RegistryConformance
internal import RegistryReports

/// The selection of cases.
struct CaseOptions: ParsableArguments {
  @Option(help: "Select a part of the spec, such as index. Repeatable (default: all).")
  var area: [String] = []

  @Option(
    name: .customLong("class"),
    help: "Select unit, validator, reader, writer or mirror. Repeatable (default: all).")
  var kind: [String] = []

  @Option(name: .customLong("case"), help: "Select a case by id. Repeatable (default: all).")
  var ids: [String] = []

  @Option(help: "Select the cases of a requirement by id. Repeatable (default: all).")
  var requirement: [String] = []

  @Option(
    help: "Use this version of the spec (default: the newest that case and adapter support).")
  var spec: String?

  func validate() throws {
    for name in kind where SuiteCase.Kind(rawValue: name) == nil {
      let names = SuiteCase.Kind.allCases.map(\.rawValue)
      throw ValidationError(
        "--class \(TextStyle.harmless(name)) must be one of \(names.joined(separator: ", "))"
          + NearMatch.hint(name, among: names))
    }
  }

  /// Makes the filter of these options.
  ///
  /// - Parameter suite: The suite, which must have the names.
  /// - Returns: The filter.
  /// - Throws: `ValidationError` for names that the suite does not have.
  func filter(for suite: Suite) throws -> CaseFilter {
    var filter = CaseFilter()
    filter.ids = ids
    filter.areas = area
    filter.kinds = kind.compactMap(SuiteCase.Kind.init)
    filter.requirements = requirement
    filter.spec = spec
    let unknown = filter.unknownNames(in: suite)
    guard unknown.isEmpty else {
      throw ValidationError(TextStyle.harmless(unknown.joined(separator: "; ")))
    }
    return filter
  }
}
