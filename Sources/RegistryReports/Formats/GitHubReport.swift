internal import RegistryValidation

/// Writes workflow commands, which GitHub Actions shows beside the code and on the run's page.
///
/// GitHub keeps ten errors, ten warnings and ten notices per step and silently drops the rest.
/// So there is one command per rule and file, rules before files. If a severity has more than ten
/// commands, nine are written and the tenth counts the rest.
struct GitHubReport {
  let report: Report
  let options: ReportOptions

  /// How many commands of a severity GitHub keeps.
  static let kept = 10
  /// The maximum length of a message; GitHub takes more, but people don't read more.
  private static let longestMessage = 1500
  /// How many rules the last command names.
  private static let rulesNamed = 5

  /// The commands, one per line.
  var bytes: [UInt8] {
    let groups = Dictionary(grouping: report.groups, by: \.severity)
    let commands = Severity.allCases.reversed().flatMap { severity in
      self.commands(severity, for: groups[severity] ?? [])
    }
    return Array(commands.map(\.line).joined().utf8)
  }

  private func commands(_ severity: Severity, for groups: [FindingGroup]) -> [WorkflowCommand] {
    // The inputs that could not be checked must be visible, whatever else there is.
    let obstacles = severity == .warning ? obstacles : []
    let listed = byImportance(groups.filter { !$0.findings.isEmpty })
    let hasAll = listed.count == groups.count && obstacles.count + groups.count <= Self.kept
    let shown = hasAll ? listed : Array(listed.prefix(Self.kept - 1 - obstacles.count))
    let total = groups.reduce(0) { $0 + $1.count }
    let rest = total - shown.reduce(0) { $0 + $1.count }
    return obstacles + shown.map(command)
      + (rest > 0 ? [self.rest(rest, of: severity, in: groups, shown: shown)] : [])
  }

  /// Puts MUST before SHOULD, then the first file of every rule before the second of any.
  private func byImportance(_ groups: [FindingGroup]) -> [FindingGroup] {
    var seen: [String: Int] = [:]
    let ranked = groups.enumerated().map { number, group in
      let level = report.rules[group.rule]?.level ?? .advice
      seen[group.rule, default: 0] += 1
      return (
        key: (
          RequirementLevel.allCases.firstIndex(of: level) ?? 0, seen[group.rule, default: 0], number
        ), group: group
      )
    }
    return ranked.sorted { $0.key < $1.key }.map(\.group)
  }

  private static func name(of severity: Severity) -> String {
    severity == .info ? "notice" : severity.rawValue
  }
}

// MARK: - Commands

extension GitHubReport {
  /// The first finding of a group, with the number of the others.
  private func command(_ group: FindingGroup) -> WorkflowCommand {
    let rule = report.rules[group.rule]
    var command = WorkflowCommand(name: Self.name(of: group.severity), message: "")
    var lines: [String] = []
    if let finding = group.findings.first {
      let file = options.places.path(of: finding.location.uri)
      if let file { command.properties = place(finding.location, in: file) }
      let row = finding.location.placeInTable.map { $0 + ": " } ?? ""
      let prefix = (file == nil ? Self.truePlace(finding.location) + ": " : "") + row
      lines.append((prefix + finding.message).cut(to: Self.longestMessage))
    }
    if group.count > 1 { lines.append("\(group.count) of \(group.rule) in this file") }
    if let help = rule?.help { lines.append("help: " + help) }
    command.properties.append(Self.title([group.rule, rule?.name ?? ""]))
    command.message = lines.map(TextStyle.harmless).joined(separator: "\n")
    return command
  }

  /// The properties that give the place; columns only within one line, as GitHub requires.
  private func place(_ place: Location, in file: String) -> [(name: String, value: String)] {
    var properties = [(name: "file", value: TextStyle.harmless(file))]
    // A table has no lines, but GitHub shows nothing beside a file without one.
    guard let line = place.line ?? (place.placeInTable == nil ? nil : 1) else { return properties }
    let endLine = Swift.max(line, place.endLine ?? line)
    properties.append((name: "line", value: "\(line)"))
    if endLine == line, let column = place.column {
      properties.append((name: "col", value: "\(column)"))
    }
    properties.append((name: "endLine", value: "\(endLine)"))
    if endLine == line, let column = place.column, let end = place.endColumn {
      properties.append((name: "endColumn", value: "\(Swift.max(column, end))"))
    }
    return properties
  }

  private static func title(_ words: [String]) -> (name: String, value: String) {
    (name: "title", value: (["SCR"] + words).filter { !$0.isEmpty }.joined(separator: " "))
  }

  private static func truePlace(_ place: Location) -> String {
    place.uri + (place.line.map { ":\($0):\(place.column ?? 1)" } ?? "")
  }

  /// Counts the findings without their own command and names their rules.
  private func rest(
    _ count: Int, of severity: Severity, in groups: [FindingGroup], shown: [FindingGroup]
  ) -> WorkflowCommand {
    let told = Set(shown.map { "\($0.rule) \($0.uri)" })
    let others = groups.filter { !told.contains("\($0.rule) \($0.uri)") }
    let codes = Set(others.map(\.rule)).sorted()
    let more = codes.count > Self.rulesNamed ? ", …" : ""
    let names = codes.prefix(Self.rulesNamed).joined(separator: ", ") + more
    let files = Set(others.map(\.uri)).count
    let word = severity == .info ? "\(count) more info" : "\(count) more \(severity.rawValue)s"
    return WorkflowCommand(
      name: Self.name(of: severity),
      properties: [Self.title(["and", word])],
      message: "and \(word) of \(codes.count.of("rule")) in \(files.of("file")): \(names)\n"
        + "GitHub shows ten of each severity; the other reports of this run list more.")
  }

  /// The inputs that could not be checked: one command per notice code.
  private var obstacles: [WorkflowCommand] {
    let (count, all) = report.rulesNotEvaluated
    let byCode = Dictionary(grouping: report.notices, by: \.code)
    var commands = byCode.keys.sorted().prefix(4).map { code in
      let notices = byCode[code] ?? []
      let first = notices.first.map { ($0.uri.map { $0 + ": " } ?? "") + $0.message } ?? ""
      return obstacle(code, text: first, more: notices.count - 1)
    }
    let untold = report.untoldObstacles
    if let first = untold.first {
      commands.append(obstacle("", text: first, more: untold.count - 1))
    }
    guard !commands.isEmpty else { return [] }
    commands[0].message += "\n\(count) of \(all.of("rule")) not evaluated on all of their input"
    return commands
  }

  private func obstacle(_ code: String, text: String, more: Int) -> WorkflowCommand {
    let rest = more > 0 ? "\nand \(more) more" : ""
    return WorkflowCommand(
      name: "warning",
      properties: [Self.title([code, "not evaluated"])],
      message: TextStyle.harmless(text.cut(to: Self.longestMessage)) + rest)
  }
}
