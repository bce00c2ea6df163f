internal import ArgumentParser
internal import RegistryReports
internal import RegistryValidation

extension ScregistryTool.Validate {
  /// Does a part of a plan.
  func runPart(of path: String) async throws {
    try requireNoSettings()
    try output.check()
    let plan = try await ShardPlan(reading: path, hasAnswers: false)
    let choice = try part.choice(of: plan)
    let run = PlannedRun(
      settings: plan.settings, storage: target.storage.flags,
      now: output.deterministic ? nil : plan.settings.time)
    let validator = try run.validator(jobs: target.checking.jobs)
    let started = Clock.now
    let display = ProgressDisplay(validator.progress, isOn: output.showsProgress)
    let report = try await display.follow {
      try await validator.run(choice, of: plan, version: ToolVersion.text)
    }
    let exitCode = exitZero ? 0 : report.exitCode
    try await output.write(
      report, seconds: Clock.now - started, exitCode: exitCode,
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
