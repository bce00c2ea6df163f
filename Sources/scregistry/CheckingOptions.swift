internal import ArgumentParser
internal import Glibc
internal import RegistryValidation
internal import SharedCloudRegistry

/// By which rules targets are checked, and how.
struct CheckingOptions: ParsableArguments {
  @Option(
    help: """
      The severities to use: strict, default, production, client-safe or legacy. \
      (default: default)
      """)
  var profile: Profile?

  @Option(
    help: "The version of the spec to check by, such as 1.1; auto to find out. (default: auto)")
  var spec: String?

  @Option(help: "What each target is: registry, catalog, dataset, info or index.")
  var kind: String?

  @Option(
    help: "The lowest severity that makes the exit code 1: error, warning, info. (default: error)")
  var failLevel: Severity?

  @Option(help: "The number of files to read at a time.")
  var jobs: Int = ProcessorCount.available

  func validate() throws {
    guard jobs > 0 else { throw ValidationError("--jobs must be at least 1") }
    if let kind, !(DocumentKind.allCases.map(\.rawValue) + ["index"]).contains(kind) {
      throw ValidationError("--kind must be registry, catalog, dataset, info or index")
    }
    if let spec, spec != "auto", Dialect(version: spec) == nil {
      throw ValidationError(
        "--spec \(spec) is no version of the spec; it has 0.1 to 0.6, 1.0, 1.1")
    }
  }

  /// What the command line says.
  var flags: AppliedConfiguration.Flags {
    var flags = AppliedConfiguration.Flags()
    flags.profile = profile
    flags.spec = spec
    flags.failLevel = failLevel
    return flags
  }

  /// Makes a validator.
  ///
  /// - Parameters:
  ///   - applied: The command line and the configuration.
  ///   - now: The present time; nil if it is not to matter.
  /// - Returns: A validator without a baseline.
  func validator(_ applied: AppliedConfiguration, at now: SCRTime?) -> Validator {
    var validator = Validator()
    applied.configure(&validator)
    validator.jobs = jobs
    validator.kind = kind
    validator.now = now
    return validator
  }
}

/// The number of processors this process may use.
enum ProcessorCount {
  static var available: Int { Swift.max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
