internal import ArgumentParser
internal import RegistryConformance
internal import RegistryValidation

extension ScregistryTool.ConformanceCommand {
  /// Lists the cases of the suite.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the cases of the suite.")

    @OptionGroup var suite: SuiteOptions

    @OptionGroup var cases: CaseOptions

    @Option(name: .shortAndLong, help: "Write text or json")
    var output = "text"

    func validate() throws {
      guard ["text", "json"].contains(output) else {
        throw ValidationError("--output must be text or json")
      }
    }

    func run() throws {
      let suite = try suite.read()
      let list = CaseList(suite, filter: try cases.filter(for: suite))
      guard !list.isEmpty else {
        Streams().writeError("no case matches\n")
        throw ToolExit(code: 2)
      }
      Streams().writeOutput(output == "json" ? list.json : Array(list.text.utf8))
    }
  }

  /// Shows one case.
  struct ShowCase: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show a case: its topic, input and expected result.")

    @Argument(help: "The id of the case.")
    var id: String

    @OptionGroup var suite: SuiteOptions

    @Option(
      help: ArgumentHelp(
        "Write the input of the case to this directory, as adapters receive it.",
        valueName: "directory"))
    var out: String?

    func run() throws {
      let suite = try suite.read()
      guard let one = suite[id] else {
        throw ValidationError("there is no case \(TextStyle.harmless(id))")
      }
      let page = CasePage(one, of: suite)
      guard let out else {
        Streams().writeOutput(Array(page.text.utf8))
        return
      }
      do throws(SuiteError) {
        let files = try page.layOut(at: out)
        Streams().writeOutput(Array(files.map { TextStyle.harmless($0) + "\n" }.joined().utf8))
      } catch {
        Streams().writeError("\(error)\n")
        throw ToolExit(code: 2)
      }
    }
  }

  /// Shows which requirements have cases.
  struct CoverageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "coverage", abstract: "Show which requirements of the spec have cases.",
      discussion: """
        A testable MUST needs one case that keeps it and two that break it. A SHOULD needs one \
        that breaks it. A MAY needs any case. The exit code is 1 if there are gaps.
        """)

    @OptionGroup var suite: SuiteOptions

    @Option(help: "Show only this part of the spec, such as index (default: all).")
    var area: String?

    @Option(name: .shortAndLong, help: "Write text or json")
    var output = "text"

    func validate() throws {
      guard ["text", "json"].contains(output) else {
        throw ValidationError("--output must be text or json")
      }
    }

    func run() throws {
      let matrix = CoverageMatrix(try suite.read(), area: area)
      guard !matrix.rows.isEmpty else {
        throw ValidationError("there is no area \(TextStyle.harmless(area ?? ""))")
      }
      Streams().writeOutput(output == "json" ? matrix.json : Array(matrix.text.utf8))
      Streams().writeError(matrix.summaryLine + "\n")
      if !matrix.isComplete { throw ToolExit(code: 1) }
    }
  }
}
