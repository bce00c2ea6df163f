internal import ArgumentParser
internal import RegistryValidation

extension ScregistryTool {
  /// Tells what became of the findings of one report in a later one.
  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Compare two reports: what is new, fixed, or still there.",
      discussion: """
        Reports are files that scregistry wrote as json or ndjson. Findings are the same if their \
        fingerprints are, whatever their lines. What the old report has and the new run did not \
        look at is unknown, not fixed.

        Exit codes: 0 nothing new at or above the fail level; 1 something new; 2 a report can't \
        be used; 3 nothing new, but something could not be evaluated or was not looked at.
        """)

    @Argument(help: "The earlier report; one of the two may be - for standard input.")
    var old: String

    @Argument(help: "The later report.")
    var new: String

    @Option(
      name: .shortAndLong,
      help: "A format, text, json or markdown, with =PATH to write it to a file.")
    var output: [String] = []

    @Option(help: "The lowest severity that makes the exit code 1. (default: that of NEW)")
    var failLevel: Severity?

    @Flag(help: "Exit with 0 whatever is new.")
    var exitZero = false

    @Option(help: "Whether to colour text: auto, always or never.")
    var color = "auto"

    @Flag(name: .shortAndLong, help: "Write no summary.")
    var quiet = false

    func validate() throws {
      guard ["auto", "always", "never"].contains(color) else {
        throw ValidationError("--color must be auto, always or never")
      }
      guard old != "-" || new != "-" else {
        throw ValidationError("- is given twice; standard input can be read only once")
      }
      guard try destinations().filter({ $0.path == nil }).count < 2 else {
        throw ValidationError("two outputs go to standard output; give all but one a =PATH")
      }
    }

    private func destinations() throws -> [(format: DifferenceFormat, path: String?)] {
      guard !output.isEmpty else { return [(.text, nil)] }
      return try output.map { text in
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let format = DifferenceFormat(rawValue: String(parts[0])) else {
          throw ValidationError(
            "--output \(TextStyle.harmless(String(parts[0]))) is no format; there are text, json, "
              + "markdown")
        }
        guard parts.count == 1 || !parts[1].isEmpty else {
          throw ValidationError("--output \(TextStyle.harmless(text)) has no path after =")
        }
        return (format, parts.count == 2 ? String(parts[1]) : nil)
      }
    }

    func run() throws {
      let (old, new) = (try InputFile.report(old), try InputFile.report(new))
      let difference = ReportDifference(from: old.report, to: new.report, failLevel: failLevel)
      let streams = Streams()
      for (format, path) in try destinations() {
        let bytes = difference.written(
          as: format, toolVersion: ToolVersion.text,
          usesColor: path == nil && streams.usesColor(color))
        if let path {
          try FileWriter.write(bytes, to: path)
        } else if !streams.writeOutput(bytes) {
          streams.writeError("standard output can't be written\n")
          throw ToolExit(code: 4)
        }
      }
      if !quiet { streams.writeError(difference.summary + "\n") }
      throw ToolExit(code: exitZero ? 0 : difference.verdict.exitCode)
    }
  }
}
