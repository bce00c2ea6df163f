internal import ArgumentParser
internal import RegistryReports
internal import RegistryValidation

extension ScregistryTool.HistoryCommand {
  /// Shows a history.
  struct HistoryShow: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show how the findings of a history change.",
      discussion: """
        badge-svg is a picture of the last verdict, badge-json is the same for services that draw \
        badges, openmetrics is a text file for Prometheus and other monitors. Files that are not \
        reports are named on standard error and do not change.

        Example:
          scregistry history show history/
        """)

    @Argument(help: "The directory of the history.", completion: .directory)
    var directory: String

    @Option(
      name: .shortAndLong,
      help: """
        Write this format: \(Self.formats); add =PATH to write a file. Repeatable (default: text).
        """)
    var output: [String] = []

    @Option(help: ArgumentHelp("Show only the last N runs (default: all).", valueName: "n"))
    var last: Int?

    @Option(help: "Colour text: auto, always or never")
    var color = ColorChoice.auto

    @Flag(name: .shortAndLong, help: "Write no summary.")
    var quiet = false

    private static let formats = HistoryFormat.allCases.map(\.rawValue).joined(separator: ", ")

    func validate() throws {
      guard last ?? 1 > 0 else { throw ValidationError("--last must be at least 1") }
      _ = try destinations()
    }

    private func destinations() throws -> [Destination<HistoryFormat>] {
      try Destination.all(output, usual: [Destination(.text)])
    }

    func run() throws {
      let destinations = try destinations()
      for destination in destinations { try destination.place.check() }
      let all = try HistoryDirectory(directory).read()
      let streams = Streams()
      for file in all.unusable.prefix(20) { streams.writeError("warning: \(file)\n") }
      if all.unusable.count > 20 {
        streams.writeError("warning: \(all.unusable.count - 20) more files are not reports\n")
      }
      guard !all.points.isEmpty else {
        throw ToolFailure(
          "\(directory): there is no report in it; add one with scregistry history add", exitCode: 2
        )
      }
      let history = last.map(all.suffix) ?? all
      for destination in destinations {
        let isColored = destination.place == .descriptor(1) && streams.usesColor(color)
        try destination.write(
          history.written(
            as: destination.format, toolVersion: ToolVersion.text, usesColor: isColored))
      }
      if !quiet { streams.writeError(history.summary + "\n") }
    }
  }
}
