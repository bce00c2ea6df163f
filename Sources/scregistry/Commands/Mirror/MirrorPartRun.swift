internal import ArgumentParser
internal import Files
internal import RegistryMirrors
internal import RegistryReports
internal import RegistryValidation

extension MirrorVerifyCommand {
  /// Does a part of a plan, or merges its parts.
  func runPlan(_ path: String) async throws {
    let plan = try await MirrorPlan(reading: path)
    guard part.parts.isEmpty else {
      let sink = try objects.map { try ObjectFile($0, isContinued: false) }
      let merge = MirrorMerge(plan: plan, storage: storage.flags, jobs: comparison.jobs)
      return try await merge.report(
        part.parts, to: output, objects: sink, exitZero: exitZero)
    }
    try await runPart(of: plan)
  }

  private func runPart(of plan: MirrorPlan) async throws {
    guard objects == nil else {
      throw ValidationError(
        "a part has no verdicts on all objects; pass --objects with --parts, to the merge")
    }
    let destinations = try output.destinations(default: [])
    guard let destination = destinations.first, destinations.count == 1,
      destination.format == .ndjson
    else {
      throw ValidationError("a part is written as ndjson; pass --output ndjson=FILE")
    }
    try destination.place.check()
    try plan.requireOwn(ToolVersion.text)
    let choice = try part.items.choice(ofShards: plan.shards)
    let planned = try MirrorMerge(
      plan: plan, storage: storage.flags, jobs: comparison.jobs
    ).planned(objects: nil)
    let file = try PartFile(destination.place)
    let done = try await MirrorRun.following(
      planned.comparison.progress, showsProgress: output.showsProgress
    ) {
      let done = try await planned.run(choice) { bytes throws(MirrorError) in
        try file.write(bytes)
      }
      try file.finish()
      return done
    }
    if !output.quiet {
      for gap in done.gaps { Streams().writeError(TextStyle.harmless(gap) + "\n") }
      let counts = Verdict.allCases.compactMap { verdict in
        done.verdicts[verdict].map { "\($0) \(verdict.rawValue)" }
      }
      Streams().writeError(
        "\(done.looks.counted("object")) looked at"
          + (counts.isEmpty ? "" : ": " + counts.joined(separator: ", ")) + "\n")
    }
    throw ToolExit(code: exitZero ? 0 : Self.exitCode(of: done))
  }

  /// 1 if objects are known to differ, 3 if something could not be told, else 0.
  private static func exitCode(of part: PlannedVerification.Part) -> Int32 {
    let faults: [Verdict] = [.differs, .missing, .stale]
    if faults.contains(where: { part.verdicts[$0, default: 0] > 0 }) { return 1 }
    return part.gaps.isEmpty && part.verdicts[.unknown, default: 0] == 0 ? 0 : 3
  }

  /// Refuses options that the plan has fixed.
  func requireNoSettings() throws {
    let own: [(name: String, isGiven: Bool)] = [
      ("a source", source != nil), ("--state", state != nil), ("--profile", profile != nil),
      ("--fail-level", failLevel != nil), ("--config", configuration.config != nil),
      ("--show-config", configuration.showConfig),
      ("--max-per-rule", output.maxPerRule != nil && part.parts.isEmpty),
    ]
    guard let first = (own + comparison.planned).first(where: \.isGiven) else { return }
    throw ValidationError(
      "with --plan, \(first.name) can't be given: the plan has it; pass it to scregistry plan")
  }
}
