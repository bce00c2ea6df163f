internal import Formats

/// Writes the content of the rule files, for people and for programs.
package struct RulePage {
  private let book: RuleBook

  /// Takes the rules to write.
  package init(_ book: RuleBook) { self.book = book }

  /// One line per rule: code, severity by default, name, title.
  package var list: String {
    let width = book.rules.map(\.name.count).max() ?? 0
    return book.rules.map { rule in
      let severity = rule.severities[.default]?.rawValue ?? "off"
      return "\(rule.code)  \(Self.padded(severity, to: 7))  \(Self.padded(rule.name, to: width))  "
        + "\(rule.title)\n"
    }.joined()
  }

  /// The full text on a rule.
  package func text(of rule: Rule) -> String {
    var text = "\(rule.code) \(rule.name)\n\(rule.title)\n\n\(rule.explanation)\n\n"
    text += "How to fix:   \(rule.help)\n"
    text += "Fix:          \(Self.words(rule.fix))\n"
    let quote = rule.quote.map { ": \"\($0)\"" } ?? ""
    let section = rule.section.isEmpty ? "" : ", §\(rule.section)\(quote)"
    text +=
      rule.scope == .mirror
      ? "Based on:     a proposal of this project, \(rule.basis.rawValue)\n"
      : "Based on:     \(rule.level.rawValue), \(rule.basis.rawValue)\(section)\n"
    if !rule.requirements.isEmpty {
      text += "Requirements: \(rule.requirements.joined(separator: ", "))\n"
    }
    text += "Severity:     \(severities(of: rule))\n"
    text += "Checks:       \(rule.scope.rawValue), cost: \(Self.words(cost: rule.cost))\n"
    for option in rule.options {
      text += "Option:       \(option.name), \(Self.values(of: option)): \(option.description)\n"
    }
    for (name, value) in Self.facts(on: rule) {
      text += Self.padded("\(name):", to: 14) + value + "\n"
    }
    text += "Since:        \(rule.since)\n"
    if let dialect = rule.exampleDialect { text += "The examples follow version \(dialect).\n" }
    for (title, examples) in [("Right", rule.validExamples), ("Wrong", rule.invalidExamples)] {
      for example in examples { text += "\n\(title):\n" + Self.indented(example) }
    }
    return HarmlessText.ofLines(text)
  }

  /// The same as a page of Markdown.
  package func markdown(of rule: Rule) -> String {
    var text =
      "# \(rule.code) `\(rule.name)`\n\n\(Self.escaped(rule.title))\n\n\(rule.explanation)\n\n"
    text += "**How to fix it.** \(rule.help)\n\n| | |\n|---|---|\n"
    text += "| fix | \(Self.words(rule.fix)) |\n"
    text += "| level | \(rule.level.rawValue) |\n| basis | \(rule.basis.rawValue) |\n"
    if !rule.section.isEmpty { text += "| section | \(rule.section) |\n" }
    if !rule.requirements.isEmpty {
      text += "| requirements | \(rule.requirements.joined(separator: ", ")) |\n"
    }
    text += "| severity | \(severities(of: rule)) |\n| since | \(rule.since) |\n"
    for (name, value) in Self.facts(on: rule) { text += "| \(name.lowercased()) | \(value) |\n" }
    for option in rule.options {
      text += "| option `\(option.name)` | \(Self.values(of: option)): "
      text += "\(Self.escaped(option.description)) |\n"
    }
    for (title, examples) in [("Right", rule.validExamples), ("Wrong", rule.invalidExamples)] {
      for example in examples { text += "\n\(title):\n\n```text\n\(Self.block(example))```\n" }
    }
    return HarmlessText.ofLines(text)
  }

  /// The table of all rules in Markdown.
  package var markdownTable: String {
    let head =
      "| code | name | level | default | fix | what is wrong |\n|---|---|---|---|---|---|\n"
    return head
      + book.rules.map { rule in
        "| \(rule.code) | `\(rule.name)` | \(rule.level.rawValue) | "
          + "\(rule.severities[.default]?.rawValue ?? "off") | \(rule.fix?.rawValue ?? "") "
          + "| \(Self.escaped(rule.title)) |\n"
      }.joined()
  }

  /// Rules as JSON.
  package func json(_ rules: [Rule]) -> [UInt8] {
    JSONWriter.write(.array(rules.map(value)))
  }

  private func value(_ rule: Rule) -> JSONValue {
    let severities = Profile.allCases.map { profile in
      (
        key: profile.rawValue,
        value: JSONValue.string(rule.severities[profile]?.rawValue ?? "off")
      )
    }
    var members: [(key: String, value: JSONValue)] = [
      (key: "code", value: .string(rule.code)), (key: "name", value: .string(rule.name)),
      (key: "title", value: .string(rule.title)),
      (key: "requirements", value: .array(rule.requirements.map { .string($0) })),
      (key: "level", value: .string(rule.level.rawValue)),
      (key: "section", value: .string(rule.section)),
      (key: "basis", value: .string(rule.basis.rawValue)),
      (key: "severity", value: .object(severities)),
      (key: "scope", value: .string(rule.scope.rawValue)),
      (key: "cost", value: .string(rule.cost)),
      (key: "checked", value: .string(rule.isCheckedBySchema ? "schema" : "swift")),
      (key: "options", value: .array(rule.options.map(Self.value))),
      (key: "help", value: .string(rule.help)),
      (key: "explanation", value: .string(rule.explanation)),
      (key: "since", value: .string(rule.since)),
    ]
    if let fix = rule.fix { members.append((key: "fix", value: .string(fix.rawValue))) }
    if let quote = rule.quote { members.append((key: "quote", value: .string(quote))) }
    for (name, examples) in [("valid", rule.validExamples), ("invalid", rule.invalidExamples)] {
      let texts = examples.map { example in
        JSONValue.object(
          example.files.sorted { $0.key < $1.key }.map { (key: $0.key, value: .string($0.value)) })
      }
      members.append((key: name, value: .array(texts)))
    }
    return .object(members)
  }

  private static func value(_ option: RuleOption) -> JSONValue {
    [
      "name": .string(option.name), "type": .string(option.kind.rawValue),
      "default": .string(option.text(option.defaultValue)),
      "minimum": .string(option.text(option.range.lowerBound)),
      "maximum": .string(option.text(option.range.upperBound)),
      "description": .string(option.description),
    ]
  }

  private static func values(of option: RuleOption) -> String {
    "\(option.text(option.defaultValue)) by default, \(option.text(option.range.lowerBound)) to "
      + option.text(option.range.upperBound)
  }

  private func severities(of rule: Rule) -> String {
    let words = Profile.allCases.map { ($0.rawValue, rule.severities[$0]?.rawValue ?? "off") }
    if Set(words.map(\.1)).count == 1 { return words[0].1 + " in every profile" }
    return words.map { "\($0.1) (\($0.0))" }.joined(separator: ", ")
  }

  /// How the findings of a rule relate to those of others.
  private static func facts(on rule: Rule) -> [(name: String, value: String)] {
    var facts: [(name: String, value: String)] = []
    if rule.isHabit { facts.append(("Listed", "once per file, with the number of places")) }
    if !rule.causes.isEmpty {
      facts.append(("Caused by", "often by \(rule.causes.joined(separator: ", "))"))
    }
    let hidden = rule.hides.sorted().joined(separator: ", ")
    if !hidden.isEmpty {
      facts.append(("Hides", hidden == Rule.everything ? "all other findings" : hidden))
    }
    return facts
  }

  private static func words(_ fix: Rule.FixAvailability?) -> String {
    switch fix {
    case .safe: "scregistry fix does it"
    case .unsafe: "scregistry fix --unsafe does it if possible"
    case .sometimes: "scregistry fix does it if it is certain"
    case nil: "by hand"
    }
  }

  private static func words(cost: String) -> String {
    cost == "constant" ? cost : "once per \(cost)"
  }

  private static func block(_ example: RuleExample) -> String {
    example.files.sorted { $0.key < $1.key }.map { name, text in
      let shown = isBinary(text) ? "(a Parquet file, in Schemas/rules/index.yaml)" : text
      let ended = shown.hasSuffix("\n") ? shown : shown + "\n"
      return (name.isEmpty ? "" : "-- \(name)\n") + ended
    }.joined()
  }

  /// Whether an example is the Base64 of a file that nobody wants to read.
  private static func isBinary(_ text: String) -> Bool {
    text.hasPrefix("base64:") || text.hasPrefix("\u{2193}base64:")
  }

  private static func indented(_ example: RuleExample) -> String {
    block(example).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { "    \($0)\n" }.joined()
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: Swift.max(0, width - text.count))
  }

  private static func escaped(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
