internal import ArgumentParser
internal import Files
internal import Formats
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

      Options of every command, for other programs: --errors json writes errors, warnings and \
      summaries to standard error as JSON, one object per line; --progress json does so for \
      progress.

      Examples:
        scregistry validate s3://my-bucket/
        scregistry files s3://my-bucket/ my_dataset --start 2020-01-01/P1D
      """,
    version: ToolVersion.text,
    groupedSubcommands: [
      CommandGroup(
        name: "Check",
        subcommands: [
          Validate.self, FixCommand.self, BaselineCommand.self, Diff.self, ReportCommand.self,
          HistoryCommand.self, Plan.self,
        ]),
      CommandGroup(
        name: "Read",
        subcommands: [
          Files.self, Fetch.self, Cat.self, Datasets.self, Show.self, Search.self, Buckets.self,
          Tree.self,
          Lookup.self, Sample.self,
        ]),
      CommandGroup(
        name: "Publish",
        subcommands: [
          Generate.self, Update.self, Migrate.self, Convert.self, MissionCommand.self,
          CatalogCommand.self, RegistryCommand.self, Snapshot.self, SiteCommand.self,
        ]),
      CommandGroup(name: "Mirror", subcommands: [MirrorCommand.self]),
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
    _ = Clock.today
    Streams.occupyClosedDescriptors()
    let options = GlobalOptions.ofThisProcess
    var noted: Set<String> = []
    let words = OldSpelling.replaced(in: options.words) { spelling in
      if noted.insert(spelling.old).inserted { Streams().writeError(spelling.note) }
    }
    var isParsed = false
    do {
      if let fault = options.fault {
        isParsed = true
        throw ValidationError(fault)
      }
      var command = try await asyncParseAsRoot(words)
      isParsed = true
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let error as any ToolError {
      if let line = error.messageLine {
        Streams().writeError(line, text: error.lines)
      } else {
        Streams().writeError(error.lines)
      }
      ProcessEnd.exit(error.exitCode)
    } catch {
      finish(error, words: words, isParsed: isParsed)
    }
    ProcessEnd.exit(0)
  }

  /// Ends after an error of the command line: help and version exit with 0, anything else is wrong usage.
  private static func finish(_ error: any Error, words: [String], isParsed: Bool) -> Never {
    let streams = Streams()
    let asksForHelp = words.first == "help" || words.contains { $0 == "--help" || $0 == "-h" }
    let asked = words.first == "help" ? Array(words.dropFirst()) : words
    if exitCode(for: error).isSuccess, asksForHelp,
      let message = UsageAdvice(asked, of: self).unknownHelp
    {
      let text = HarmlessText.ofLines(Redaction.ofUsage(message))
      streams.writeError(MessageLine(usage: text), text: text + "\n")
      ProcessEnd.exit(2)
    }
    if exitCode(for: error).isSuccess {
      let text = fullMessage(for: error) + "\n"
      do throws(WriteFailure) {
        try streams.writeOutput(Array(text.utf8))
      } catch {
        streams.writeError(error.lines)
        ProcessEnd.exit(error.exitCode)
      }
      ProcessEnd.exit(0)
    }
    let advice = UsageAdvice(words, of: self)
    // A name that is quoted may come from anybody, and must not steer the terminal.
    let message = HarmlessText.ofLines(
      Redaction.ofUsage(advice.message(for: error, isParsed: isParsed)))
    streams.writeError(MessageLine(usage: message), text: message + "\n")
    ProcessEnd.exit(2)
  }
}

/// The version of this program.
enum ToolVersion {
  /// Major, minor, patch.
  static let text = "0.6.0"
}
