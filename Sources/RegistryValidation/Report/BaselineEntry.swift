internal import Formats

/// One or more known findings.
public struct BaselineEntry: Sendable, Hashable {
  /// The code of the rule.
  public var rule: String
  /// The place of the file's bucket; nil in a baseline of one bucket, which may be anywhere.
  public var root: String?
  /// The path of the file in its bucket.
  public var key: String
  /// The fingerprint of the findings; nil for any of the rule in the file.
  public var fingerprint: String?
  /// How many findings are known.
  public var count: Int

  /// Makes an entry.
  ///
  /// - Parameters:
  ///   - rule: The code of the rule.
  ///   - root: The place of the file's bucket.
  ///   - key: The path of the file in its bucket.
  ///   - fingerprint: The fingerprint of the findings; nil for any of the rule in the file.
  ///   - count: How many findings are known.
  public init(rule: String, root: String?, key: String, fingerprint: String?, count: Int) {
    self.rule = rule
    self.root = root
    self.key = key
    self.fingerprint = fingerprint
    self.count = count
  }

  /// The identity of the entry.
  package var identity: String {
    [rule, root ?? "", key, fingerprint ?? "any"].joined(separator: "\u{0}")
  }

  /// Orders entries by bucket, file, rule and fingerprint.
  package static func isBefore(_ left: BaselineEntry, _ right: BaselineEntry) -> Bool {
    let left = [left.root ?? "", left.key, left.rule, left.fingerprint ?? ""]
    let right = [right.root ?? "", right.key, right.rule, right.fingerprint ?? ""]
    return left.map { ExactText($0) }.lexicographicallyPrecedes(right.map { ExactText($0) })
  }
}
