internal import ArgumentParser
internal import RegistryMirrors
internal import RegistryValidation

/// Which part of a plan for mirrors a run does, or which parts it merges.
struct MirrorPartArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Do a part of a plan of scregistry plan --for mirror, which has the sides and the settings.",
      valueName: "plan.ndjson"))
  var plan: String?

  @Option(
    help: ArgumentHelp(
      """
      With --plan, do this shard, such as 3/40; auto takes it from the environment of AWS Batch, \
      Kubernetes, Slurm, Cloud Run, GitLab, CircleCI, Buildkite or Bazel.
      """, valueName: "n/m"))
  var shard: ShardNumber?

  @Option(
    help: ArgumentHelp(
      "With --plan, do this item: its id, or its line of the plan. Repeatable.",
      valueName: "item"))
  var item: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "With --plan, merge these parts instead of doing one; needs access to both sides.",
      valueName: "part"), completion: .file())
  var parts: [String] = []

  func validate() throws {
    let chosen = [shard != nil, !item.isEmpty, !parts.isEmpty].filter(\.self).count
    guard plan != nil else {
      guard chosen == 0 else {
        throw ValidationError("--shard, --item and --parts work with --plan only")
      }
      return
    }
    guard chosen == 1 else { throw ValidationError("--plan needs --shard, --item or --parts") }
  }

  /// The choice of items.
  ///
  /// - Parameter plan: The plan.
  /// - Returns: The items to do.
  /// - Throws: ``ToolFailure`` if the environment does not tell the shard.
  func choice(of plan: MirrorPlan) throws -> ShardChoice {
    guard let shard else { return .items(item.map { ShardPlan.id(ofLine: $0) ?? $0 }) }
    let number = try shard.resolved(shards: plan.shards)
    return .shard(number: number.number, count: number.count)
  }
}
