internal import ArgumentParser
internal import RegistryValidation
internal import SharedCloudRegistry

/// Which baseline is used, and whether it is updated.
struct BaselineOptions: ParsableArguments {
  @Option(help: "Ignore the findings in this baseline (default: the baseline of scregistry.yml).")
  var baseline: String?

  @Flag(help: "Use no baseline.")
  var noBaseline = false

  @Flag(help: "Write the findings to the baseline; keep entries that were not checked.")
  var updateBaseline = false

  @Flag(
    help: "With --update-baseline, accept syntax errors and rules that were not evaluated, too.")
  var force = false

  func validate() throws {
    guard !noBaseline || baseline == nil && !updateBaseline else {
      throw ValidationError("--no-baseline can't be used with --baseline or --update-baseline")
    }
    guard !force || updateBaseline else {
      throw ValidationError("--force works with --update-baseline only")
    }
  }

  /// Reads the baseline and gives it to the validator.
  ///
  /// - Parameters:
  ///   - validator: The validator.
  ///   - configuration: The configuration, which may name a baseline.
  /// - Returns: The update to make after the run; nil for none.
  /// - Throws: `ToolExit` with 2, after it reports why the baseline can't be used.
  func prepare(
    _ validator: inout Validator, _ configuration: Configuration?
  ) throws -> BaselineUpdate? {
    guard !noBaseline else { return nil }
    guard let path = try baseline ?? ConfiguredOutputs.baseline(of: configuration) else {
      guard updateBaseline else { return nil }
      throw ValidationError(
        "--update-baseline needs --baseline FILE, since scregistry.yml names no baseline")
    }
    let isThere = PathKind(path) != .absent
    if !isThere, !updateBaseline {
      Streams().writeError(
        "\(TextStyle.harmless(path)): there is no such baseline; make it with scregistry "
          + "baseline create\n")
      throw ToolExit(code: 2)
    }
    let old = isThere ? try InputFile.baseline(path) : nil
    guard updateBaseline else {
      validator.baseline = old
      return nil
    }
    let update = BaselineUpdate(path: path, old: old, isForced: force)
    update.prepare(&validator)
    return update
  }
}

/// Writes the findings of a run to a baseline.
struct BaselineUpdate {
  /// The file.
  let path: String
  /// The present content of the file; nil if there is no file.
  let old: Baseline?
  /// Whether syntax errors and rules that were not evaluated are accepted.
  let isForced: Bool

  /// Makes a validator list as many findings as a baseline needs.
  func prepare(_ validator: inout Validator) {
    validator.baseline = nil
    validator.listedPerRule = Swift.max(validator.listedPerRule, Baseline.entriesPerRule)
  }

  /// The result of a run.
  struct Outcome {
    /// The report, compared with the present baseline.
    var report: Report
    /// The baseline to write; nil if it is refused.
    var baseline: Baseline?
    /// Why it is refused, as lines.
    var refusal = ""
  }

  /// Makes the new baseline.
  ///
  /// - Parameters:
  ///   - found: The report with all findings.
  ///   - listed: How many findings the report lists per rule and file.
  /// - Returns: The report to write, and the baseline or why it is refused.
  func outcome(of found: Report, listed: Int) -> Outcome {
    let objections = isForced ? [] : Baseline.objections(to: found, besides: old)
    guard objections.isEmpty else {
      let valid = old ?? Baseline(name: path)
      return Outcome(
        report: found.compared(with: valid, listed: listed), refusal: refusal(objections))
    }
    let baseline = Baseline(of: found, keeping: old, name: path)
    return Outcome(report: found.compared(with: baseline, listed: listed), baseline: baseline)
  }

  private func refusal(_ objections: [String]) -> String {
    let shown = objections.prefix(10).map { "  \($0)\n" }.joined()
    let rest = objections.count > 10 ? "  ... and \(objections.count - 10) more\n" : ""
    return "\(TextStyle.harmless(path)) was not written: syntax errors and rules that were not "
      + "evaluated can hide findings\n\(shown)\(rest)  help: fix these, or accept them with "
      + "--force\n"
  }

  /// Writes the baseline atomically, unless it is unchanged.
  func write(_ baseline: Baseline) throws {
    guard baseline.entries != old?.entries || old == nil else { return }
    try FileWriter.write(baseline.written, to: path)
  }
}
