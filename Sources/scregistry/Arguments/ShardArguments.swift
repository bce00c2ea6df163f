internal import ArgumentParser
internal import RegistryValidation

/// Which part of a plan a run does.
struct ShardArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Do a part of a plan of scregistry plan, which has the targets and the settings.",
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

  func validate() throws {
    guard plan != nil else {
      guard shard == nil, item.isEmpty else {
        throw ValidationError("--shard and --item work with --plan only")
      }
      return
    }
    guard (shard == nil) != item.isEmpty else {
      throw ValidationError("--plan needs either --shard or --item")
    }
  }

  /// The choice.
  ///
  /// - Parameter plan: The plan.
  /// - Returns: The items to do.
  /// - Throws: ``ToolFailure`` if the environment does not tell the shard.
  func choice(of plan: ShardPlan) throws -> ShardChoice {
    guard let shard else { return .items(item.map(Self.id)) }
    let number = try shard.resolved(shards: plan.shards)
    return .shard(number: number.number, count: number.count)
  }

  /// The id in a line of a plan; else the text itself is an id.
  private static func id(_ text: String) -> String {
    ShardPlan.id(ofLine: text) ?? text
  }
}
