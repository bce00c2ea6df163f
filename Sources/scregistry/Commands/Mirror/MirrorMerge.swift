internal import Files
internal import RegistryMirrors
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// A plan for mirrors with what is this machine's own.
struct MirrorMerge {
  let plan: MirrorPlan
  /// The access to storages, which each machine has for itself.
  let storage: StorageFlags
  /// The number of requests at a time.
  let jobs: Int

  private var settings: PlannedRun {
    PlannedRun(
      settings: plan.settings, storage: storage, now: plan.settings.time ?? Clock.today)
  }

  /// The verification of the plan on this machine.
  ///
  /// - Parameter objects: Receives a line for each object; nil for none.
  /// - Returns: The verification.
  /// - Throws: The error of a configuration that this program can't read.
  func planned(objects: ObjectFile?) throws -> PlannedVerification {
    var local = MirrorOptions()
    local.storages = try settings.validator(jobs: 1).storages
    local.jobs = jobs
    local.objects = objects?.sink
    return PlannedVerification(plan, local: local)
  }

  /// Writes the report of the parts, and ends the run.
  ///
  /// - Throws: `ToolExit` with the exit code of the verification.
  func report(
    _ parts: [String], to output: OutputOptions, objects: ObjectFile?, exitZero: Bool
  ) async throws {
    var output = output
    output.maxPerRule = output.maxPerRule ?? plan.settings.listedPerRule
    try output.check(keeping: parts)
    let planned = try planned(objects: objects)
    let validator = try settings.validator(jobs: 1)
    let started = SteadyClock.seconds
    let results = try await MirrorRun.results(
      of: planned, plan, parts: parts, showsProgress: output.showsProgress)
    try MirrorRun.finish(objects)
    let findings = MirrorReport(results, options: planned.comparison)
    let report = findings.report(validator)
    let exitCode = exitZero ? 0 : report.exitCode
    try await output.write(
      report, seconds: SteadyClock.seconds - started, exitCode: exitCode,
      configuration: try settings.configuration())
    if !output.quiet {
      Streams().writeError(
        MirrorText.summary(of: results, report, alone: findings.alone(first: 3)))
    }
    throw ToolExit(code: exitCode)
  }
}
