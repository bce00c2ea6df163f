internal import Formats
internal import SharedCloudRegistry

extension ConfigurationReader {
  /// Reads `rules`: a severity, or a severity and options, by code or name.
  mutating func readRules(_ node: Node?) {
    var seen: [String: Int] = [:]
    for member in node?.members.map(\.self) ?? [] {
      guard let rule = rule(member.key) else { continue }
      if let first = seen.updateValue(line(of: member.key), forKey: rule.code) {
        fault(
          member.key, "rule \(rule.code) \(rule.name) is set twice, first on line \(first)")
        continue
      }
      var change = Configuration.RuleChange(code: rule.code)
      change.severity = severity(
        member.value.kind == .object ? member.value["severity"] : member.value)
      change.options = options(member.value["options"], of: rule)
      configuration.rules.append(change)
    }
  }

  /// Reads a severity or `off`; nil for another value, which the schema reports.
  private func severity(_ node: Node?) -> Configuration.Stated<Severity?>? {
    guard let node, let text = node.string else { return nil }
    if text == "off" { return stated(nil, at: node) }
    return Severity(rawValue: text).map { stated($0, at: node) }
  }

  private mutating func options(
    _ node: Node?, of rule: Rule
  ) -> [String: Configuration.Stated<Int>] {
    var options: [String: Configuration.Stated<Int>] = [:]
    for member in node?.members.map(\.self) ?? [] {
      guard let option = rule.option(member.key.text) else {
        let known = rule.options.map(\.name).joined(separator: ", ")
        fault(
          member.key, "rule \(rule.code) \(rule.name) has no option \(member.key.text)",
          help: known.isEmpty ? "it has no options" : "it has \(known)")
        continue
      }
      if let value = value(member.value, of: option) {
        options[option.name] = stated(value, at: member.value)
      }
    }
    return options
  }

  private mutating func value(_ node: Node, of option: RuleOption) -> Int? {
    guard node.kind == .number || node.kind == .string else { return nil }
    let least = option.text(option.range.lowerBound)
    let most = option.text(option.range.upperBound)
    guard let value = option.value(of: node.text),
      (node.kind == .number) == (option.kind == .integer)
    else {
      fault(
        node,
        "option \(option.name) is not \(option.kind == .duration ? "a duration" : "an integer")",
        help: option.kind == .duration
          ? "write a whole number and a unit, such as 30s, 36h or 7d"
          : "write a whole number from \(least) to \(most)")
      return nil
    }
    guard option.range.contains(value) else {
      fault(
        node, "option \(option.name) is out of range",
        help: "write a value from \(least) to \(most)")
      return nil
    }
    return value
  }

  /// Reads `overrides`: severities for some datasets or files.
  mutating func readOverrides(_ node: Node?) {
    for element in node?.elements.map(\.self) ?? [] where element.kind == .object {
      if element["datasets"] == nil, element["paths"] == nil {
        fault(
          element, "the override has neither datasets nor paths",
          help: "put severities for everything under rules")
      }
      var override = RuleSettings.Override(
        datasets: globs(element["datasets"], ofPaths: false),
        paths: globs(element["paths"], ofPaths: true), severities: [:])
      for member in element["rules"]?.members.map(\.self) ?? [] {
        guard let rule = rule(member.key),
          requireData(rule, at: member.key, help: "set it under rules")
        else { continue }
        if member.value.kind == .object {
          fault(
            member.value, "an override can only set severities", help: "set options under rules")
        }
        guard let severity = severity(member.value) else { continue }
        guard override.severities.updateValue(severity.value, forKey: rule.code) == nil else {
          fault(member.key, "rule \(rule.code) \(rule.name) is set twice in this override")
          continue
        }
      }
      configuration.overrides.append(stated(override, at: element))
    }
  }

  /// Whether a rule checks data; notes a fault if it checks the configuration.
  private mutating func requireData(_ rule: Rule, at node: Node, help: String) -> Bool {
    guard rule.scope == .configuration else { return true }
    fault(
      node, "rule \(rule.code) \(rule.name) checks the configuration, not datasets or files",
      help: help)
    return false
  }

  /// Reads `suppress`: the findings that don't count, and why.
  mutating func readSuppressions(_ node: Node?) {
    for element in node?.elements.map(\.self) ?? [] where element.kind == .object {
      let datasets = globs(element["datasets"], ofPaths: false)
      let paths = globs(element["paths"], ofPaths: true)
      let expires = day(element["expires"])
      if let reason = element["reason"], reason.string?.allSatisfy(\.isWhitespace) ?? false {
        fault(reason, "reason is empty", help: "say why the findings don't count")
      }
      guard let name = element["rule"], name.kind == .string, let rule = rule(name),
        requireData(rule, at: name, help: "turn it off under rules"),
        let reason = element["reason"]?.string
      else { continue }
      var location = Location(uri: path, key: Configuration.fileName)
      location.line = line(of: element)
      configuration.suppressions.append(
        Suppression(
          rule: rule.code, reason: reason, datasets: datasets, paths: paths,
          owner: element["owner"]?.string, expires: expires, location: location))
    }
  }

  /// Reads a date; nil if none exists.
  private mutating func day(_ node: Node?) -> String? {
    guard let node, node.kind == .string else { return nil }
    let bytes = Array((node.text + "Z").utf8)
    guard bytes.count == 11, (try? SCRTime(parsing: bytes.span)) != nil else {
      fault(
        node, "\"\(node.text.prefix(40))\" is not a date",
        help: "write yyyy-mm-dd, such as 2027-03-01")
      return nil
    }
    return node.text
  }
}
