internal import ArgumentParser
internal import RegistryValidation
internal import SharedCloudRegistry

/// What is validated, and by what.
struct TargetOptions: ParsableArguments {
  @Argument(
    help: """
      A directory, a catalog, registry, info or index file, - for standard input, or the \
      address of any of these (s3://, https://). \
      (default: the targets of scregistry.yml)
      """)
  var targets: [String] = []

  @Option(help: "How far to go: metadata, index or objects. (default: index)")
  var depth: Validator.Depth?

  @Option(help: "Where a bucket lies: s3://bucket/=DIR. May be given often.")
  var root: [String] = []

  @Option(
    help: ArgumentHelp(
      "A listing that stands for the objects of a bucket; implies --depth objects. May be given "
        + "often.", valueName: "[s3://bucket/=]file"))
  var listing: [String] = []

  @OptionGroup var checking: CheckingOptions

  @OptionGroup var storage: StorageArguments

  /// What the command line says.
  func flags() throws -> AppliedConfiguration.Flags {
    var flags = checking.flags
    flags.targets = targets
    flags.depth = depth
    flags.storage = storage.flags
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
