internal import ArgumentParser
internal import Glibc
internal import RegistryConformance
internal import RegistryValidation
internal import SharedCloudRegistry

/// Where the suite is.
struct SuiteOptions: ParsableArguments {
  @Option(
    help: """
      The directory of the suite. (default: Conformance here, else the one installed with this \
      program)
      """)
  var suite: String?

  /// Reads the suite.
  ///
  /// - Throws: `ToolExit` with 2 after saying what is wrong with it.
  func read() throws -> Suite {
    let path = suite ?? Self.usual
    do throws(SuiteError) {
      return try Suite(reading: path)
    } catch {
      Streams().writeError("\(error)\n")
      throw ToolExit(code: 2)
    }
  }

  /// The suite where none is named.
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

/// Which cases are meant.
struct CaseOptions: ParsableArguments {
  @Option(help: "A part of the spec, such as index; may be given often.")
  var area: [String] = []

  @Option(
    name: .customLong("class"),
    help: "unit, validator, reader, writer or mirror; may be given often.")
  var kind: [String] = []

  @Option(name: .customLong("case"), help: "The id of a case; may be given often.")
  var ids: [String] = []

  @Option(help: "The id of a requirement that cases are about; may be given often.")
  var requirement: [String] = []

  @Option(help: "The version of the spec. (default: the newest that case and adapter know)")
  var spec: String?

  func validate() throws {
    for name in kind where SuiteCase.Kind(rawValue: name) == nil {
      let known = SuiteCase.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--class \(TextStyle.harmless(name)) is none of \(known)")
    }
  }

  /// The filter that they make.
  ///
  /// - Parameter suite: The suite, which must know the names.
  /// - Returns: The filter.
  /// - Throws: `ValidationError` for what the suite does not know.
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
