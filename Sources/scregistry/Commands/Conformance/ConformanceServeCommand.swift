internal import ArgumentParser
internal import Glibc
internal import RegistryConformance
internal import RegistryReports
internal import RegistryValidation

extension ScregistryTool.ConformanceCommand {
  /// Answers a runner on standard input and output.
  struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "serve",
      abstract: "Act as an adapter: answer a runner on standard input and output.",
      discussion: """
        The protocol has one JSON object per line; see Conformance/README.md. --rule and \
        --rule-option weaken the validator on purpose, to test whether the suite notices.

        Example:
          scregistry conformance run --adapter 'exec:scregistry conformance serve'
        """)

    @Option(help: "Use the severities of this profile")
    var profile = Profile.default.rawValue

    @Option(
      help: ArgumentHelp(
        "Set the severity of a rule to off, info, warning or error. Repeatable.",
        valueName: "CODE=severity"))
    var rule: [String] = []

    @Option(
      help: ArgumentHelp("Set an option of a rule. Repeatable.", valueName: "CODE.name=value"))
    var ruleOption: [String] = []

    func validate() throws { _ = try options() }

    func run() async throws {
      let server = AdapterServer(OwnAdapter(try options()))
      let isWritten = await server.serve(input: STDIN_FILENO, output: STDOUT_FILENO) {
        Streams().writeError(TextStyle.harmless($0) + "\n")
      }
      if !isWritten { throw ToolExit(code: 4) }
    }

    private func options() throws -> OwnAdapter.Options {
      var options = OwnAdapter.Options(toolVersion: ToolVersion.text)
      guard let profile = Profile(rawValue: profile) else {
        let known = Profile.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--profile must be one of \(known)")
      }
      options.profile = profile
      for text in rule {
        let (rule, value) = try Self.assignment(text, option: "--rule")
        guard value == "off" || Severity(rawValue: value) != nil else {
          throw ValidationError("--rule \(TextStyle.harmless(text)): there is no such severity")
        }
        options.severities[try RuleBook.standard.found(rule).code] = .some(
          Severity(rawValue: value))
      }
      for text in ruleOption { try Self.add(text, to: &options) }
      return options
    }

    private static func assignment(
      _ text: String, option: String
    ) throws -> (name: String, value: String) {
      let parts = text.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else {
        throw ValidationError("\(option) \(TextStyle.harmless(text)) has no value after =")
      }
      return (String(parts[0]), String(parts[1]))
    }

    private static func add(_ text: String, to options: inout OwnAdapter.Options) throws {
      let (place, value) = try assignment(text, option: "--rule-option")
      let parts = place.split(separator: ".", maxSplits: 1)
      let rule = try RuleBook.standard.found(String(parts.first ?? ""))
      guard parts.count == 2, let option = rule.option(String(parts[1])) else {
        throw ValidationError("\(rule.code) has no option in \(TextStyle.harmless(text))")
      }
      guard let number = option.value(of: value), option.range.contains(number) else {
        throw ValidationError(
          "--rule-option \(TextStyle.harmless(text)): the value is not allowed for this option")
      }
      options.ruleOptions[rule.code, default: [:]][option.name] = number
    }
  }
}
