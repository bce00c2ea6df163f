internal import ArgumentParser
internal import Glibc
internal import RegistryValidation
internal import SharedCloudRegistry

/// What is validated, and by what.
struct TargetOptions: ParsableArguments {
  @Argument(
    help: """
      A directory, a catalog, registry, info or index file, or - for standard input. \
      (default: the targets of scregistry.yml)
      """)
  var targets: [String] = []

  @Option(help: "How far to go: metadata, index or objects. (default: index)")
  var depth: Validator.Depth?

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

  @Option(help: "Where a bucket lies: s3://bucket/=DIR. May be given often.")
  var root: [String] = []

  @Option(
    help: ArgumentHelp(
      "A listing that stands for the objects of a bucket; implies --depth objects. May be given "
        + "often.", valueName: "[s3://bucket/=]file"))
  var listing: [String] = []

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
  func flags() throws -> AppliedConfiguration.Flags {
    var flags = AppliedConfiguration.Flags()
    flags.targets = targets
    flags.profile = profile
    flags.spec = spec
    flags.depth = depth
    flags.failLevel = failLevel
    flags.roots = try root.map(Self.root)
    flags.listings = try listing.map(Self.listing)
    guard flags.listings.isEmpty || depth == nil || depth == .objects else {
      throw ValidationError("--listing is of use at --depth objects only")
    }
    return flags
  }

  /// Names what is to be validated.
  ///
  /// - Parameter applied: The command line and the configuration.
  /// - Returns: The targets, of which there is at least one.
  /// - Throws: `ValidationError` if there is none.
  func required(_ applied: AppliedConfiguration) throws -> [String] {
    guard applied.targets.isEmpty else { return applied.targets.map(\.value) }
    throw ValidationError(
      applied.configuration.map { "no target is given, and \($0.path) names none" }
        ?? "no target is given, and there is no scregistry.yml that names one")
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

  private static func root(_ text: String) throws -> Validator.Root {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, ObjectAddress(parts[0]) != nil else {
      throw ValidationError("--root \(text) is not of the form s3://bucket/=DIR")
    }
    guard PathKind(parts[1]) == .directory else {
      throw ValidationError("--root \(text): there is no directory \(parts[1])")
    }
    return Validator.Root(prefix: parts[0], path: parts[1])
  }
}

extension TargetOptions {
  private static func listing(_ text: String) throws -> Validator.Listing {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let prefix = parts.count == 2 && ObjectAddress(String(parts[0])) != nil ? parts[0] : nil
    let path = String(prefix == nil ? text[...] : parts[1])
    let shown = TextStyle.harmless(path)
    switch PathKind(path) {
    case .absent: throw ValidationError("--listing: there is no file \(shown)")
    case .directory: throw ValidationError("--listing: \(shown) is a directory; see --root")
    case .other(let detail): throw ValidationError("--listing: \(shown): \(detail)")
    case .file: break
    }
    guard FileIdentity(path)?.isRegular == true else {
      throw ValidationError("--listing: \(shown) can't be read twice, as is needed")
    }
    return Validator.Listing(prefix: prefix.map(String.init), path: path)
  }
}

/// The number of processors this process may use.
enum ProcessorCount {
  static var available: Int { Swift.max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
