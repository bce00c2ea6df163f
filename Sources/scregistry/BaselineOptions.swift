internal import ArgumentParser
internal import RegistryValidation
internal import SharedCloudRegistry

/// Which baseline is used, and whether it is brought up to date.
struct BaselineOptions: ParsableArguments {
  @Option(help: "The baseline; findings it knows don't count. (default: that of scregistry.yml)")
  var baseline: String?

  @Flag(help: "Use no baseline.")
  var noBaseline = false

  @Flag(help: "Take what was found into the baseline; what was not looked at stays as it is.")
  var updateBaseline = false

  @Flag(
    help: "With --update-baseline, also take in syntax errors, and accept what was not evaluated.")
  var force = false

  func validate() throws {
    guard !noBaseline || baseline == nil && !updateBaseline else {
      throw ValidationError("--no-baseline excludes --baseline and --update-baseline")
    }
    guard !force || updateBaseline else {
      throw ValidationError("--force is for --update-baseline only")
    }
  }

  /// Reads the baseline and gives it to the validator.
  ///
  /// - Parameters:
  ///   - validator: The validator.
  ///   - configuration: The configuration, which may name a baseline.
  /// - Returns: What is to be done after the run; nil for nothing.
  /// - Throws: `ToolExit` with 2 after saying why the baseline can't be used.
  func prepare(
    _ validator: inout Validator, _ configuration: Configuration?
  ) throws -> BaselineUpdate? {
    guard !noBaseline else { return nil }
    guard let path = baseline ?? configuration?.baseline?.value else {
      guard updateBaseline else { return nil }
      throw ValidationError("--update-baseline needs --baseline FILE; scregistry.yml names none")
    }
    let isThere = PathKind(path) != .absent
    if !isThere, !updateBaseline {
      Streams().writeError(
        "\(TextStyle.harmless(path)): there is no such baseline; scregistry baseline create "
          + "makes it\n")
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

/// Takes what a run finds into a baseline.
struct BaselineUpdate {
  /// The file.
  let path: String
  /// What the file says so far; nil if it is not there.
  let old: Baseline?
  /// Whether syntax errors are taken in, and what was not evaluated is accepted.
  let isForced: Bool

  /// Makes a validator list what a baseline is made of.
  func prepare(_ validator: inout Validator) {
    validator.baseline = nil
    validator.listedPerRule = Swift.max(validator.listedPerRule, Baseline.entriesPerRule)
  }

  /// What comes of a run.
  struct Outcome {
    /// The report, compared with the baseline that holds now.
    var report: Report
    /// The baseline to write; nil if something speaks against it.
    var baseline: Baseline?
    /// What speaks against it, as lines.
    var refusal = ""
  }

  /// Makes the new baseline.
  ///
  /// - Parameters:
  ///   - found: What was found, in full.
  ///   - listed: How many findings of a rule and file the report is to list.
  /// - Returns: The report to write, and the baseline or what speaks against it.
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
    return "\(TextStyle.harmless(path)) was not written: nobody knows what lies behind syntax "
      + "errors and what was not evaluated\n\(shown)\(rest)  help: mend that, or accept it with "
      + "--force\n"
  }

  /// Writes the baseline, whole or not at all, unless it is the same as before.
  func write(_ baseline: Baseline) throws {
    guard baseline.entries != old?.entries || old == nil else { return }
    try FileWriter.write(baseline.written, to: path)
  }
}
