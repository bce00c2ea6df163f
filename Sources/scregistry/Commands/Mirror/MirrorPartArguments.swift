internal import ArgumentParser

/// Which part of a plan for mirrors a run does, or which parts it merges.
struct MirrorPartArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Do a part of a plan of scregistry plan --for mirror, which has the sides and the settings.",
      valueName: "plan.ndjson"))
  var plan: String?

  @OptionGroup var items: ShardChoiceArguments

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "With --plan, merge these parts instead of doing one; needs access to both sides.",
      valueName: "part"), completion: .file())
  var parts: [String] = []

  func validate() throws {
    let chosen = items.count + (parts.isEmpty ? 0 : 1)
    guard plan != nil else {
      guard chosen == 0 else {
        throw ValidationError("--shard, --item and --parts work with --plan only")
      }
      return
    }
    guard chosen == 1 else { throw ValidationError("--plan needs --shard, --item or --parts") }
  }
}
