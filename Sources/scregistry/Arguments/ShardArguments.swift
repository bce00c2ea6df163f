internal import ArgumentParser

/// Which part of a plan a run does.
struct ShardArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Do a part of a plan of scregistry plan, which has the targets and the settings.",
      valueName: "plan.ndjson"))
  var plan: String?

  @OptionGroup var items: ShardChoiceArguments

  func validate() throws {
    guard plan != nil else {
      guard items.count == 0 else {
        throw ValidationError("--shard and --item work with --plan only")
      }
      return
    }
    guard items.count == 1 else {
      throw ValidationError("--plan needs either --shard or --item")
    }
  }
}
