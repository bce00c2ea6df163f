internal import ArgumentParser
internal import RegistryReports
internal import RegistryValidation

extension ScregistryTool.HistoryCommand {
  /// Adds reports to a history.
  struct HistoryAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add",
      abstract: "Add reports to a history.",
      discussion: """
        Each report is written to a file that is named by the start of its run, such as \
        2026-11-28T194114Z.json. Other files do not change. A report that the history has already \
        is not added again.

        Example:
          scregistry history add history/ report.json
        """)

    @Argument(
      help: "The directory of the history; it is made if it does not exist.", completion: .directory
    )
    var directory: String

    @Argument(
      help: "Reports in json or ndjson; one may be - for standard input.", completion: .file())
    var reports: [String]

    @Flag(name: .shortAndLong, help: "Write no summary.")
    var quiet = false

    func validate() throws {
      guard reports.filter({ $0 == "-" }).count < 2 else {
        throw ValidationError("- appears twice; standard input can be read only once")
      }
    }

    func run() throws {
      let history = HistoryDirectory(directory)
      let streams = Streams()
      for report in reports {
        let addition = try history.add(try InputFile.report(report))
        guard !quiet else { continue }
        switch addition {
        case .added(let name): streams.writeError(TextStyle.harmless("added \(name)") + "\n")
        case .present(let name):
          streams.writeError(TextStyle.harmless("\(name) is the same report") + "\n")
        }
      }
    }
  }
}
