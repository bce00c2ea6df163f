internal import ArgumentParser
internal import RegistryReports

extension ScregistryTool {
  /// Commands for the history of validations.
  struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "history",
      abstract: "Keep the reports of many runs and show how the findings change.",
      discussion: """
        A history is a directory of JSON reports, named by the time of their runs. validate \
        --history DIR adds one in each run.

        Examples:
          scregistry history add history/ report.json
          scregistry history show history/
        """,
      subcommands: [HistoryAdd.self, HistoryShow.self])

    func run() throws { throw MissingCommand(help: Self.helpMessage()) }
  }
}
