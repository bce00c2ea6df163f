internal import ArgumentParser
internal import Files
internal import RegistryReports
internal import RegistryValidation

extension ScregistryTool.Validate {
  /// Does a part of a plan.
  func runPart(of path: String) async throws {
    try requireNoSettings()
    try output.check(keeping: [path])
    guard try output.destinations(default: []).contains(where: { $0.format == .ndjson }) else {
      throw ValidationError(
        "a part of a plan needs --output ndjson=FILE: only this format has the facts that "
          + "scregistry report merge --plan needs")
    }
    let plan = try await ShardPlan(reading: path, hasAnswers: false)
    let choice = try part.items.choice(ofShards: plan.shards)
    let run = PlannedRun(
      settings: plan.settings, storage: target.storage.flags,
      now: output.deterministic ? nil : plan.settings.time)
    let validator = try run.validator(jobs: target.checking.jobs)
    let started = SteadyClock.seconds
    let display = ProgressDisplay(validator.progress, isOn: output.showsProgress)
    let report = try await display.follow {
      try await validator.run(choice, of: plan, version: ToolVersion.text)
    }
    let exitCode = exitZero && !report.isUndone ? 0 : report.exitCode
    try await output.write(
      report, seconds: SteadyClock.seconds - started, exitCode: exitCode,
      configuration: try run.configuration())
    throw ToolExit(code: exitCode)
  }

  /// Refuses options that the plan has fixed.
  private func requireNoSettings() throws {
    let checking = target.checking
    let flags = try target.flags()
    let given: [(String, Bool)] = [
      ("targets", !target.targets.isEmpty), ("--depth", target.depth != nil),
      ("--map", !flags.roots.isEmpty), ("--listing", !flags.listings.isEmpty),
      ("--profile", checking.profile != nil), ("--spec", checking.spec != nil),
      ("--kind", checking.kind != nil), ("--fail-level", checking.failLevel != nil),
      ("--config", configuration.config != nil), ("--show-config", configuration.showConfig),
      ("--baseline", baseline.baseline != nil), ("--update-baseline", baseline.updateBaseline),
      ("--max-per-rule", output.maxPerRule != nil),
    ]
    guard let first = given.first(where: \.1) else { return }
    throw ValidationError(
      "with --plan, \(first.0) can't be given: the plan has it; pass it to scregistry plan")
  }
}

extension Report {
  /// Whether a second run may read more, or nothing could be read.
  fileprivate var isUndone: Bool {
    if notices.contains(where: \.isTransient) { return true }
    return !notices.isEmpty && targets.allSatisfy { $0.coverage.files == 0 }
  }
}
