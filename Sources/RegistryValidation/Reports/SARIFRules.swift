internal import Formats

/// The rules of a report as SARIF describes them, and the clauses of the spec that they serve.
///
/// They are made once for all runs: the help of a rule is by far the longest part of a document.
struct SARIFRules {
  /// The requirements of the spec, whether a finding concerns them or not.
  let taxonomy: JSONValue
  private let descriptors: [String: JSONValue]

  /// Describes rules.
  ///
  /// - Parameters:
  ///   - report: The report, which has the rules.
  ///   - codes: The rules to describe.
  init(report: Report, codes: Set<String>) {
    let requirements = Requirements(report.rules)
    var descriptors: [String: JSONValue] = [:]
    for code in codes {
      guard let rule = report.rules[code] else { continue }
      descriptors[code] = Self.descriptor(
        of: rule, profile: report.settings.profile, requirements)
    }
    self.descriptors = descriptors
    taxonomy = requirements.taxonomy
  }

  /// The description of a rule; of one that this program doesn't know, its code.
  subscript(code: String) -> JSONValue { descriptors[code] ?? ["id": .string(code)] }

  private static func descriptor(
    of rule: Rule, profile: Profile, _ requirements: Requirements
  ) -> JSONValue {
    let severity = rule.severities[profile]
    return [
      "id": .string(rule.code), "name": .string(Self.pascalCase(rule.name)),
      "shortDescription": ["text": .string(rule.title)],
      "fullDescription": ["text": .string(rule.explanation)],
      "help": ["text": .string(rule.help), "markdown": .string(markdown(of: rule))],
      "defaultConfiguration": [
        "level": .string((severity ?? .warning).sarifLevel), "enabled": .bool(severity != nil),
      ],
      "relationships": .array(
        rule.requirements.compactMap { requirements.relationship(to: $0, from: rule) }),
      "properties": [
        "requirement": .string(rule.level.rawValue), "section": .string(rule.section),
        "basis": .string(rule.basis.rawValue), "precision": "very-high",
        "tags": [.string(rule.scope.rawValue), .string(rule.basis.rawValue)],
      ],
    ]
  }

  /// What to do, why, and what says so; examples would be most of a document's bytes.
  private static func markdown(of rule: Rule) -> String {
    let quote = rule.quote.map { ": “\($0)”" } ?? ""
    let clause = rule.clause.map { ", \($0)" } ?? ""
    return "**How to mend it.** \(rule.help)\n\n\(rule.explanation)\n\n"
      + "\(rule.level.rawValue)\(clause)\(quote)\n\n"
      + "`scregistry rules show \(rule.code)` has examples."
  }

  /// Makes `RowOutOfOrder` of `row-out-of-order`.
  static func pascalCase(_ name: String) -> String {
    name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}

/// The requirements of the spec, as far as rules serve them.
private struct Requirements {
  private let names: [String]
  private let indices: [String: Int]
  private let rules: [String: [Rule]]

  init(_ book: RuleBook) {
    var rules: [String: [Rule]] = [:]
    for rule in book.rules {
      for requirement in rule.requirements { rules[requirement, default: []].append(rule) }
    }
    self.rules = rules
    names = rules.keys.sorted { Self.order($0) < Self.order($1) }
    indices = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
  }

  /// Orders `E9` before `E10`, and `E10` before `E10a`.
  private static func order(_ name: String) -> (String, Int, String) {
    let letters = name.prefix { !$0.isNumber }
    let number = name.dropFirst(letters.count).prefix { $0.isNumber }
    return (String(letters), Int(number) ?? 0, name)
  }

  /// The requirements as a taxonomy.
  var taxonomy: JSONValue {
    [
      "name": "SCR", "version": "1.1", "language": "en",
      "shortDescription": ["text": "Requirements of the Shared Cloud Registry specification"],
      "taxa": .array(names.map(taxon)),
    ]
  }

  private func taxon(_ name: String) -> JSONValue {
    let rules = self.rules[name] ?? []
    let sections = Set(rules.map(\.section)).sorted().map { "§\($0)" }.joined(separator: ", ")
    var quotes: [String] = []
    for quote in rules.compactMap(\.quote) where !quotes.contains(quote) { quotes.append(quote) }
    let words = quotes.map { "“\($0)”" }.joined(separator: " ")
    return .present([
      ("id", .string(name)), ("shortDescription", ["text": .string("SCR 1.1 \(sections)")]),
      ("fullDescription", words.isEmpty ? nil : ["text": .string(words)]),
    ])
  }

  /// A rule's relation to a requirement; nil if there is no such requirement.
  func relationship(to name: String, from rule: Rule) -> JSONValue? {
    guard let index = indices[name] else { return nil }
    return [
      "target": [
        "id": .string(name), "index": .number(index),
        "toolComponent": ["name": "SCR", "index": 0],
      ],
      // Advice touches a requirement; every other rule checks part of it.
      "kinds": [rule.level == .advice ? "relevant" : "superset"],
    ]
  }
}

extension Rule {
  /// The section of the spec; nil for rules on files that the spec doesn't know.
  var clause: String? { section.isEmpty ? nil : "SCR 1.1 §\(section)" }
}

extension Severity {
  /// The level that stands for it in SARIF.
  var sarifLevel: String { self == .info ? "note" : rawValue }
}
