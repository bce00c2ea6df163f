internal import ArgumentParser
internal import Glibc
internal import RegistryValidation
internal import SharedCloudRegistry

/// How and where reports are written.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: """
      A format, with =PATH to write it to a file: \(Self.formats). May be given often.
      """)
  var output: [String] = []

  @Option(help: "The most findings to list for a rule and file; all are counted.")
  var maxPerRule = 20

  @Option(help: "Whether to colour text: auto, always or never.")
  var color = "auto"

  @Flag(name: .shortAndLong, help: "Write no summary and no progress.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Write what was checked and how long it took.")
  var verbose = false

  @Flag(help: "Show progress even when standard error is no terminal.")
  var progress = false

  @Flag(help: "Leave out times, so that the same input gives the same bytes.")
  var deterministic = false

  @Option(
    help: ArgumentHelp(
      "Where a copy of a bucket lies in the checkout, for reports that CI systems show.",
      valueName: "s3://bucket/=path/"))
  var sourceMap: [String] = []

  @Flag(help: "List in SARIF also the rules that found nothing.")
  var sarifAll = false

  @Option(help: "What the runs of SARIF are told from those of other jobs by.")
  var sarifCategory: String?

  @Flag(help: "Under GitHub Actions, write as elsewhere: no workflow commands, no step summary.")
  var noGithub = false

  private static let formats = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")

  /// Whether progress is to be shown.
  var showsProgress: Bool { !quiet && (progress || Streams().isErrorATerminal) }

  /// Whether GitHub Actions is told what was found though nobody asked.
  private func speaksToGitHub(_ outputs: [String]) -> Bool {
    output.isEmpty && outputs.isEmpty && !noGithub && GitHubActions.isRunning
  }

  func validate() throws {
    guard maxPerRule > 0 else { throw ValidationError("--max-per-rule must be at least 1") }
    guard ["auto", "always", "never"].contains(color) else {
      throw ValidationError("--color must be auto, always or never")
    }
    _ = try mappings()
    _ = try destinations(default: [])
  }

  /// The formats asked for and where they go.
  ///
  /// - Parameter outputs: What the configuration asks for, as `FORMAT` or `FORMAT=PATH`.
  /// - Returns: What the command line asks for, else what the configuration does, else text.
  /// - Throws: `ValidationError` for what is no output, or two outputs in one place.
  func destinations(default outputs: [String]) throws -> [ReportDestination] {
    let texts = output.isEmpty ? outputs : output
    let destinations =
      texts.isEmpty
      ? [ReportDestination(.text)] + (speaksToGitHub(outputs) ? [ReportDestination(.github)] : [])
      : try texts.map(ReportDestination.init(parsing:))
    try ReportDestination.checkPlaces(destinations)
    return destinations
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

  /// Tells before a long run what would keep a report from being written.
  ///
  /// - Parameter outputs: What the configuration asks for.
  /// - Throws: `ToolExit` with 2 after saying what can't be written.
  func check(default outputs: [String] = []) throws {
    try ReportWriter(destinations: try destinations(default: outputs)).check()
  }

  /// Writes a report everywhere it should go, then the summary.
  ///
  /// - Parameters:
  ///   - report: The report.
  ///   - seconds: How long the run took.
  ///   - exitCode: What the process is going to exit with, if all can be written.
  ///   - configuration: Where the targets are named.
  ///   - outputs: What the configuration asks for.
  ///   - recorded: What a report that was read says of its run; nil for one made now.
  /// - Throws: `ToolExit` with 2 or 4 if something could not be written.
  func write(
    _ report: Report, seconds: Double, exitCode: Int32, configuration: Configuration? = nil,
    default outputs: [String] = [], recorded: ReportOptions? = nil
  ) async throws {
    let streams = Streams()
    var options = try options(seconds, configuration)
    if let recorded { options.take(recorded, withTimes: !deterministic) }
    options.exitCode = Int(exitCode)
    let destinations = try destinations(default: outputs)
    let failure = await ReportWriter(destinations: destinations).write(report) {
      var options = options
      options.usesColor = $0.place == .descriptor(1) && streams.usesColor(color)
      return options
    }
    if speaksToGitHub(outputs) { GitHubActions.summarize(report, options: options) }
    if !quiet {
      if verbose { streams.writeError(details(of: report, seconds)) }
      streams.writeError(ReportSummary(report).line + "\n")
    }
    if failure != 0 { throw ToolExit(code: failure) }
  }

  private func options(
    _ seconds: Double, _ configuration: Configuration?
  ) throws -> ReportOptions {
    var options = ReportOptions(toolVersion: ToolVersion.text)
    options.places = SourcePlaces(configuration, sourceMap: try mappings())
    options.listsEveryOutcome = sarifAll
    if let sarifCategory { options.category = sarifCategory }
    if !deterministic {
      options.started = SCRTime(seconds: Int64(time(nil)) - Int64(seconds)).text
      options.seconds = (seconds * 1000).rounded() / 1000
      options.command = CommandLine.arguments
    }
    return options
  }

  private func details(of report: Report, _ seconds: Double) -> String {
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
  /// Takes what was recorded of a run.
  fileprivate mutating func take(_ recorded: ReportOptions, withTimes: Bool) {
    toolVersion = recorded.toolVersion
    started = withTimes ? recorded.started : nil
    seconds = withTimes ? recorded.seconds : nil
    command = withTimes ? recorded.command : nil
  }
}
