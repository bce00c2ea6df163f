/// Where the pages of the rules can be read, such as a copy of `docs/rules` on a web server.
public struct RulePages: Sendable, Hashable {
  private let start: String
  private let end: String

  /// Takes an address with the place of the code.
  ///
  /// ```swift
  /// let pages = RulePages("https://example.org/rules/{rule}.md")
  /// ```
  ///
  /// - Parameter template: An `https` or `http` address that has `{rule}` once; nil is returned for
  ///   anything else.
  public init?(_ template: String) {
    let parts = template.split(separator: "{rule}", omittingEmptySubsequences: false)
    let isPlain = template.utf8.allSatisfy {
      $0 > 0x20 && $0 < 0x7F && !"\"'<>`|()".utf8.contains($0)
    }
    guard parts.count == 2, isPlain,
      parts[0].hasPrefix("https://") || parts[0].hasPrefix("http://"), parts[0].utf8.count > 8
    else { return nil }
    (start, end) = (String(parts[0]), String(parts[1]))
  }

  /// The address of the page of a rule; nil if the code, which a report may bring, has other
  /// characters than letters and digits.
  ///
  /// - Parameter code: The code, such as `IDX014`.
  /// - Returns: The address.
  public func address(of code: String) -> String? {
    let isCode = code.utf8.allSatisfy { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 }
    return isCode && !code.isEmpty ? start + code + end : nil
  }
}
