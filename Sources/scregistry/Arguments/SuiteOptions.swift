internal import ArgumentParser
internal import Glibc
internal import RegistryConformance
internal import RegistryValidation
internal import SharedCloudRegistry

/// The location of the suite.
struct SuiteOptions: ParsableArguments {
  @Option(
    help: """
      Read the suite from this directory (default: ./Conformance, else the suite installed with \
      this program).
      """)
  var suite: String?

  /// Reads the suite.
  ///
  /// - Throws: `ToolExit` with 2, after it reports the faults of the suite.
  func read() throws -> Suite {
    let path = suite ?? Self.usual
    do throws(SuiteError) {
      return try Suite(reading: path)
    } catch {
      Streams().writeError("\(error)\n")
      throw ToolExit(code: 2)
    }
  }

  /// The default directory.
  private static var usual: String {
    let here = "Conformance"
    if PathKind(here + "/suite.json") == .file { return here }
    let installed = FilePath.split(OwnProgram.path).directory + "/../share/scregistry/conformance"
    return PathKind(installed) == .directory ? installed : here
  }
}

/// This program.
enum OwnProgram {
  /// The path of its file.
  static var path: String {
    guard let path = unsafe realpath("/proc/self/exe", nil) else { return CommandLine.arguments[0] }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }
}

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
      let known = SuiteCase.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--class \(TextStyle.harmless(name)) must be one of \(known)")
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
