internal import ArgumentParser
internal import RegistryMirrors
internal import RegistryReports
internal import Synchronization

/// Runs a verification for the commands, with progress and exit codes.
enum MirrorRun {
  /// Compares mirrors with their source.
  ///
  /// - Throws: `ToolExit`, after it reports why there is no result.
  static func results(
    of options: MirrorOptions, source: String, mirrors: [String], showsProgress: Bool,
    isQuiet: Bool
  ) async throws -> [MirrorResult] {
    let status = StatusLine()
    var options = options
    if !isQuiet {
      options.notice = { text in status.write(error: TextStyle.harmless(text) + "\n") }
    }
    let verification = MirrorVerification(options)
    return try await following(options.progress, showsProgress: showsProgress, on: status) {
      try await verification.run(source, mirrors: mirrors)
    }
  }

  /// Makes the results of a plan from its parts.
  ///
  /// - Throws: `ToolExit`, after it reports why there is no result.
  static func results(
    of planned: PlannedVerification, _ plan: MirrorPlan, parts paths: [String],
    showsProgress: Bool
  ) async throws -> [MirrorResult] {
    try await following(planned.comparison.progress, showsProgress: showsProgress) {
      let parts = try MirrorParts(of: plan, version: ToolVersion.text)
      for path in paths { try await parts.read(path) }
      return try await planned.merge(parts)
    }
  }

  /// Shows progress while something runs.
  ///
  /// - Throws: `ToolExit`, after it reports a ``MirrorError``; else the error of the body.
  static func following<Value: Sendable>(
    _ counters: MirrorProgress, showsProgress: Bool, on status: StatusLine = StatusLine(),
    _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    do {
      let display = ProgressDisplay(isOn: showsProgress, status: status) {
        line(counters, after: $0)
      }
      return try await display.follow { try await body() }
    } catch let error as MirrorError {
      throw exit(error)
    }
  }

  /// Ends the file of objects.
  ///
  /// - Throws: `ToolExit` with 4, after it reports why it can't be written.
  static func finish(_ file: ObjectFile?) throws {
    do throws(MirrorError) {
      try file?.finish()
    } catch {
      throw exit(error)
    }
  }

  /// Reports an error and gives its exit code.
  static func exit(_ error: MirrorError) -> ToolExit {
    Streams().writeError(TextStyle.harmless(error.description) + "\n")
    switch error.kind {
    case .usage: return ToolExit(code: 2)
    case .undetermined: return ToolExit(code: 3)
    case .output: return ToolExit(code: 4)
    // The signal that interrupted it decides; without one, nothing is known.
    case .interrupted: return ToolExit(code: 3)
    }
  }

  /// The line of progress after so many seconds.
  private static func line(_ counters: MirrorProgress, after seconds: Double) -> String {
    let judged = counters.judged.load(ordering: .relaxed)
    let listed = counters.listed.load(ordering: .relaxed)
    guard judged > 0 else { return "\(ProgressCount.text(listed)) keys listed" }
    let total = counters.total.load(ordering: .relaxed)
    let rate = Double(judged) / Swift.max(seconds, 0.001)
    var line = "\(ProgressCount.text(judged)) objects judged, \(ProgressCount.text(Int(rate)))/s"
    if total > judged, rate > 0 {
      line += ", about \(ProgressCount.text(Int(Double(total - judged) / rate))) s left"
    }
    let bytes = counters.bytes.load(ordering: .relaxed)
    if bytes > 0 { line += ", \(ProgressCount.text(bytes, unit: "B")) read" }
    return line
  }
}
