internal import ArgumentParser
internal import Files
internal import ObjectStorage
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// The targets, and how they are checked.
struct TargetOptions: ParsableArguments {
  @Argument(
    help: """
      Directories; catalog, registry, info or index files; - for standard input; or addresses of \
      these (s3://, https://) (default: the targets of scregistry.yml).
      """, completion: .file())
  var targets: [String] = []

  @Option(help: "Check to this depth (default: index)")
  var depth: Validator.Depth?

  @Option(
    help: ArgumentHelp(
      "Read a bucket from this directory. Repeatable.", valueName: "s3://bucket/=directory"),
    completion: .file())
  var map: [String] = []

  @Option(
    help: ArgumentHelp(
      "Use a listing instead of the objects of a bucket; implies --depth objects. Repeatable.",
      valueName: "[s3://bucket/=]file"), completion: .file())
  var listing: [String] = []

  @OptionGroup var checking: CheckingOptions

  @OptionGroup var storage: StorageArguments

  /// The settings of the command line.
  func flags() throws -> AppliedConfiguration.Flags {
    var flags = checking.flags
    flags.targets = targets
    flags.depth = depth
    flags.storage = storage.flags
    flags.roots = try map.map(Self.root)
    flags.listings = try listing.map(Self.listing)
    guard flags.listings.isEmpty || depth == nil || depth == .objects else {
      throw ValidationError("--listing works with --depth objects only")
    }
    return flags
  }

  /// The targets to check.
  ///
  /// - Parameter applied: The command line and the configuration.
  /// - Returns: At least one target.
  /// - Throws: `ValidationError` without a target.
  func required(_ applied: AppliedConfiguration) throws -> [String] {
    guard applied.targets.isEmpty else { return applied.targets.map(\.value) }
    throw ValidationError(
      applied.configuration.map { "no target is given, and \($0.path) names none" }
        ?? "no target is given, and there is no scregistry.yml")
  }

  private static func root(_ text: String) throws -> Validator.Root {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, ObjectAddress(parts[0]) != nil else {
      throw ValidationError("--map \(text) is not s3://bucket/=DIRECTORY")
    }
    guard PathKind(parts[1]) == .directory else {
      throw ValidationError("--map \(text): there is no directory \(parts[1])")
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
    case .directory:
      throw ValidationError(
        "--listing: \(shown) is a directory; make a listing with 'scregistry snapshot \(shown) "
          + "--out listing.ndjson', and pass that file")
    case .other(let detail): throw ValidationError("--listing: \(shown): \(detail)")
    case .file: break
    }
    guard FileIdentity(path)?.isRegular == true else {
      throw ValidationError(
        "--listing: \(shown) is not a regular file; scregistry has to read it twice")
    }
    return Validator.Listing(prefix: prefix.map(String.init), path: path)
  }
}
