internal import Formats
internal import Patterns

/// Writes the settings of a run and their origins, for people and for programs.
public struct SettingsPage {
  private let applied: AppliedConfiguration

  /// Creates the page of some settings.
  ///
  /// - Parameter applied: The settings.
  public init(_ applied: AppliedConfiguration) { self.applied = applied }

  /// One setting.
  private struct Entry {
    var name: String
    var value: String
    var origin: AppliedConfiguration.Origin
  }

  private var entries: [Entry] {
    general + options + changes + overrides + suppressions + network + places
  }

  /// Writes the settings, and the rules for some files or datasets.
  ///
  /// - Parameter names: The files and datasets, as named on the command line.
  /// - Returns: Lines of text.
  public func text(for names: [String]) -> String {
    let path = applied.configuration?.path ?? "none"
    var rows = entries.map { [$0.name, $0.value, text(of: $0.origin)] }
    var page = "configuration: \(path)\n\n" + Self.table(["SETTING", "VALUE", "FROM"], rows: rows)
    for name in names {
      let (key, dataset) = applied.subject(named: name)
      page += "\nrules for \(key)" + (dataset.map { ", dataset \($0)" } ?? "") + "\n\n"
      rows = applied.ruleSettings(forFile: key, dataset: dataset).map { setting in
        let rule = applied.book[setting.code]
        let suppression = setting.suppression.map {
          " (suppressed, \(text(of: .configuration(line: $0.location.line ?? 1))): \($0.reason))"
        }
        return [
          setting.code, rule?.name ?? "", setting.severity?.rawValue ?? "off",
          text(of: setting.origin) + (suppression ?? ""),
        ]
      }
      page += Self.table(["RULE", "NAME", "SEVERITY", "FROM"], rows: rows)
    }
    return HarmlessText.ofLines(page)
  }

  /// Writes the same as one JSON document.
  ///
  /// - Parameter names: The files and datasets, as named on the command line.
  /// - Returns: The bytes of the document.
  public func json(for names: [String]) -> [UInt8] {
    let settings = entries.map { entry in
      object([("name", .string(entry.name)), ("value", .string(entry.value))], from: entry.origin)
    }
    let files = names.map { name -> JSONValue in
      let (key, dataset) = applied.subject(named: name)
      let rules = applied.ruleSettings(forFile: key, dataset: dataset).map(value)
      return [
        "name": .string(name), "path": .string(key),
        "dataset": dataset.map { .string($0) } ?? .null, "rules": .array(rules),
      ]
    }
    return JSONWriter.writeHarmless([
      "configuration": applied.configuration.map { .string($0.path) } ?? .null,
      "settings": .array(settings), "files": .array(files),
    ])
  }

  private func value(_ setting: AppliedConfiguration.RuleSetting) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("code", .string(setting.code)), ("name", .string(applied.book[setting.code]?.name ?? "")),
      ("severity", .string(setting.severity?.rawValue ?? "off")),
    ]
    if let suppression = setting.suppression {
      members.append(
        (
          "suppressed",
          object(
            [("reason", .string(suppression.reason))],
            from: .configuration(line: suppression.location.line ?? 1))
        ))
    }
    return object(members, from: setting.origin)
  }

  private func object(
    _ members: [(String, JSONValue)], from origin: AppliedConfiguration.Origin
  ) -> JSONValue {
    var members = members
    switch origin {
    case .commandLine: members.append(("from", "command line"))
    case .profile: members.append(("from", "profile"))
    case .standard: members.append(("from", "default"))
    case .configuration(let line):
      members.append(("from", .string(applied.configuration?.path ?? Configuration.fileName)))
      members.append(("line", .number(line)))
    }
    return .object(members.map { (key: $0.0, value: $0.1) })
  }

  private func text(of origin: AppliedConfiguration.Origin) -> String {
    switch origin {
    case .commandLine: "command line"
    case .profile: "profile \(applied.profile.value.rawValue)"
    case .standard: "default"
    case .configuration(let line):
      "\(applied.configuration?.path ?? Configuration.fileName):\(line)"
    }
  }

  private static func table(_ head: [String], rows: [[String]]) -> String {
    let widths = head.indices.dropLast().map { column in
      // One long value must not widen the whole column.
      Swift.min(48, ([head] + rows).map { $0[column].unicodeScalars.count }.max() ?? 0)
    }
    return ([head] + rows).map { row in
      let cells = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: Swift.max(0, width - cell.unicodeScalars.count))
      }
      return (cells + row.suffix(1)).joined(separator: "  ") + "\n"
    }.joined()
  }
}

