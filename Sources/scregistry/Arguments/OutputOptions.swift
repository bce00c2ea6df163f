internal import ArgumentParser
internal import Formats
internal import ObjectStorage
internal import RegistryReports
internal import RegistryValidation
internal import SharedCloudRegistry

/// How and where reports are written.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: """
      Write this format: \(Self.formats); add =PATH to write a file. Repeatable (default: text).
      """, completion: .list(ReportFormat.allCases.map(\.rawValue)))
  var output: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      List at most N findings per rule and file; all are counted (default: 20; text shows 3, \
      agent and markdown 5)
      """, valueName: "n"))
  var maxPerRule: Int?

  @Option(help: "Colour text: auto, always or never")
  var color = ColorChoice.auto

  @Flag(name: .shortAndLong, help: "Write no summary and no progress.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Also write what was checked and how long it took.")
  var verbose = false

  @Flag(help: "Show progress even if standard error is not a terminal.")
  var progress = false

  @Flag(help: "Omit times, so that the same input gives the same bytes.")
  var deterministic = false

  @Option(
    help: ArgumentHelp(
      "Map a bucket to its copy in the checkout, for reports in CI systems. Repeatable.",
      valueName: "s3://bucket/=path/"))
  var sourceMap: [String] = []

  @Flag(help: "In SARIF, also list the rules without findings.")
  var sarifAll = false

  @Option(help: "Set the category that separates this SARIF run from those of other jobs.")
  var sarifCategory: String?

  @Option(
    help: ArgumentHelp(
      "Link each rule in HTML, SARIF and Markdown to its page: an address with {rule} for the code.",
      valueName: "url"))
  var rulesURL: String?

  @Flag(help: "In GitHub Actions, write no workflow commands and no step summary.")
  var noGithub = false

  private static let formats = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")

  /// The number of findings to list per rule and file.
  var listedPerRule: Int { maxPerRule ?? 20 }

  /// Whether to show progress.
  var showsProgress: Bool { !quiet && (progress || Streams().isErrorATerminal) }

  /// Whether to report to GitHub Actions although no output was requested.
  private func speaksToGitHub(_ outputs: [String]) -> Bool {
    output.isEmpty && outputs.isEmpty && !noGithub && GitHubActions.isRunning
  }

  func validate() throws {
    if let rulesURL, RulePages(rulesURL) == nil {
      throw ValidationError(
        "--rules-url \(rulesURL.clipped) is not an http address with {rule} once, such as "
          + "https://example.org/rules/{rule}.md")
    }
    guard maxPerRule ?? 1 > 0 else { throw ValidationError("--max-per-rule must be at least 1") }
    _ = try mappings()
    _ = try destinations(default: [])
  }

  /// The requested formats and their destinations.
  ///
  /// - Parameter outputs: The outputs in the configuration, as `FORMAT` or `FORMAT=PATH`.
  /// - Returns: The outputs of the command line, else of the configuration, else text.
  /// - Throws: `ValidationError` for an invalid output, or two outputs to one place.
  func destinations(default outputs: [String]) throws -> [Destination<ReportFormat>] {
    try Destination.all(
      output.isEmpty ? outputs : output,
      usual: [Destination(.text)] + (speaksToGitHub(outputs) ? [Destination(.github)] : []))
  }

  private func mappings() throws -> [SourcePlaces.Mapping] {
    try sourceMap.map { text in
      guard let mapping = SourcePlaces.Mapping(text), ObjectAddress(mapping.prefix) != nil else {
        throw ValidationError(
          "--source-map \(TextStyle.harmless(text)) is not of the form s3://bucket/=path/")
      }
      return mapping
    }
  }

  /// Checks before a long run that the reports can be written.
  ///
  /// - Parameters:
  ///   - outputs: The outputs in the configuration.
  ///   - inputs: The paths of files that the command reads, which no report may replace.
  /// - Throws: `ToolExit` with 2, after it reports what can't be written.
  func check(default outputs: [String] = [], keeping inputs: [String] = []) throws {
    try ReportWriter(destinations: try destinations(default: outputs)).check(keeping: inputs)
  }

  /// Writes a report to all destinations, then the summary.
  ///
  /// - Parameters:
  ///   - report: The report.
  ///   - seconds: How long the run took.
  ///   - exitCode: The exit code of the process if every report can be written.
  ///   - configuration: The configuration, which may name the targets.
  ///   - outputs: The outputs in the configuration.
  ///   - recorded: The recorded run of a report from a file; nil for a new report.
  /// - Throws: `ToolExit` with 2 or 4 if a report could not be written.
  func write(
    _ report: Report, seconds: Double, exitCode: Int32, configuration: Configuration? = nil,
    default outputs: [String] = [], recorded: ReportOptions? = nil
  ) async throws {
    let streams = Streams()
    var options = try options(seconds, configuration: configuration)
    var report = report
    if let recorded {
      options.take(recorded, withTimes: !deterministic)
      if let maxPerRule { report = report.listing(atMost: maxPerRule) }
    }
    options.exitCode = Int(exitCode)
    let destinations = try destinations(default: outputs)
    let failure = await ReportWriter(destinations: destinations).write(report) {
      var options = options
      options.usesColor = $0.place == .descriptor(1) && streams.usesColor(color)
      return options
    }
    if speaksToGitHub(outputs) { GitHubActions.summarize(report, options: options) }
    if !quiet {
      if verbose { streams.writeError(details(of: report, seconds: seconds)) }
      streams.writeError(ReportSummary(report).line + "\n")
    }
    if failure != 0 { throw ToolExit(code: failure) }
  }

  /// A new report as one from a file, with the facts about its run.
  ///
  /// - Parameters:
  ///   - report: The report.
  ///   - seconds: How long the run took.
  ///   - exitCode: The exit code of the process.
  ///   - configuration: The configuration.
  /// - Returns: The report and the facts.
  /// - Throws: `ValidationError` if a mapping of addresses is malformed.
  func recorded(
    _ report: Report, seconds: Double, exitCode: Int32, configuration: Configuration?
  ) throws -> RecordedReport {
    var options = try options(seconds, configuration: configuration)
    options.exitCode = Int(exitCode)
    return RecordedReport(report, named: "the report", options: options)
  }

  private func options(
    _ seconds: Double, configuration: Configuration?
  ) throws -> ReportOptions {
    var options = ReportOptions(toolVersion: ToolVersion.text)
    options.places = SourcePlaces(configuration, sourceMap: try mappings())
    options.listsEveryOutcome = sarifAll
    options.listedPerRule = maxPerRule
    if let sarifCategory { options.category = sarifCategory }
    options.rulePages = rulesURL.flatMap(RulePages.init)
    if !deterministic {
      options.started = Clock.today.text
      options.seconds = (seconds * 1000).rounded() / 1000
      options.command = CommandLine.arguments.map(Redaction.of)
    }
    return options
  }

  private func details(of report: Report, seconds: Double) -> String {
    let targets = report.targets.map { target in
      let dialect = target.dialect.map { ", checked as \($0.versions)" } ?? ""
      let declared = target.declared.map { ", declares \($0)" } ?? ""
      return
        "\(TextStyle.harmless(target.uri)): \(target.kind)\(dialect)\(TextStyle.harmless(declared))\n"
    }
    let rate = seconds > 0 ? Int(Double(report.coverage.rows) / seconds) : 0
    return targets.joined()
      + "profile \(report.settings.profile.rawValue); \((seconds * 1000).rounded() / 1000) s; "
      + "\(report.coverage.bytes) bytes; \(rate) rows/s\n"
  }
}

extension ReportOptions {
  /// Takes over the recorded values of a run.
  fileprivate mutating func take(_ recorded: ReportOptions, withTimes: Bool) {
    toolVersion = recorded.toolVersion
    started = withTimes ? recorded.started : nil
    seconds = withTimes ? recorded.seconds : nil
    command = withTimes ? recorded.command : nil
  }
}
