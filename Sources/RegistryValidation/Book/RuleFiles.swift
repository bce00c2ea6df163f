internal import Formats
internal import RegistrySchemas

/// Reads the rule files that were built into the program.
enum RuleFiles {
  /// The rules of every file.
  static func load() -> [Rule] {
    SchemaFiles.all(in: "rules").flatMap { file -> [Rule] in
      do throws(SyntaxFault) {
        let document = try YAMLParser.parse(file.bytes)
        return document.root.members.map { rule(code: $0.key.text, $0.value) }
      } catch {
        preconditionFailure("the rule file \(file.name) that was built in is not YAML: \(error)")
      }
    }
  }

  private static func rule(code: String, _ entry: Node) -> Rule {
    func text(_ key: String) -> String { entry[key]?.text ?? "" }
    func examples(_ key: String) -> [RuleExample] { entry[key]?.elements.map(example) ?? [] }
    var rule = Rule(
      code: code, name: text("name"), title: text("title"),
      requirements: entry["requirements"]?.elements.map(\.text) ?? [],
      level: RequirementLevel(rawValue: text("level")) ?? .advice, section: text("section"),
      quote: entry["quote"]?.string, basis: Basis(rawValue: text("basis")) ?? .bestPractice,
      severities: severities(entry["severity"]),
      scope: Rule.Scope(rawValue: text("scope")) ?? .document, cost: text("cost"),
      isCheckedBySchema: text("checked") == "schema", options: options(entry["options"]),
      fix: entry["fix"].flatMap { Rule.FixAvailability(rawValue: $0.text) }, help: text("help"),
      explanation: text("explanation"), since: text("since"), validExamples: examples("valid"),
      invalidExamples: examples("invalid"),
      examplesHaveEscapes: entry["example-escapes"]?.bool ?? false,
      exampleDialect: entry["example-spec"]?.text)
    rule.isHabit = entry["habit"]?.bool ?? false
    rule.causes = entry["causes"]?.elements.map(\.text) ?? []
    rule.hides = Set(entry["hides"]?.elements.map(\.text) ?? [])
    rule.makesFieldsUncertain = entry["uncertain-fields"]?.bool ?? false
    return rule
  }

  private static func severities(_ node: Node?) -> [Profile: Severity] {
    var severities: [Profile: Severity] = [:]
    for profile in Profile.allCases {
      let word = node?[profile.rawValue] ?? (node?.kind == .object ? node?["default"] : node)
      severities[profile] = word.flatMap { Severity(rawValue: $0.text) }
    }
    return severities
  }

  private static func options(_ node: Node?) -> [RuleOption] {
    guard let node else { return [] }
    return node.members.map { member in
      let (name, entry) = (member.key, member.value)
      var option = RuleOption(
        name: name.text, kind: RuleOption.Kind(rawValue: entry["type"]?.text ?? "") ?? .integer,
        defaultValue: 0, range: 0...Int.max, description: entry["description"]?.text ?? "")
      func value(_ key: String) -> Int? { entry[key].flatMap { option.value(of: $0.text) } }
      guard let defaultValue = value("default"), let least = value("minimum"),
        let most = value("maximum"), least <= defaultValue, defaultValue <= most
      else { preconditionFailure("the option \(name.text) that was built in has no good default") }
      option.defaultValue = defaultValue
      option.range = least...most
      return option
    }
  }

  private static func example(_ node: Node) -> RuleExample {
    guard node.kind == .object else { return RuleExample(files: ["": node.text]) }
    return RuleExample(
      files: Dictionary(
        node.members.map { ($0.key.text, $0.value.text) }, uniquingKeysWith: { _, last in last }))
  }
}
