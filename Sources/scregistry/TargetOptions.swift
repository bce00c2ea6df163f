internal import ArgumentParser
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

  @Option(help: "Where a bucket lies: s3://bucket/=DIR. May be given often.")
  var root: [String] = []

  @OptionGroup var checking: CheckingOptions

  /// What the command line says.
  func flags() throws -> AppliedConfiguration.Flags {
    var flags = checking.flags
    flags.targets = targets
    flags.depth = depth
    flags.roots = try root.map(Self.root)
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
