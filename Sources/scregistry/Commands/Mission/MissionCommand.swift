internal import ArgumentParser
internal import RegistryPublishing
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Proposes, tests and converts mission files.
  struct MissionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "mission", abstract: "Propose, test and convert mission files.",
      subcommands: [Infer.self, Test.self, FromCDAWeb.self])

    func run() throws { throw MissingCommand(help: Self.helpMessage()) }
  }
}

extension ScregistryTool.MissionCommand {
  /// Proposes a mission file.
  struct Infer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Propose a mission file from the file names in a bucket.",
      discussion: """
        Names that differ only in digits are compared together. Digits are a time only if all of \
        these names allow it. The proposal shows how many files each template covers and which \
        files no template explains. A template covers at least two files.

        Exit codes: 0 nine tenths of the objects of each directory are explained; 1 fewer are; 3 \
        the source is not complete.
        """)

    @OptionGroup var input: MissionInput

    func validate() throws { try input.requireSources() }

    func run() async throws {
      var inference = MissionInference()
      var isComplete = true
      let sources = try input.publishingSources()
      for source in sources {
        do throws(StoreError) {
          let summary = try await source.content.read { entries in
            inference.take(entries)
          } progress: { _ in
          }
          isComplete = isComplete && summary.isComplete
          for fault in summary.faults {
            Streams().writeError(TextStyle.harmless("\(source.name): \(fault)") + "\n")
          }
        } catch {
          Streams().writeError(TextStyle.harmless("\(source.name): \(error.detail)") + "\n")
          throw ToolExit(code: 3)
        }
      }
      let proposal = inference.proposal(of: sources.first?.address)
      Streams().writeOutput(Array(proposal.text.utf8))
      Streams().writeError(
        "\(inference.objects.counted("object")), \(proposal.templateCount.counted("template")), "
          + "\(proposal.unexplainedCount) not explained\n")
      guard isComplete else { throw ToolExit(code: 3) }
      throw ToolExit(code: proposal.isExplained ? 0 : 1)
    }
  }

  /// Tests a mission file.
  struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show how a mission file sorts the files of a bucket into datasets.",
      discussion: """
        For each dataset it shows the times that would be published, how much they cover, the \
        gaps, and how some keys were read.

        Exit codes: 0 every object belongs to one dataset or is skipped for a known cause; 1 some \
        do not; 2 wrong usage or a wrong mission file; 3 a source can't be read.
        """)

    @Argument(help: "The mission file.")
    var mission: String

    @OptionGroup var input: MissionInput

    @Option(
      help: "Say how this key is read, or where the nearest template gives up; may be repeated.")
    var explain: [String] = []

    @Option(help: "Write text or json")
    var output = "text"

    func validate() throws {
      if explain.isEmpty { try input.requireSources() }
      if !["text", "json"].contains(output) {
        throw ValidationError("--output must be text or json")
      }
    }

    func run() async throws {
      let mission = try MissionFile.read(mission)
      guard explain.isEmpty else {
        let found = explain.map { KeyExplanation($0, by: mission) }
        Streams().writeOutput(Array(found.map(\.text).joined().utf8))
        throw ToolExit(code: found.allSatisfy(\.isExplained) ? 0 : 1)
      }
      let trial: MissionTrial
      do throws(PublishingError) {
        trial = try await MissionTrial(mission, on: try input.publishingSources())
      } catch {
        Streams().writeError(TextStyle.harmless("\(error)") + "\n")
        throw ToolExit(code: 3)
      }
      Streams().writeOutput(output == "json" ? trial.json : Array(trial.text.utf8))
      throw ToolExit(code: trial.isExplained ? 0 : 1)
    }
  }

  /// Converts CDAWeb's list of datasets.
  struct FromCDAWeb: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "from-cdaweb",
      abstract: "Make a mission file from CDAWeb's list of datasets, all.xml.")

    @Argument(help: "The file of the list.")
    var list: String

    @Option(help: "Set the address of the bucket that has the files")
    var endpoint = Placeholder.endpoint

    @Option(help: "Set the address that keys are relative to (default: the bucket of the endpoint)")
    var base: String?

    @Option(help: "Remove this prefix from the URLs to get the keys of the bucket")
    var root = "https://cdaweb.gsfc.nasa.gov/pub/"

    func run() throws {
      let (name, bytes) = try InputFile.read(list)
      do throws(ConfigurationError) {
        let outcome = try CDAWebList.mission(
          from: bytes, endpoint: endpoint, base: base, removing: root, path: name)
        Streams().writeOutput(Array(outcome.text.utf8))
        Streams().writeError(
          outcome.leftOut.map { TextStyle.harmless("skipped: \($0)") + "\n" }.joined()
            + "\(outcome.datasets.counted("dataset")), \(outcome.leftOut.count) skipped\n")
      } catch {
        Streams().writeError(error.description)
        throw ToolExit(code: 2)
      }
    }
  }
}

/// The files that mission files are made from or tested on.
struct MissionInput: ParsableArguments {
  @Argument(help: "An address such as s3://bucket/prefix/, a directory, or a listing.")
  var sources: [String] = []

  @Option(help: "Read listings as \(ListingFormat.names) (default: by their content).")
  var from: String?

  @Option(name: .shortAndLong, help: "List N directories of a bucket at a time")
  var jobs = 8

  @OptionGroup var storage: StorageArguments

  func validate() throws {
    if let from, ListingFormat(rawValue: from) == nil {
      throw ValidationError("--from must be one of \(ListingFormat.names)")
    }
    if !(1...256).contains(jobs) { throw ValidationError("--jobs must be from 1 to 256") }
  }

  /// Makes sure that there is a source.
  func requireSources() throws {
    if sources.isEmpty {
      throw ValidationError("name a source: an address, a directory or a listing")
    }
  }

  /// The sources.
  func publishingSources() throws(PublishingError) -> [PublishingSource] {
    let options = storage.flags.options(over: nil)
    var found: [PublishingSource] = []
    for name in sources {
      found.append(try PublishingSource(name, format: from, storage: options, jobs: jobs))
    }
    return found
  }
}

/// Reads mission files.
enum MissionFile {
  /// Reads a mission file.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - isPublished: Whether the file may have no placeholders.
  /// - Returns: The mission.
  /// - Throws: `ToolExit` with 2, after it reports the faults of the file.
  static func read(_ path: String, isPublished: Bool = false) throws -> Mission {
    let (name, bytes) = try InputFile.read(path)
    do throws(ConfigurationError) {
      let mission = try Mission(parsing: bytes, path: name)
      if isPublished { try mission.requireComplete() }
      return mission
    } catch {
      Streams().writeError(error.description)
    }
    throw ToolExit(code: 2)
  }
}
