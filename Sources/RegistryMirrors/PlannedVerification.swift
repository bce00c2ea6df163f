package import RegistryValidation

/// Does a plan: checks that it can be made, runs its parts, and merges them.
package struct PlannedVerification: Sendable {
  private let plan: MirrorPlan
  private let options: MirrorOptions

  /// Takes a plan.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - local: Has what is each machine's own: storages, requests at a time, progress, objects.
  package init(_ plan: MirrorPlan, local: MirrorOptions) {
    self.plan = plan
    var options = plan.comparison
    options.storages = local.storages
    options.jobs = local.jobs
    options.progress = local.progress
    options.objects = local.objects
    options.namesCopies = plan.mirrors.count > 1
    options.listedPerRule = plan.settings.listedPerRule ?? local.listedPerRule
    self.options = options
  }

  /// The options of the plan on this machine.
  package var comparison: MirrorOptions { options }

  /// Checks that the comparisons have a meaning, before a plan is written.
  ///
  /// - Throws: ``MirrorError`` if one has none, or the source's catalog can't be read.
  package func check() async throws(MirrorError) {
    _ = try MirrorVerification.sides(plan.mirrors, options: options)
    for mirror in plan.mirrors.indices { _ = try await pair(mirror, origin: .own).prepare() }
  }

  /// What a part found.
  package struct Part: Sendable {
    /// The number of looks.
    package var looks = 0
    /// The number of looks of each verdict.
    package var verdicts: [Verdict: Int] = [:]
    /// Why something could not be told, for people.
    package var gaps: [String] = []
  }

  /// Does some items.
  ///
  /// - Parameters:
  ///   - choice: The items.
  ///   - write: Gets bytes of the part, in order.
  /// - Returns: What the part found.
  /// - Throws: ``ShardError`` if there are no such items; ``MirrorError`` if the comparison has no
  ///   meaning, or the part can't be written.
  package func run(
    _ choice: ShardChoice, to write: @escaping ([UInt8]) throws(MirrorError) -> Void
  ) async throws -> Part {
    let writer = try PartWriter(
      plan, items: try plan.items(choice), choice: choice.text, to: write)
    var part = Part()
    for mirror in writer.mirrors {
      let result = try await pair(mirror, origin: .part(writer, mirror: mirror)).run()
      part.gaps += (result.gaps + result.objectGaps).map(result.named)
      part.verdicts.merge(result.totals.all.verdicts, uniquingKeysWith: +)
    }
    try writer.finish()
    part.looks = writer.count
    return part
  }

  /// Makes the results of the undivided verification, with the looks of the parts.
  ///
  /// - Parameter parts: The parts.
  /// - Returns: A result for each mirror; with gaps if items have no part.
  /// - Throws: ``ShardError`` or ``MirrorError`` if there can be no result.
  package func merge(_ parts: MirrorParts) async throws -> [MirrorResult] {
    let looks = try parts.finish()
    var results: [MirrorResult] = []
    for mirror in plan.mirrors.indices {
      results.append(try await pair(mirror, origin: .parts(looks, mirror: mirror)).run())
    }
    let source = try MirrorSide(plan.source, options)
    try CopyVotes(results, source: source).settle(&results, options: options)
    return results
  }

  private func pair(
    _ number: Int, origin: LookOrigin
  ) throws(MirrorError) -> PairVerification {
    var options = options
    options.maps = try MapsByMirror(options.maps, mirrors: plan.mirrors)
      .texts(of: plan.mirrors[number])
    return PairVerification(
      options: options, source: try MirrorSide(plan.source, options),
      mirror: try MirrorSide(plan.mirrors[number], options), origin: origin)
  }
}
