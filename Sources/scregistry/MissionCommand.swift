internal import ArgumentParser
internal import RegistryPublishing
internal import RegistryValidation
internal import SharedCloudRegistry

extension ScregistryTool {
  /// Makes and tries mission files.
  struct MissionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "mission", abstract: "Propose, try and convert mission files.",
      subcommands: [Infer.self, Test.self, FromCDAWeb.self])

    func run() throws { throw MissingCommand(help: Self.helpMessage()) }
  }
}

extension ScregistryTool.MissionCommand {
  /// Proposes a mission file.
  struct Infer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Propose a mission file by what the names in a bucket look like.",
      discussion: """
        Names that are alike make a dataset. The proposal shows how many files each template \
        covers and what could not be explained; exit code 3 if the source is not complete.
        """)

    @OptionGroup var input: MissionInput

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
      let text = inference.text(of: sources.first?.address)
      Streams().writeOutput(Array(text.utf8))
      Streams().writeError(
        "\(inference.objects) objects, \(inference.templateCount) templates, "
          + "\(inference.unexplainedCount) not explained\n")
      throw ToolExit(code: isComplete ? 0 : 3)
    }
  }

  /// Tries a mission file.
  struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what a mission file makes of what a bucket holds.",
      discussion: """
        Exit codes: 0 every object belongs to one dataset or is left out for a known cause; 1 some \
        don't; 2 wrong usage or mission file; 3 a source can't be read.
        """)

    @Argument(help: "The mission file.")
    var mission: String

    @OptionGroup var input: MissionInput

    @Option(help: "The form of the outcome: text or json.")
    var output = "text"

    func validate() throws {
      if !["text", "json"].contains(output) {
        throw ValidationError("--output must be text or json")
      }
    }

    func run() async throws {
      let mission = try MissionFile.read(mission)
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

  /// Converts CDAWeb's list.
  struct FromCDAWeb: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "from-cdaweb", abstract: "Make a mission file of CDAWeb's list, all.xml.")

    @Argument(help: "The file of the list.")
    var list: String

    @Option(help: "The address of the bucket that holds the files.")
    var endpoint = Placeholder.endpoint

    @Option(help: "What the URLs begin with that is not in the keys of the bucket.")
    var root = "https://cdaweb.gsfc.nasa.gov/pub/"

    func run() throws {
      let (name, bytes) = try InputFile.read(list)
      do throws(ConfigurationError) {
        let outcome = try CDAWebList.mission(
          from: bytes, endpoint: endpoint, removing: root, path: name)
        Streams().writeOutput(Array(outcome.text.utf8))
        Streams().writeError("\(outcome.datasets) datasets, \(outcome.leftOut.count) left out\n")
      } catch {
        Streams().writeError(error.description)
        throw ToolExit(code: 2)
      }
    }
  }
}

/// What mission files are made of or tried on.
struct MissionInput: ParsableArguments {
  @Argument(help: "An address such as s3://bucket/prefix/, a directory, or a listing.")
  var sources: [String]

  @Option(help: "The format of listings: \(ListingFormat.names). (default: by their content)")
  var from: String?

  @Option(name: .shortAndLong, help: "How many directories of a bucket are listed at a time.")
  var jobs = 8

  @OptionGroup var storage: StorageArguments

  func validate() throws {
    if let from, ListingFormat(rawValue: from) == nil {
      throw ValidationError("--from must be one of \(ListingFormat.names)")
    }
    if !(1...256).contains(jobs) { throw ValidationError("--jobs must be from 1 to 256") }
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
  /// Reads a mission file, or ends with what is wrong with it.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - isPublished: Whether nothing may be left to be filled in.
  /// - Returns: The mission.
  /// - Throws: The exit code, after what there was to say.
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
