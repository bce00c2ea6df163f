internal import ArgumentParser
internal import Glibc
internal import RegistryValidation
internal import SharedCloudRegistry

/// How targets are checked, and by which rules.
struct CheckingOptions: ParsableArguments {
  @Option(help: "Use the severities of this profile (default: default)")
  var profile: Profile?

  @Option(
    help: "Check by this version of the spec, such as 1.1; auto detects it (default: auto).")
  var spec: String?

  @Option(
    help: """
      Read each target as registry, catalog, dataset, info or index (default: by name and content).
      """)
  var kind: String?

  @Option(
    help: "Exit with 1 for findings of this severity or higher (default: error)")
  var failLevel: Severity?

  @Option(name: .shortAndLong, help: "Read at most N files at a time")
  var jobs: Int = ProcessorCount.available

  func validate() throws {
    guard jobs > 0 else { throw ValidationError("--jobs must be at least 1") }
    let kinds = DocumentKind.allCases.map(\.rawValue) + ["index"]
    if let kind, !kinds.contains(kind) {
      throw ValidationError(kind, of: "--kind", words: kinds)
    }
    if let spec, spec != "auto", Dialect(version: spec) == nil {
      throw ValidationError(
        "--spec \(spec) is not a version of the spec; use 0.1 to 0.6, 1.0 or 1.1")
    }
  }

  /// The settings of the command line.
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
  ///   - now: The present time; nil to ignore it.
  /// - Returns: A validator without a baseline.
  func validator(_ applied: AppliedConfiguration, at now: SCRTime?) -> Validator {
    var options = Validator.Options()
    applied.configure(&options)
    options.jobs = jobs
    options.kind = kind
    options.now = now
    return Validator(options)
  }
}
