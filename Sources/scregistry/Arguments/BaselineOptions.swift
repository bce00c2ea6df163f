internal import ArgumentParser
internal import Files
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// Which baseline is used, and whether it is updated.
struct BaselineOptions: ParsableArguments {
  @Option(
    help: "Ignore the findings in this baseline (default: the baseline of scregistry.yml).",
    completion: .file())
  var baseline: String?

  @Flag(help: "Use no baseline.")
  var noBaseline = false

  @Flag(help: "Write the findings to the baseline; keep entries that were not checked.")
  var updateBaseline = false

  @Flag(
    help: "With --update-baseline, accept syntax errors and rules that were not evaluated, too.")
  var force = false

  func validate() throws {
    guard !noBaseline || baseline == nil && !updateBaseline else {
      throw ValidationError("--no-baseline can't be used with --baseline or --update-baseline")
    }
    guard !force || updateBaseline else {
      throw ValidationError("--force works with --update-baseline only")
    }
  }

  /// Reads the baseline.
  ///
  /// - Parameter configuration: The configuration, which may name a baseline.
  /// - Returns: What a run does with the baseline.
  /// - Throws: ``ToolFailure``, `UnusableFile` or `ValidationError`, which say why it can't be used.
  func treatment(_ configuration: Configuration?) throws -> BaselineTreatment {
    guard !noBaseline else { return .none }
    guard let path = try baseline ?? ConfiguredOutputs.baseline(of: configuration) else {
      guard updateBaseline else { return .none }
      throw ValidationError(
        "--update-baseline needs --baseline FILE, since scregistry.yml names no baseline")
    }
    let exists = PathKind(path) != .absent
    guard exists || updateBaseline else {
      throw ToolFailure(
        "\(path): there is no such baseline; make it with scregistry baseline create", exitCode: 2)
    }
    let old = exists ? try InputFile.baseline(path) : nil
    if updateBaseline { return .update(old, name: path, isForced: force) }
    return old.map { .compare($0) } ?? .none
  }
}
