internal import Formats
internal import RegistryValidation

/// The SARIF descriptions of a report's rules, and the requirements that the rules check.
///
/// They are made once for all runs: the help of the rules is by far the longest part of a document.
struct SARIFRules {
  /// The requirements of the specification, with or without findings.
  let taxonomy: JSONValue
  private let descriptors: [String: JSONValue]

  /// Describes rules.
  ///
  /// - Parameters:
  ///   - report: The report, which has the rules.
  ///   - codes: The rules to describe.
  ///   - pages: Where the pages of the rules can be read; nil for no links.
  init(report: Report, codes: Set<String>, pages: RulePages?) {
    let requirements = Requirements(report.rules)
    var descriptors: [String: JSONValue] = [:]
    for code in codes {
      guard let rule = report.rules[code] else { continue }
      let descriptor = Self.descriptor(of: rule, profile: report.settings.profile, requirements)
      guard let page = pages?.address(of: code), case .object(let members) = descriptor else {
        descriptors[code] = descriptor
        continue
      }
      descriptors[code] = .object(members + [(key: "helpUri", value: .string(page))])
    }
    self.descriptors = descriptors
    taxonomy = requirements.taxonomy
  }

  /// The description of a rule; only its code if this version doesn't know it.
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

  /// The help, the explanation and the clause; examples would be most of a document's bytes.
  private static func markdown(of rule: Rule) -> String {
    let quote = rule.quote.map { ": “\($0)”" } ?? ""
    let clause = rule.clause.map { ", \($0)" } ?? ""
    return "**How to fix it.** \(rule.help)\n\n\(rule.explanation)\n\n"
      + "\(rule.level.rawValue)\(clause)\(quote)\n\n"
      + "`scregistry rules show \(rule.code)` has examples."
  }

  /// Makes `RowOutOfOrder` of `row-out-of-order`.
  static func pascalCase(_ name: String) -> String {
    name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}

/// The requirements of the specification that rules check.
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
  /// The section of the specification; nil for rules on files that it doesn't describe.
  var clause: String? { section.isEmpty ? nil : "SCR 1.1 §\(section)" }
}

extension Severity {
  /// The level in SARIF.
  var sarifLevel: String { self == .info ? "note" : rawValue }
}
