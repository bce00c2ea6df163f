internal import ArgumentParser
internal import Glibc
internal import RegistryValidation

/// The command line tool.
@main
struct ScregistryTool: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scregistry",
    abstract: "Check and read registries of HelioCloud's Shared Cloud Registry (CloudCatalog).",
    discussion: """
      Exit codes: 0 no finding at or above the fail level; 1 at least one; 2 wrong usage; \
      3 undetermined, since something could not be evaluated; 4 internal error, or a report \
      could not be written.
      """,
    version: ToolVersion.text,
    groupedSubcommands: [
      CommandGroup(
        name: "Check",
        subcommands: [
          Validate.self, FixCommand.self, BaselineCommand.self, Diff.self, ReportCommand.self,
        ]),
      CommandGroup(
        name: "Read",
        subcommands: [
          Files.self, Fetch.self, Datasets.self, Show.self, Search.self, Buckets.self, Tree.self,
          Lookup.self, Sample.self,
        ]),
      CommandGroup(
        name: "Publish",
        subcommands: [
          Generate.self, Update.self, Migrate.self, MissionCommand.self, CatalogCommand.self,
          RegistryCommand.self, Snapshot.self,
        ]),
      CommandGroup(name: "Prove", subcommands: [ConformanceCommand.self]),
      CommandGroup(
        name: "Reference",
        subcommands: [
          Init.self, Rules.self, Explain.self, SchemaCommand.self, Version.self,
        ]),
    ])

  func run() throws { throw MissingCommand(help: Self.helpMessage()) }

  /// Runs the command and ends the process with the code that docs/reference/exit-codes.md documents.
  static func main() async {
    // A reader that closes the pipe early, such as head, is not a failure.
    signal(SIGPIPE, SIG_IGN)
    // A file that exceeds the size limit is reported like a full disk.
    signal(SIGXFSZ, SIG_IGN)
    Streams.occupyClosedDescriptors()
    let words = ProgramArguments.words
    var isParsed = false
    do {
      var command = try parseAsRoot(words)
      isParsed = true
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let error as any ToolError {
      Streams().writeError(error.lines)
      Glibc.exit(error.exitCode)
    } catch {
      finish(error, words: words, isParsed: isParsed)
    }
  }

  /// Ends after an error of the command line: help and version exit with 0, anything else is wrong usage.
  private static func finish(_ error: any Error, words: [String], isParsed: Bool) -> Never {
    let streams = Streams()
    if exitCode(for: error).isSuccess {
      streams.writeOutput(Array((fullMessage(for: error) + "\n").utf8))
      Glibc.exit(0)
    }
    let advice = UsageAdvice(words, of: self)
    streams.writeError(advice.message(for: error, isParsed: isParsed) + "\n")
    Glibc.exit(2)
  }
}

/// The version of this program.
enum ToolVersion {
  /// Major, minor, patch.
  static let text = "0.5.0"
}
