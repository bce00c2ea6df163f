internal import ArgumentParser
internal import RegistryValidation

/// Which items of a plan a run does, whatever the plan is for.
struct ShardChoiceArguments: ParsableArguments {
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

  /// How many of the ways to choose items are given.
  var count: Int { (shard == nil ? 0 : 1) + (item.isEmpty ? 0 : 1) }

  /// The choice.
  ///
  /// - Parameter shards: The number of shards of the plan.
  /// - Returns: The items to do.
  /// - Throws: ``ToolFailure`` if the environment does not tell the shard.
  func choice(ofShards shards: Int) throws -> ShardChoice {
    guard let shard else { return .items(item.map { ShardPlan.id(ofLine: $0) ?? $0 }) }
    let number = try shard.resolved(shards: shards)
    return .shard(number: number.number, count: number.count)
  }
}