// MARK: - Settings

extension SettingsPage {
  private var general: [Entry] {
    let targets = applied.targets.map {
      Entry(name: "target", value: $0.value, origin: $0.origin)
    }
    let outputs = applied.outputs.map {
      Entry(name: "output", value: $0.value, origin: $0.origin)
    }
    return [
      Entry(name: "spec", value: applied.spec.value, origin: applied.spec.origin),
      Entry(name: "profile", value: applied.profile.value.rawValue, origin: applied.profile.origin),
      Entry(name: "depth", value: applied.depth.value.rawValue, origin: applied.depth.origin),
      Entry(
        name: "fail-level", value: applied.failLevel.value.rawValue,
        origin: applied.failLevel.origin),
    ] + targets
      + (outputs.isEmpty ? [Entry(name: "output", value: "text", origin: .standard)] : outputs)
  }

  /// The options of all rules.
  private var options: [Entry] {
    let changes = Dictionary(
      (applied.configuration?.rules ?? []).map { ($0.code, $0.options) },
      uniquingKeysWith: { first, _ in first })
    return applied.book.rules.flatMap { rule in
      rule.options.map { option in
        let own = changes[rule.code]?[option.name]
        return Entry(
          name: "rules.\(rule.code).\(option.name)",
          value: option.text(own?.value ?? option.defaultValue),
          origin: own.map { .configuration(line: $0.line) } ?? .standard)
      }
    }
  }

  private var changes: [Entry] {
    (applied.configuration?.rules ?? []).compactMap { change in
      change.severity.map {
        Entry(
          name: "rules.\(change.code)", value: $0.value?.rawValue ?? "off",
          origin: .configuration(line: $0.line))
      }
    }
  }

  private var overrides: [Entry] {
    (applied.configuration?.overrides ?? []).enumerated().map { number, override in
      let rules = override.value.severities.sorted { $0.key < $1.key }
        .map { "\($0.key) \($0.value?.rawValue ?? "off")" }
      return Entry(
        name: "overrides.\(number + 1)",
        value: Self.scope(override.value.datasets, paths: override.value.paths)
          + rules.joined(separator: ", "),
        origin: .configuration(line: override.line))
    }
  }

  private var suppressions: [Entry] {
    applied.rules.suppressions.enumerated().map { number, suppression in
      let day = suppression.expires.map {
        applied.rules.expired.contains(number) ? " (expired on \($0))" : " (until \($0))"
      }
      return Entry(
        name: "suppress.\(number + 1)",
        value: Self.scope(suppression.datasets, paths: suppression.paths) + suppression.rule
          + (day ?? ""),
        origin: .configuration(line: suppression.location.line ?? 1))
    }
  }

  private static func scope(_ datasets: [GlobPattern], paths: [GlobPattern]) -> String {
    let texts = [("datasets", datasets), ("paths", paths)].compactMap { name, globs in
      globs.isEmpty ? nil : "\(name) \(globs.map(\.text).joined(separator: ", "))"
    }
    return texts.isEmpty ? "" : texts.joined(separator: "; ") + ": "
  }

  private var network: [Entry] {
    guard let network = applied.configuration?.network else { return [] }
    func entry<Value>(
      _ name: String, _ stated: Configuration.Stated<Value>?, _ text: (Value) -> String
    ) -> [Entry] {
      stated.map {
        [
          Entry(
            name: "network.\(name)", value: text($0.value),
            origin: .configuration(line: $0.line))
        ]
      } ?? []
    }
    return entry("timeout", network.timeout, \.text)
      + entry("retries", network.retries, String.init) + entry("jobs", network.jobs, String.init)
      + entry("endpoint", network.endpoint) { $0 ?? "null" }
      + entry("anonymous", network.anonymous, String.init)
  }

  private var places: [Entry] {
    guard let configuration = applied.configuration else { return [] }
    let listings = configuration.targets.compactMap { target in
      target.listing.map {
        Entry(
          name: "listing", value: $0,
          origin: .configuration(line: target.line))
      }
    }
    let baseline = configuration.baseline.map {
      [Entry(name: "baseline", value: $0.value, origin: .configuration(line: $0.line))]
    }
    let sources = configuration.sourceMap.map {
      Entry(
        name: "source-map", value: "\($0.value.prefix) = \($0.value.path)",
        origin: .configuration(line: $0.line))
    }
    return listings + (baseline ?? []) + sources
  }
}
