internal import ArgumentParser
internal import Files
internal import RegistryConformance
internal import RegistryValidation
internal import SharedCloudRegistry

/// The location of the suite.
struct SuiteOptions: ParsableArguments {
  @Option(
    help: """
      Read the suite from this directory (default: ./Conformance, else the suite installed with \
      this program).
      """, completion: .directory)
  var suite: String?

  /// Reads the suite.
  ///
  /// - Throws: `SuiteError` for the faults of the suite.
  func read() throws(SuiteError) -> Suite {
    if suite == nil, PathKind(Self.usual) != .directory {
      throw SuiteError(
        Self.usual,
        detail: "there is no such directory, and no suite is installed with this program; unpack "
          + "the archive scr-conformance of the release and pass its directory with --suite")
    }
    return try Suite(reading: suite ?? Self.usual)
  }

  /// The default directory.
  private static var usual: String {
    let here = "Conformance"
    if PathKind(here + "/suite.json") == .file { return here }
    let installed = FilePath.split(OwnProgram.path).directory + "/../share/scregistry/conformance"
    return PathKind(installed) == .directory ? installed : here
  }
}
