internal import Formats
internal import RegistrySchemas

/// All rules, from the files under `Schemas/rules`.
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

  /// The rules on mirrors for a verification of mirrors, the others for a validation; those on the
  /// configuration for both.
  package func onMirrors(_ isOfMirrors: Bool) -> RuleBook {
    RuleBook(
      rules: rules.filter {
        $0.scope == .configuration || ($0.scope == .mirror) == isOfMirrors
      })
  }

  /// Returns the rule of a code.
  ///
  /// - Parameter code: Three letters and three digits.
  public subscript(code: String) -> Rule? { byCode[code] }

  /// Finds a rule by code or name, ignoring case.
  ///
  /// - Parameter text: A code or a name.
  /// - Returns: The rule; nil if it does not exist.
  public func rule(named text: String) -> Rule? {
    byCode[text.uppercased()] ?? rules.first { $0.name == text.lowercased() }
  }
}

extension RuleBook {
  /// Finds the code or name nearest to a mistyped one.
  ///
  /// - Parameter text: The mistyped code or name.
  /// - Returns: A name or code that differs in at most a third of its letters, or nil.
  package func nearestName(to text: String) -> String? {
    let candidates = rules.flatMap { [$0.code, $0.name] }
    let distances = candidates.map { ($0, Self.distance(text.lowercased(), to: $0.lowercased())) }
    guard let best = distances.min(by: { $0.1 < $1.1 }) else { return nil }
    return best.1 <= Swift.max(1, best.0.count / 3) ? best.0 : nil
  }

  /// The number of letters to change, add or take away.
  private static func distance(_ left: String, to right: String) -> Int {
    let left = Array(left.prefix(64))
    let right = Array(right)
    var row = Array(0...right.count)
    for (i, letter) in left.enumerated() {
      var corner = row[0]
      row[0] = i + 1
      for (j, other) in right.enumerated() {
        let change = corner + (letter == other ? 0 : 1)
        corner = row[j + 1]
        row[j + 1] = Swift.min(change, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[right.count]
  }
}
