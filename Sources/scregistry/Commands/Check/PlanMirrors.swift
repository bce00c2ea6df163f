internal import ArgumentParser
internal import Formats
internal import ObjectStorage
internal import RegistryMirrors
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// What a plan divides.
enum PlanPurpose: String, ExpressibleByArgument, CaseIterable {
  /// A validation.
  case validate
  /// A verification of mirrors.
  case mirror
}

extension ScregistryTool.Plan {
  /// Refuses options that have no meaning for the purpose.
  func requireFitting() throws {
    let checking = target.checking
    let own: [(name: String, isGiven: Bool)] = [
      ("--shard-bytes", shardBytes != nil), ("--baseline", baseline != nil),
      ("--depth", target.depth != nil), ("--listing", !target.listing.isEmpty),
      ("--spec", checking.spec != nil), ("--kind", checking.kind != nil),
    ]
    switch purpose {
    case .validate:
      guard let first = criteria.given.first(where: \.isGiven) else { return }
      throw ValidationError("\(first.name) works with --for mirror only")
    case .mirror:
      if let first = own.first(where: \.isGiven) {
        throw ValidationError("\(first.name) does not work with --for mirror")
      }
      guard target.targets.count > 1 else {
        throw ValidationError("--for mirror needs a source and at least one mirror")
      }
    }
  }

  /// Plans a verification of mirrors.
  func planMirrors(_ configuration: Configuration?) async throws {
    for name in target.targets where Redaction.of(name) != name {
      throw ValidationError(
        "\(Redaction.of(name)): a plan must not have secrets; give them in the environment of each "
          + "machine")
    }
    var settings = PlannedSettings()
    settings.profile = target.checking.profile
    settings.failLevel = target.checking.failLevel
    settings.listedPerRule = maxPerRule
    settings.now = now.map { Int($0.seconds) }
    settings.configuration = try configuration.map { try Self.file($0.path) }
    if out.word != "-" { try FileWriter.check(out.word) }
    var plan = MirrorPlan(
      target.targets[0], mirrors: Array(target.targets.dropFirst()),
      comparison: try criteria.options(maps: target.map), settings: settings,
      version: ToolVersion.text, shards: shards ?? 8)
    plan.longestLag = criteria.maxLag
    let merge = MirrorMerge(
      plan: plan, storage: target.storage.flags, jobs: target.checking.jobs)
    do {
      try await merge.planned(objects: nil).check()
    } catch let error as MirrorError {
      throw MirrorRun.exit(error)
    }
    try OutputPlace(out.word).write(plan.bytes)
    guard !quiet else { return }
    Streams().writeError(
      "\(plan.itemCount.counted("item")) in \(plan.shards.counted("shard"))\n")
  }
}
