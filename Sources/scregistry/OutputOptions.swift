internal import ArgumentParser
internal import Glibc
internal import RegistryValidation
internal import SharedCloudRegistry

/// How and where reports are written.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help:
      "A format, text, full, json or ndjson, with =PATH to write it to a file. May be given often.")
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

  /// Whether progress is to be shown.
  var showsProgress: Bool { !quiet && (progress || Streams().isErrorATerminal) }

  func validate() throws {
    guard maxPerRule > 0 else { throw ValidationError("--max-per-rule must be at least 1") }
    guard ["auto", "always", "never"].contains(color) else {
      throw ValidationError("--color must be auto, always or never")
    }
    _ = try destinations(default: [])
  }

  /// One format and where it goes.
  struct Destination {
    var format: ReportFormat
    /// The path; nil for standard output.
    var path: String?
  }

  /// The formats asked for; text if none is.
  ///
  /// - Parameter default: What the configuration asks for, as `FORMAT` or `FORMAT=PATH`.
  /// - Returns: What the command line asks for, else what the configuration does, else text.
  func destinations(default outputs: [String]) throws -> [Destination] {
    let texts = output.isEmpty ? outputs : output
    guard !texts.isEmpty else { return [Destination(format: .text, path: nil)] }
    let destinations = try texts.map { text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let format = ReportFormat(rawValue: String(parts[0])) else {
        let known = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--output \(parts[0]) is no format; there are \(known)")
      }
      guard parts.count == 1 || !parts[1].isEmpty else {
        throw ValidationError("--output \(text) has no path after =")
      }
      return Destination(format: format, path: parts.count == 2 ? String(parts[1]) : nil)
    }
    guard destinations.filter({ $0.path == nil }).count < 2 else {
      throw ValidationError("two outputs go to standard output; give all but one a =PATH")
    }
    return destinations
  }

  /// Writes a report everywhere it should go, then the summary.
  ///
  /// - Parameters:
  ///   - report: The report.
  ///   - seconds: How long it took.
  ///   - outputs: What the configuration asks for.
  ///   - places: Where the files lie in the checkout.
  func write(
    _ report: Report, seconds: Double, default outputs: [String], places: SourcePlaces
  ) throws {
    let streams = Streams()
    for destination in try destinations(default: outputs) {
      var options = options(destination, seconds)
      options.places = places
      let bytes = report.written(as: destination.format, options: options)
      if let path = destination.path {
        try FileWriter.write(bytes, to: path)
      } else if !streams.writeOutput(bytes) {
        streams.writeError("standard output: \(unsafe String(cString: strerror(errno)))\n")
        throw ToolExit(code: 4)
      }
    }
    guard !quiet else { return }
    if verbose { streams.writeError(details(of: report, seconds)) }
    streams.writeError(ReportSummary(report).line + "\n")
  }

  private func options(_ destination: Destination, _ seconds: Double) -> ReportOptions {
    var options = ReportOptions(toolVersion: ToolVersion.text)
    options.usesColor = destination.path == nil && Streams().usesColor(color)
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
