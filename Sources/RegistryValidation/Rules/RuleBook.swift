internal import Formats
internal import RegistrySchemas

/// All rules, as the files under `Schemas/rules` state them.
public struct RuleBook: Sendable {
  /// The rules in the order of their codes.
  public let rules: [Rule]
  private let byCode: [String: Rule]

  /// Reads the rules that were built into the program.
  public static let standard = RuleBook(rules: RuleFiles.load())

  /// Makes a rule book.
  ///
  /// - Parameter rules: The rules, in any order.
  public init(rules: [Rule]) {
    self.rules = rules.sorted { $0.code < $1.code }
    byCode = Dictionary(rules.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Returns the rule of a code.
  ///
  /// - Parameter code: Three letters and three digits.
  public subscript(code: String) -> Rule? { byCode[code] }

  /// Finds a rule by code or name, whatever the case.
  ///
  /// - Parameter text: A code or a name.
  /// - Returns: The rule; nil if there is none.
  public func rule(named text: String) -> Rule? {
    byCode[text.uppercased()] ?? rules.first { $0.name == text.lowercased() }
  }
}
